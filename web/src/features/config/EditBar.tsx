import { Trans } from '@lingui/react/macro'
import { asApiError } from '@/lib/problem'
import { PlainButton } from '@/ui/PlainButton'
import { Mend } from '@/ui/StaleBanner'
import classes from './EditBar.module.css'
import type { FileEdit } from './useFileEdit'

/** Above a text that can be changed: whether something was typed, and where it goes. */
export function EditBar({ edit }: { edit: FileEdit }) {
  const problem = edit.error === undefined ? undefined : asApiError(edit.error)
  return (
    <div className={classes.bar}>
      <span className={classes.words} role="status">
        {edit.moved ? (
          <span className={classes.bad}>
            <Trans>
              The file has changed since you began to type, and your text would undo that. Load it anew and make your
              change in what is there now, or keep your text: the review shows what it undoes.
            </Trans>
          </span>
        ) : problem ? (
          <span className={classes.bad}>
            {problem.message} <Mend text={problem.mend} />
          </span>
        ) : edit.dirty ? (
          <Trans>Not kept yet.</Trans>
        ) : (
          <Trans>You can change the text. It goes to your draft; nothing happens until you apply it.</Trans>
        )}
      </span>
      {edit.moved && (
        <PlainButton onClick={edit.goOn}>
          <Trans>Keep mine</Trans>
        </PlainButton>
      )}
      {edit.dirty && (
        <PlainButton onClick={edit.reset}>{edit.moved ? <Trans>Load anew</Trans> : <Trans>Forget</Trans>}</PlainButton>
      )}
      <PlainButton primary disabled={!edit.dirty || edit.moved || edit.busy} onClick={() => void edit.keep()}>
        <Trans>Keep in draft</Trans>
      </PlainButton>
    </div>
  )
}

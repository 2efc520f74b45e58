import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconPencil } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '@/api/may'
import { discardDraft, draftChanged, draftQuery } from '@/api/revisions'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { PlainButton } from '@/ui/PlainButton'
import { toastDone } from '@/ui/toast'
import buttons from './buttons.module.css'
import classes from './DraftBar.module.css'

/** Says that there is a draft, which the pages show as if it were in force; leads to its review. Nothing without one. */
export function DraftBar({ host }: { host: string }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const { data } = useQuery({ ...draftQuery(host), enabled: useMay('config.write') })
  const [asking, setAsking] = useState(false)
  const files = data?.files.filter((f) => !f.in_force) ?? []
  const count = files.length
  const stale = files.filter((f) => f.stale).map((f) => f.name)
  const discard = async () => {
    await discardDraft(host).finally(() => draftChanged(client))
    toastDone(t`The draft is discarded`)
  }
  return (
    <>
      {count > 0 && (
        <section className={classes.bar} aria-label={t`Your draft`}>
          <IconPencil size={18} stroke={1.7} aria-hidden="true" />
          <div className={classes.words}>
            <strong>
              <Plural value={count} one="# file is changed in your draft." other="# files are changed in your draft." />
            </strong>{' '}
            {stale.length > 0 ? (
              <Trans>Somebody else changed {stale.join(', ')} meanwhile.</Trans>
            ) : (
              <Trans>What you see here includes it; fail2ban does not know of it yet.</Trans>
            )}
          </div>
          <div className={classes.actions}>
            <PlainButton onClick={() => setAsking(true)}>
              <Trans>Discard…</Trans>
            </PlainButton>
            <Link to="/configuration/$host/review" params={{ host }} className={`${buttons.button} ${classes.primary}`}>
              <Trans>Review changes</Trans>
            </Link>
          </div>
        </section>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Discard your draft for ${host}?`}
        confirm={t`Discard draft`}
        danger
        onConfirm={discard}
      >
        <p>
          <Trans>What you changed is forgotten. Files and jails stay as they are.</Trans>
        </p>
      </ConfirmDialog>
    </>
  )
}

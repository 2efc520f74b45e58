import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import { asApiError } from '@/lib/problem'
import { Mend } from './StaleBanner'
import classes from './toasts.module.css'

const undoMs = 8_000

/** The cross has no words of its own. */
const closes = () => ({ closeButtonProps: { 'aria-label': t`Close` } })

/** Says that something was done. */
export function showDone(message: string): void {
  notifications.show({ ...closes(), message, withBorder: false, autoClose: 4_000 })
}

/** Says that something was done and offers for eight seconds to take it back. */
export function showUndo(message: string, undo: () => Promise<unknown>): void {
  const id = notifications.show({
    ...closes(),
    autoClose: undoMs,
    message: (
      <span className={classes.row}>
        <span>{message}</span>
        <button type="button" className={classes.undo} onClick={() => runUndo(id, undo)}>
          <Trans>Undo</Trans>
        </button>
      </span>
    ),
  })
}

/** Says what went wrong and how to mend it. It stays until it is closed. */
export function showError(error: unknown): void {
  const { message, mend, requestId } = asApiError(error)
  notifications.show({
    ...closes(),
    color: 'bad',
    title: message,
    message: (
      <>
        {mend && <Mend text={mend} />} {requestId && `(${requestId})`}
      </>
    ),
    autoClose: false,
  })
}

function runUndo(id: string, undo: () => Promise<unknown>): void {
  notifications.hide(id)
  undo().catch(showError)
}

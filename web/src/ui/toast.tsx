import { Trans } from '@lingui/react/macro'
import { notifications } from '@mantine/notifications'
import { asApiError } from '@/lib/problem'
import { Mend } from './StaleBanner'
import classes from './toast.module.css'
import { wantToasts } from './toastsWanted'

const undoMs = 8_000

/** Says that something was done. */
export function toastDone(message: string): void {
  wantToasts()
  notifications.show({ message, withBorder: false, autoClose: 4_000 })
}

/** Says that something was done and offers for eight seconds to take it back. */
export function toastUndo(message: string, undo: () => Promise<unknown>): void {
  wantToasts()
  const id = notifications.show({
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
export function toastError(error: unknown): void {
  const { message, mend, requestId } = asApiError(error)
  wantToasts()
  notifications.show({
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
  undo().catch(toastError)
}

import { wantToasts } from './toastsWanted'

/** What makes messages; it comes with the first of them, as what shows them does. */
function toasts() {
  wantToasts()
  return import('./toasts')
}

/** Says that something was done. */
export function toastDone(message: string): void {
  void toasts().then(({ showDone }) => showDone(message))
}

/** Says that something was done and offers for eight seconds to take it back. */
export function toastUndo(message: string, undo: () => Promise<unknown>): void {
  void toasts().then(({ showUndo }) => showUndo(message, undo))
}

/** Says what went wrong and how to mend it. It stays until it is closed. */
export function toastError(error: unknown): void {
  void toasts().then(({ showError }) => showError(error))
}

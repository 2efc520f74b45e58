import { lazy, type ReactNode } from 'react'
import { OnFirstUse, type OverlayProps } from './OnFirstUse'

const ConfirmModal = lazy(() => import('./ConfirmModal').then((m) => ({ default: m.ConfirmModal })))

export interface ConfirmProps extends OverlayProps {
  /** A question that names the object and the number: "Lift 1,284 bans on web-1?" */
  title: string
  /** The verb with its object: "Lift 1,284 bans", never "OK". */
  confirm: string
  /** What the other button says; "Cancel" if left out. */
  keep?: string
  /** True for what takes protection away or loses something. */
  danger?: boolean
  /** What will follow. */
  children?: ReactNode
  onConfirm: () => Promise<unknown> | unknown
}

/** Asks before something dangerous. Stays open with the reason if it fails; closes when it is done. Its code comes with its first use. */
export function ConfirmDialog(props: ConfirmProps) {
  return <OnFirstUse component={ConfirmModal} props={props} />
}

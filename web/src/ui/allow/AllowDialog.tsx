import { lazy } from 'react'
import { OnFirstUse, type OverlayProps } from '../OnFirstUse'

const AllowModal = lazy(() => import('./AllowModal').then((m) => ({ default: m.AllowModal })))

export interface AllowProps extends OverlayProps {
  /** The addresses and networks to be allowed; they are asked for, and names with them, if left out. */
  addresses?: readonly string[]
  /** Whether any of them is banned at present: lifting is offered in the title then. */
  banned: boolean
}

/** Puts addresses, networks and names on the allow list, and lifts their bans. Its code comes with its first use. */
export function AllowDialog(props: AllowProps) {
  return <OnFirstUse component={AllowModal} props={props} />
}

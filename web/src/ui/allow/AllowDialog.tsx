import { lazy } from 'react'
import { OnFirstUse, type OverlayProps } from '../OnFirstUse'

const AllowModal = lazy(() => import('./AllowModal').then((m) => ({ default: m.AllowModal })))

export interface AllowProps extends OverlayProps {
  /** The addresses and networks to be allowed; they are asked for if left out. */
  addresses?: readonly string[]
  /** Whether any of them is banned at present: lifting is offered in the title then. */
  banned: boolean
}

/** Lifts the bans of addresses and has jails ignore them for a time. Its code comes with its first use. */
export function AllowDialog(props: AllowProps) {
  return <OnFirstUse component={AllowModal} props={props} />
}

import { lazy, type ReactNode } from 'react'
import { OnFirstUse, type OverlayProps } from './OnFirstUse'

const SheetDrawer = lazy(() => import('./SheetDrawer').then((m) => ({ default: m.SheetDrawer })))

export interface SheetProps extends OverlayProps {
  title: ReactNode
  children: ReactNode
}

/** Details of a row: from the bottom on a phone, from the right elsewhere. Its code comes with its first use. */
export function Sheet(props: SheetProps) {
  return <OnFirstUse component={SheetDrawer} props={props} />
}

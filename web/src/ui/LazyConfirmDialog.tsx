import { type ComponentProps, lazy, Suspense, useState } from 'react'
import type { ConfirmDialog } from './ConfirmDialog'

const Dialog = lazy(() => import('./ConfirmDialog').then((m) => ({ default: m.ConfirmDialog })))

/** ConfirmDialog whose code comes when it is first opened: for pages that rarely need it. */
export function LazyConfirmDialog(props: ComponentProps<typeof ConfirmDialog>) {
  const [used, setUsed] = useState(false)
  if (props.opened && !used) setUsed(true)
  if (!used) return null
  return (
    <Suspense fallback={null}>
      <Dialog {...props} />
    </Suspense>
  )
}

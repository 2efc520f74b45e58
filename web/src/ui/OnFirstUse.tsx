import { type ComponentType, Suspense, useState } from 'react'

/** What everything that lies over the page has. */
export interface OverlayProps {
  opened: boolean
  onClose: () => void
}

/** Shows a lazy component from the moment it is first opened, so that its code is fetched then and its way out can be animated. */
export function OnFirstUse<P extends OverlayProps>({
  component: Component,
  props,
}: {
  component: ComponentType<P>
  props: P
}) {
  const [used, setUsed] = useState(false)
  if (props.opened && !used) setUsed(true)
  if (!used) return null
  return (
    <Suspense fallback={null}>
      <Component {...props} />
    </Suspense>
  )
}

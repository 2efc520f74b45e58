import { type ComponentType, lazy, Suspense, useState } from 'react'

export interface OverlayProps {
  opened: boolean
  onClose: () => void
}

const loadPalette = () => import('./PaletteDialog')
const LazyPalette = lazy(() => loadPalette().then((m) => ({ default: m.PaletteDialog })))
const LazyHelp = lazy(() => import('./HelpDialog').then((m) => ({ default: m.HelpDialog })))

/** Fetches the palette's code before it is opened. */
export function prefetchPalette(): void {
  void loadPalette()
}

/** The command palette; its code comes with its first use. */
export function Palette(props: OverlayProps & { onHelp: () => void }) {
  return <OnFirstUse component={LazyPalette} {...props} />
}

/** The list of keys; its code comes with its first use. */
export function Help(props: OverlayProps) {
  return <OnFirstUse component={LazyHelp} {...props} />
}

function OnFirstUse<P extends OverlayProps>({ component: Component, ...props }: { component: ComponentType<P> } & P) {
  const [used, setUsed] = useState(false)
  if (props.opened && !used) setUsed(true)
  if (!used) return null
  return (
    <Suspense fallback={null}>
      <Component {...(props as unknown as P)} />
    </Suspense>
  )
}

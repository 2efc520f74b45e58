import { lazy } from 'react'
import { OnFirstUse, type OverlayProps } from '@/ui/OnFirstUse'

const loadPalette = () => import('./PaletteDialog')
const LazyPalette = lazy(() => loadPalette().then((m) => ({ default: m.PaletteDialog })))
const LazyHelp = lazy(() => import('./HelpDialog').then((m) => ({ default: m.HelpDialog })))

/** Fetches the palette's code before it is opened. */
export function prefetchPalette(): void {
  void loadPalette()
}

/** The command palette; its code comes with its first use. */
export function Palette(props: OverlayProps & { onHelp: () => void }) {
  return <OnFirstUse component={LazyPalette} props={props} />
}

/** The list of keys; its code comes with its first use. */
export function Help(props: OverlayProps) {
  return <OnFirstUse component={LazyHelp} props={props} />
}

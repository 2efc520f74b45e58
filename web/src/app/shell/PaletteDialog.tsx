import type { OverlayProps } from './overlays'

export function PaletteDialog(_: OverlayProps & { onHelp: () => void }) {
  return null
}

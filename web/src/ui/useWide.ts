import { useMediaQuery } from '@mantine/hooks'

const wide = '(width >= 75em)'

/** True where a list and what is chosen from it stand side by side (from 1200 px). */
export function useWide(): boolean {
  return useMediaQuery(wide, window.matchMedia?.(wide).matches) ?? false
}

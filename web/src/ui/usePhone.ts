import { useMediaQuery } from '@mantine/hooks'

/** True on screens where tables become lists (under 768 px). */
export function usePhone(): boolean {
  return useMediaQuery('(width < 48em)', window.matchMedia?.('(width < 48em)').matches) ?? false
}

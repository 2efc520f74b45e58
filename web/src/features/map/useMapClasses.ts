import { useMemo, useState } from 'react'
import type { CountryRanking } from '@/api/types'
import {
  type ClassChoice,
  formatClasses,
  limitsOf,
  parseClasses,
  recallClasses,
  rememberClasses,
} from '@/lib/mapClasses'

/** How the colours are divided: as the URL says, else as this browser remembers. */
export function useMapClasses(
  inURL: string | undefined,
  ranking: CountryRanking | undefined,
  onURL: (text: string | undefined) => void,
) {
  const [stored, setStored] = useState(recallClasses)
  const choice = parseClasses(inURL) ?? stored
  const text = formatClasses(choice)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the choice
  const limits = useMemo(
    () =>
      limitsOf(
        choice,
        (ranking?.items ?? []).flatMap(({ country, n }) => (country === '' ? [] : [n])),
      ),
    [text, ranking],
  )
  const choose = (next: ClassChoice) => {
    rememberClasses(next)
    setStored(next)
    onURL(next === 'automatic' ? undefined : formatClasses(next))
  }
  return { choice, limits, choose }
}

import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useMemo, useState } from 'react'
import type { CountryRanking } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { EmptyState } from '@/ui/EmptyState'
import { countryLabel } from '@/ui/filters/words'
import { SearchField } from '@/ui/SearchField'
import { Skeleton } from '@/ui/Skeleton'
import { usePhone } from '@/ui/usePhone'
import { CountriesTable } from './CountriesTable'
import { countryRows, findRows } from './countryRows'
import classes from './map.module.css'

interface Props {
  ranking: CountryRanking | undefined
  failed: boolean
  selected: string | undefined
  onSelect: (code: string | undefined) => void
  /** Shown if there are no bans at all. */
  empty: ReactNode
}

/** How many a phone shows at first. */
const most = 12

/** The countries beside the map. */
export function CountriesPanel({ ranking, failed, selected, onSelect, empty }: Props) {
  const { t } = useLingui()
  const phone = usePhone()
  const [text, setText] = useState('')
  const [all, setAll] = useState(false)
  const rows = useMemo(() => countryRows(ranking?.items ?? [], selected, countryLabel), [ranking, selected])
  const found = findRows(rows, text)
  // Where the page itself scrolls, what comes after the list must not be far. What is selected stays in sight.
  const short = phone && !all && found.length > most
  const shown = short ? found.filter(({ code }, i) => i < most || code === selected) : found
  if (failed) return <EmptyState title={t`The counts could not be fetched`} />
  if (!ranking) return <Skeleton rows={14} />
  if (ranking.total === 0) return empty
  return (
    <>
      <div className={classes.find}>
        <SearchField label={t`Find a country`} placeholder={t`Find a country`} value={text} onSearch={setText} />
      </div>
      {found.length === 0 ? (
        <EmptyState title={t`No country with bans has this name`}>
          <Trans>Only countries with bans in this range are listed.</Trans>
        </EmptyState>
      ) : (
        <div className={classes.scroll} data-list>
          <CountriesTable rows={shown} estimated={ranking.estimated} selected={selected} onSelect={onSelect} />
          {short && (
            <button type="button" className={classes.all} onClick={() => setAll(true)}>
              <Trans>Show all {formatCount(found.length)}</Trans>
            </button>
          )}
        </div>
      )}
    </>
  )
}

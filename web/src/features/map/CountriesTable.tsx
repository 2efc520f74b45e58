import { Trans, useLingui } from '@lingui/react/macro'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { unknownCountry } from '@/lib/country'
import { formatShare } from '@/lib/numbers'
import { Change } from '@/ui/Change'
import { Chip } from '@/ui/Chip'
import { type Sort, SortHead, table } from '@/ui/DataTable'
import { type Column, type CountryRow, sortRows } from './countryRows'
import classes from './map.module.css'
import { about } from './words'

interface Props {
  rows: readonly CountryRow[]
  estimated: boolean
  selected: string | undefined
  onSelect: (code: string | undefined) => void
}

/**
 * The countries of the map as a table: the same figures for those who do not see or point. The names are buttons that select; all of
 * them are one stop of the Tab key, arrow keys go from name to name.
 */
export function CountriesTable({ rows, estimated, selected, onSelect }: Props) {
  const { t } = useLingui()
  const [sort, setSort] = useState<Sort<Column>>({ key: 'n', descending: true })
  const [last, setLast] = useState<string>()
  const sorted = sortRows(rows, sort)
  const top = Math.max(1, ...rows.map((row) => row.n))
  const compared = rows.some(({ n_before: before }) => before !== null)
  const stop = [last, selected].find((code) => sorted.some((row) => row.code === code)) ?? sorted[0]?.code
  const head = { sort, onSort: setSort }
  const chosen = useRef<HTMLTableRowElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the choice, made on the map, that moves the list
  useEffect(() => {
    if (chosen.current) reveal(chosen.current)
  }, [selected])
  return (
    <table className={`${table.root} ${classes.countries}`} aria-label={t`Countries`}>
      <thead>
        <tr>
          <th scope="col" className={`${table.num} ${classes.rank}`}>
            <span aria-hidden="true">#</span>
            <span className="sr">
              <Trans>Rank</Trans>
            </span>
          </th>
          <SortHead column="name" {...head}>
            <Trans>Country</Trans>
          </SortHead>
          <SortHead column="n" className={table.num} {...head}>
            <Trans>Bans</Trans>
          </SortHead>
          <th scope="col">
            <Trans>Share</Trans>
          </th>
          {compared && (
            <SortHead column="change" className={table.num} {...head}>
              <Trans>Change</Trans>
            </SortHead>
          )}
        </tr>
      </thead>
      <tbody onKeyDown={moveFocus}>
        {sorted.map(({ code, name, rank, n, n_before: before, share }) => (
          <tr
            key={code}
            ref={code === selected ? chosen : undefined}
            className={classes.country}
            data-selected={code === selected || undefined}
            onClick={() => onSelect(code === selected ? undefined : code)}
          >
            <td className={`${table.num} ${classes.rank} dim`}>{rank}</td>
            <td>
              <button
                type="button"
                className={classes.name}
                tabIndex={code === stop ? 0 : -1}
                aria-pressed={code === selected}
                onFocus={() => setLast(code)}
              >
                <span className={classes.code} aria-hidden="true">
                  <Chip code>{code === unknownCountry ? '–' : code}</Chip>
                </span>
                <span>{name}</span>
              </button>
            </td>
            <td className={table.num}>{about(n, estimated)}</td>
            <td>
              <span className={classes.share}>
                <span className={classes.track} aria-hidden="true">
                  <span style={{ width: `${(n / top) * 100}%` }} />
                </span>
                <span className={classes.percent}>{formatShare(share)}</span>
              </span>
            </td>
            {compared && (
              <td className={table.num}>
                <span className={classes.change}>{before !== null && <Change now={n} before={before} />}</span>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const steps: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
  PageDown: (at) => at + 10,
  PageUp: (at) => at - 10,
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key]
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return
  const buttons = [...event.currentTarget.querySelectorAll('button')]
  if (!(event.target instanceof HTMLButtonElement)) return
  const at = buttons.indexOf(event.target)
  event.preventDefault()
  buttons[Math.max(0, Math.min(buttons.length - 1, step(at, buttons.length)))]?.focus()
}

/** Moves the list around a row just so far that the row is in sight; never the page. */
function reveal(row: HTMLElement): void {
  const list = row.closest('[data-list]')
  if (!list) return
  const [outer, inner] = [list.getBoundingClientRect(), row.getBoundingClientRect()]
  // The heading stays above the rows and is as high as one.
  const above = inner.top - outer.top - inner.height
  const below = inner.bottom - outer.bottom
  if (above < 0) list.scrollTop += above
  else if (below > 0) list.scrollTop += below
}

import { Trans, useLingui } from '@lingui/react/macro'
import type { CountryRanking } from '@/api/types'
import { countryLabel } from '@/ui/filters/words'
import { offMap } from './countryRows'
import classes from './map.module.css'
import { about } from './words'

interface Props {
  ranking: CountryRanking
  onSelect: (code: string | undefined) => void
}

/** What the map cannot show, as it is from no territory; each can be chosen, as in the list. */
export function OffMap({ ranking: { items, estimated }, onSelect }: Props) {
  const { t } = useLingui()
  const off = offMap(items)
  if (off.length === 0) return null
  return (
    <p className={classes.off}>
      <Trans>Not on the map:</Trans>{' '}
      {off.map(({ code, n }) => (
        <button key={code} type="button" title={t`Show its bans`} onClick={() => onSelect(code)}>
          {countryLabel(code)} {about(n, estimated)}
        </button>
      ))}
    </p>
  )
}

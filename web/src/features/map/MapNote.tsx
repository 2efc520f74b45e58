import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { CountryRanking } from '@/api/types'
import type { Range } from '@/lib/ranges'
import { comparison, inRange } from '@/ui/rangeWords'
import { useClock } from '@/ui/zone'
import { isCountry } from './countryRows'
import { about } from './words'

interface Props {
  ranking: CountryRanking | undefined
  range: Range | undefined
  /** When what is shown was true (RFC 3339), if newer is not to be had. */
  asOf: string | undefined
}

/** The map in a sentence. */
export function MapNote({ ranking, range, asOf }: Props) {
  const { t } = useLingui()
  const clock = useClock()
  if (!ranking) return ' '
  const { total, total_before: before, estimated, items } = ranking
  const lands = items.filter(({ country }) => isCountry(country)).length
  const count = about(total, estimated)
  const bans = plural(total, { one: `${count} ban`, other: `${count} bans` })
  const countries = plural(lands, { one: '# country', other: '# countries' })
  const when = range ? t(inRange[range]) : t`in this time`
  return (
    <>
      {total === 0 ? t`No bans ${when}` : t`${bans} from ${countries} ${when}`}
      {before !== null && before > 0 && <>, {comparison(total, before, range)}</>}
      {asOf && (
        <>
          {' '}
          · <Trans>as of {clock(asOf)}</Trans>
        </>
      )}
    </>
  )
}

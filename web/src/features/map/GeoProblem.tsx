import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { geoQuery } from '@/api/geo'
import { sentence } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { Mend } from '@/ui/StaleBanner'

/** Why countries are not known, or not by the operator's own file. */
export function GeoProblem() {
  const country = useQuery(geoQuery).data?.country
  if (country?.problem)
    return (
      <Banner tone="warn">
        <strong>
          <Trans>The file with countries is not used.</Trans>
        </strong>{' '}
        {sentence(country.problem.message)} <Mend text={country.problem.mend} />
      </Banner>
    )
  if (country && !country.known)
    return (
      <Banner tone="warn">
        <Trans>There is no data about countries, so that every address is from an unknown one.</Trans>
      </Banner>
    )
  return null
}

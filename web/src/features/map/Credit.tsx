import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { sentence } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { Mend } from '@/ui/StaleBanner'
import classes from './map.module.css'
import { geoQuery } from './queries'

/** Whose data the countries are and of what day, and whose map this is. */
export function Credit() {
  const country = useQuery(geoQuery).data?.country
  const made = country?.built_at ? Date.parse(country.built_at) : undefined
  const date =
    made !== undefined && new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeZone: 'UTC' }).format(made)
  // What an operator's data wants said is said in its words.
  const name = (country && !country.built_in && country.credit) || country?.source || country?.type
  return (
    <p className={classes.credit}>
      {country?.known && (
        <>
          <Trans>
            Countries: <Out to={country.source_url}>{name}</Out>
          </Trans>
          {country.licence && (
            <>
              , <Out to={country.licence_url}>{country.licence}</Out>
            </>
          )}
          {date && <>, {date}</>}
          {' · '}
        </>
      )}
      <Trans>
        Map: <Out to="https://www.naturalearthdata.com/">Natural Earth</Out>
      </Trans>
    </p>
  )
}

/** A link that leaves BanGUI, where there is an address to go to. */
function Out({ to, children }: { to: string; children: ReactNode }) {
  if (!/^https?:/.test(to)) return children
  return (
    <a href={to} target="_blank" rel="noreferrer">
      {children}
    </a>
  )
}

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

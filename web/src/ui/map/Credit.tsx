import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { geoQuery } from '@/api/geo'
import classes from './Credit.module.css'

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

import { useQuery } from '@tanstack/react-query'
import { useContext } from 'react'
import type { Geo } from '@/api/types'
import { TimeZone } from '@/ui/zone'
import classes from './dashboard.module.css'
import { geoQuery } from './queries'

/** Whom the countries or networks of addresses are owed to, and how old they are. */
export function Credit({ of }: { of: 'country' | 'network' }) {
  const zone = useContext(TimeZone)
  const { data, isPending } = useQuery(geoQuery)
  if (isPending && of === 'country') return <p className={classes.credit} />
  const source = data?.[of]
  // What both come from is credited once.
  if (!source?.credit || (of === 'network' && source.credit === data?.country.credit)) return null
  const { credit, built_at, source_url, licence_url } = source
  const date =
    built_at && new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeZone: zone }).format(Date.parse(built_at))
  const address = web(source_url) ?? web(licence_url)
  return (
    <p className={classes.credit}>
      {address ? (
        <a href={address} target="_blank" rel="noreferrer">
          {credit}
        </a>
      ) : (
        credit
      )}
      {date && `, ${date}`}
    </p>
  )
}

/** Only what is an address of the web: it may come from a file of the operator. */
function web(address: Geo['country']['source_url']): string | undefined {
  return /^https?:\/\//.test(address) ? address : undefined
}

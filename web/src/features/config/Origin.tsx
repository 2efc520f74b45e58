import { Trans } from '@lingui/react/macro'
import type { ConfigPlace, ConfigValue } from '@/api/types'
import classes from './links.module.css'
import { PlaceLink } from './PlaceLink'

interface Props {
  host: string
  value: ConfigValue
  /** The jail that it is an option of, if it is one's. */
  jail?: string
}

/** Where a value comes from, in words and as a link to the line. */
export function Origin({ host, value: { origin, place }, jail }: Props) {
  if (origin === 'fail2ban') return <Trans>set by fail2ban itself</Trans>
  if (place === null) return <Trans>fail2ban’s own default</Trans>
  return (
    <>
      <PlaceLink host={host} file={place.file} line={place.line} />
      <span className={classes.section}>
        {origin === 'parameter' ? <Trans>parameter in {place.option}</Trans> : <Section place={place} jail={jail} />}
      </span>
    </>
  )
}

function Section({ place: { section }, jail }: { place: ConfigPlace; jail: string | undefined }) {
  if (jail !== undefined && section === jail) return <Trans>for this jail</Trans>
  if (jail !== undefined && section === 'DEFAULT') return <Trans>for all jails</Trans>
  return `[${section}]`
}

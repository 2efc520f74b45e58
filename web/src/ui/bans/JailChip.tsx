import { Link } from '@tanstack/react-router'
import classes from './bans.module.css'
import { useJailColor } from './jailColors'

/** The name of a jail with its colour; leads to the jail. */
export function JailChip({ host, jail }: { host: string; jail: string }) {
  return (
    <Link
      to="/jails/$host/$jail"
      params={{ host, jail }}
      className={`${classes.jailName} ${classes.jail}`}
      style={useJailDot(jail)}
    >
      {jail}
    </Link>
  )
}

/** The same without the link, for places that are buttons themselves. */
export function JailName({ jail }: { jail: string }) {
  return (
    <span className={classes.jailName} style={useJailDot(jail)}>
      {jail}
    </span>
  )
}

function useJailDot(jail: string): object {
  return { '--jail-color': useJailColor()(jail) }
}

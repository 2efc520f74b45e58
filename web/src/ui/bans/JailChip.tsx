import { Link } from '@tanstack/react-router'
import classes from './bans.module.css'
import { useJailColor } from './jailColors'

/** The name of a jail with its colour; leads to the jail. */
export function JailChip({ host, jail }: { host: string; jail: string }) {
  return (
    <Link to="/jails/$host/$jail" params={{ host, jail }} className={classes.jail}>
      <JailName jail={jail} />
    </Link>
  )
}

/** The same without the link, for places that are buttons themselves. */
export function JailName({ jail }: { jail: string }) {
  const color = useJailColor()
  return (
    <span className={classes.jailName}>
      <span className={classes.jailDot} style={{ background: color(jail) }} aria-hidden="true" />
      {jail}
    </span>
  )
}

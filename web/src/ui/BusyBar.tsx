import classes from './BusyBar.module.css'

/** A thin line that takes no room and moves while what is below it is fetched anew; quick answers do not show it. */
export function BusyBar({ busy }: { busy: boolean }) {
  return <div className={classes.bar} data-busy={busy || undefined} aria-hidden="true" />
}

import { Trans } from '@lingui/react/macro'
import { IconChevronLeft } from '@tabler/icons-react'
import { Link, useSearch } from '@tanstack/react-router'
import { useWide } from '@/ui/useWide'
import classes from './JailPage.module.css'

/** Leads back to the list where the list is not beside the jail. */
export function BackLink() {
  const { list, only } = useSearch({ from: '/app/jails/$host/$jail' })
  if (useWide()) return null
  return (
    <div>
      <Link to="/jails" search={{ q: list, host: only }} className={classes.back}>
        <IconChevronLeft size={15} stroke={1.8} aria-hidden="true" />
        <Trans>All jails</Trans>
      </Link>
    </div>
  )
}

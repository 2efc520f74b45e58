import { Trans } from '@lingui/react/macro'
import { IconChevronLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import classes from './blocklists.module.css'

/** Leads back to all block lists. */
export function BackLink() {
  return (
    <div>
      <Link to="/blocklists" className={classes.back}>
        <IconChevronLeft size={15} stroke={1.8} aria-hidden="true" />
        <Trans>All block lists</Trans>
      </Link>
    </div>
  )
}

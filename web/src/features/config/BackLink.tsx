import { Trans } from '@lingui/react/macro'
import { IconChevronLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useWide } from '@/ui/useWide'
import classes from './links.module.css'
import type { ConfigSearch } from './search'

/** Leads back to the list where the list is not beside what was chosen from it. */
export function BackLink({ host, parts, q }: ConfigSearch) {
  if (useWide()) return null
  return (
    <div>
      <Link to="/configuration" search={{ host, parts, q }} className={classes.back}>
        <IconChevronLeft size={15} stroke={1.8} aria-hidden="true" />
        <Trans>Configuration</Trans>
      </Link>
    </div>
  )
}

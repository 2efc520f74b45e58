import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { hostsQuery } from '@/api/queries'
import type { Host } from '@/api/types'
import { formatCompact } from '@/lib/numbers'
import { type PageLink, pageGroups, pages } from './pages'
import classes from './Sidebar.module.css'

/** Links to all pages by group. */
export function Nav({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useLingui()
  const counts = useCounts()
  return (
    <nav aria-label={t`Main`} className={classes.nav}>
      {pageGroups.map((group) => (
        <div key={group.title.id}>
          <div className={classes.group}>{t(group.title)}</div>
          {group.pages.map((page) => (
            <NavLink key={page.to} page={page} count={counts[page.to]} onNavigate={onNavigate} />
          ))}
        </div>
      ))}
    </nav>
  )
}

interface NavLinkProps {
  page: PageLink
  count: number | undefined
  onNavigate: (() => void) | undefined
}

function NavLink({ page, count, onNavigate }: NavLinkProps) {
  const { t } = useLingui()
  // A page below another one has a link of its own, such as the workbench: then that is where we are.
  const elsewhere = useLocation({
    select: ({ pathname }) =>
      pages.some(({ to }) => to !== page.to && pathname.startsWith(to) && to.startsWith(page.to)),
  })
  return (
    <Link
      to={page.to}
      className={classes.link}
      activeOptions={{ exact: page.to === '/' || elsewhere, includeSearch: false }}
      onClick={onNavigate}
    >
      <page.icon size={18} stroke={1.6} aria-hidden="true" />
      {t(page.title)}
      {count !== undefined && <span className={classes.count}>{formatCompact(count)}</span>}
    </Link>
  )
}

/** Numbers beside links: only what changes by itself. */
function useCounts(): Partial<Record<PageLink['to'], number>> {
  const { data } = useQuery(hostsQuery)
  if (!data) return {}
  const { items } = data
  const sum = (of: (host: Host) => number) => items.reduce((n, host) => n + of(host), 0)
  return { '/bans': sum((h) => h.banned_now), '/jails': sum((h) => h.jails.total) }
}

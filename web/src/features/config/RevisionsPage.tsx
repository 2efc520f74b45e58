import '@/theme/mono'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconGitCommit } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { hostsQuery } from '@/api/queries'
import { revisionPagesQuery } from '@/api/revisions'
import type { Revision } from '@/api/types'
import { sentence } from '@/lib/problem'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { PlainButton } from '@/ui/PlainButton'
import { RelativeTime } from '@/ui/RelativeTime'
import { SegmentedControl } from '@/ui/SegmentedControl'
import { Skeleton } from '@/ui/Skeleton'
import { PhaseChip } from './PhaseChip'
import classes from './revisions.module.css'

const route = getRouteApi('/app/revisions')

/** Every change of a configuration that was applied or tried, newest first. */
export function RevisionsPage() {
  const { t } = useLingui()
  const { host } = route.useSearch()
  const navigate = route.useNavigate()
  const hosts = useQuery(hostsQuery).data?.items ?? []
  const query = useInfiniteQuery(revisionPagesQuery(host))
  const all = query.data?.pages.flatMap((page) => page.items)
  return (
    <Page>
      <PageHeader
        title={t`Revisions`}
        note={t`Every change of fail2ban’s configuration that was applied or tried: by whom, why, and what became of it.`}
      />
      {hosts.length > 1 && (
        <div>
          <SegmentedControl
            label={t`Host`}
            value={host ?? ''}
            options={[{ value: '', label: t`All hosts` }, ...hosts.map((h) => ({ value: h.name, label: h.name }))]}
            onChange={(next) => void navigate({ search: { host: next || undefined }, replace: true })}
          />
        </div>
      )}
      <Card flush>
        <BusyBar busy={query.isFetching && all !== undefined} />
        {all === undefined ? (
          query.error ? (
            <ErrorState error={query.error} onRetry={query.refetch} />
          ) : (
            <Skeleton rows={8} />
          )
        ) : all.length === 0 ? (
          <Nothing />
        ) : (
          <ul className={classes.list} aria-label={t`Revisions`}>
            {all.map((one) => (
              <Row key={one.id} one={one} several={hosts.length > 1} />
            ))}
          </ul>
        )}
        {query.hasNextPage && (
          <div className={classes.more}>
            <PlainButton disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              <Trans>Show more</Trans>
            </PlainButton>
          </div>
        )}
      </Card>
    </Page>
  )
}

function Nothing() {
  const { t } = useLingui()
  return (
    <EmptyState
      title={t`The configuration has not been changed here yet.`}
      icon={<IconGitCommit size={24} stroke={1.5} aria-hidden="true" />}
      actions={
        <Link to="/configuration">
          <Trans>Go to the configuration</Trans>
        </Link>
      }
    />
  )
}

function Row({ one, several }: { one: Revision; several: boolean }) {
  return (
    <li className={classes.row}>
      <div className={classes.head}>
        <Link to="/revisions/$id" params={{ id: String(one.id) }} className={classes.reason}>
          {one.reason}
        </Link>
        <PhaseChip phase={one.phase} />
      </div>
      <div className={classes.detail}>
        <span className="num">#{one.id}</span>
        <span>{one.author}</span>
        {several && <span>{one.host}</span>}
        <RelativeTime at={one.created_at} />
        <span title={one.files.map((f) => f.name).join('\n')}>
          {one.files.length === 1 ? (
            one.files[0]?.name
          ) : (
            <Plural value={one.files.length} one="# file" other="# files" />
          )}
        </span>
        {one.restores !== null && <Trans>restores #{one.restores}</Trans>}
      </div>
      {one.failure && <div className={classes.bad}>{sentence(one.failure.message)}</div>}
    </li>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, Switch } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { cancelImport, putBlocklist } from '@/api/blocklists'
import type { Blocklist, ListImport } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { Chip } from '@/ui/Chip'
import { CancelButton, Doing, JobProgress } from '@/ui/jobs/JobProgress'
import { Took } from '@/ui/jobs/Took'
import { useCancel } from '@/ui/jobs/useCancel'
import { RelativeTime } from '@/ui/RelativeTime'
import { useGuard } from '@/ui/useGuard'
import { useClock } from '@/ui/zone'
import classes from './blocklists.module.css'
import { useImportNow, useListEnabled } from './useListActions'
import { healthWords, outcomeWords, serverOf } from './words'

/** What every list of block lists gets. */
export interface ListsProps {
  lists: readonly Blocklist[]
}

/** Its name, which leads to its page, and where it comes from. */
export function ListName({ list }: { list: Blocklist }) {
  return (
    <>
      <Link to="/blocklists/$id" params={{ id: String(list.id) }} className={classes.name}>
        {list.name}
      </Link>
      <div className={classes.sub}>{serverOf(list.url) ?? <Trans>uploaded text</Trans>}</div>
    </>
  )
}

/** How a list is, in a word; what the word means is in the tooltip, with the reason if there is one. */
export function HealthChip({ list }: { list: Blocklist }) {
  const { t } = useLingui()
  const { name, tone, means } = healthWords[list.health]
  const why = list.health === 'alert' ? list.alert?.message : list.health === 'failing' ? list.problem : ''
  return (
    <span title={why ? `${t(means)} ${why}` : t(means)}>
      <Chip tone={tone}>{t(name)}</Chip>
    </span>
  )
}

/** How an import ended, in a word. */
export function OutcomeChip({ outcome }: { outcome: ListImport['outcome'] }) {
  const { t } = useLingui()
  const { name, tone, means } = outcomeWords[outcome]
  return (
    <span title={t(means)}>
      <Chip tone={outcome === 'running' ? 'accent' : tone}>{t(name)}</Chip>
    </span>
  )
}

/** What came and what went, as "+12 −3". */
export function AddedRemoved({ added, removed }: { added: number; removed: number }) {
  const { t } = useLingui()
  if (added === 0 && removed === 0) return <span className="dim">–</span>
  return (
    <span className="num nowrap">
      <span title={t`${formatCount(added)} added`}>+{formatCount(added)}</span>{' '}
      <span className="dim" title={t`${formatCount(removed)} removed`}>
        −{formatCount(removed)}
      </span>
    </span>
  )
}

/** How old what is in force is, and when its server was last asked. */
export function Age({ list }: { list: Blocklist }) {
  if (!list.contents)
    return (
      <span className="dim">
        <Trans>none yet</Trans>
      </span>
    )
  return (
    <>
      <RelativeTime at={list.contents.made_at} />
      {list.fetched_at && list.url !== '' && (
        <div className={classes.sub}>
          <Trans>
            asked <RelativeTime at={list.fetched_at} />
          </Trans>
        </div>
      )}
    </>
  )
}

/** When it is imported next. */
export function NextImport({ list }: { list: Blocklist }) {
  const clock = useClock()
  const { next_at: next, failures } = list
  if (list.job) return <Trans>runs now</Trans>
  if (list.asked) return <Trans>within seconds</Trans>
  if (!list.enabled || !next)
    return <span className="dim">{list.enabled ? <Trans>on demand</Trans> : <Trans>off</Trans>}</span>
  if (Date.parse(next) <= Date.now()) return <Trans>due now</Trans>
  return (
    <>
      <RelativeTime at={next} />
      <div className={classes.sub}>
        {failures > 0 ? <Plural value={failures} one="after # failure" other="after # failures" /> : clock(next)}
      </div>
    </>
  )
}

/** Whether it is fetched by itself and in force. */
export function ListSwitch({ list, labelled }: { list: Blocklist; labelled?: boolean }) {
  const { t } = useLingui()
  const { enabled, toggle } = useListEnabled(list)
  const guard = useGuard('blocklists.write')
  return (
    <span title={guard.reason || undefined} className={classes.switch}>
      <Switch
        size="xs"
        checked={enabled}
        onChange={toggle}
        disabled={!guard.allowed}
        label={labelled ? t`On` : undefined}
        aria-label={t`${list.name} is on`}
      />
    </span>
  )
}

/** Asks for an import now. */
export function ImportButton({ list, size = 'compact-xs' }: { list: Blocklist; size?: 'compact-xs' | 'sm' }) {
  const { t } = useLingui()
  const guard = useGuard('blocklists.import')
  const { run, asking } = useImportNow(list)
  return (
    <Button
      variant="default"
      size={size}
      loading={asking}
      disabled={list.asked}
      leftSection={<IconRefresh size={size === 'sm' ? 16 : 13} stroke={1.8} aria-hidden="true" />}
      aria-label={size === 'sm' ? undefined : t`Import now: ${list.name}`}
      onClick={run}
      {...guard.button}
    >
      <Trans>Import now</Trans>
    </Button>
  )
}

/** How far the import of a list is, with the way to end it. Nothing while none is under way. */
export function ImportProgress({ list }: { list: Blocklist }) {
  const client = useQueryClient()
  const guard = useGuard('blocklists.import')
  const { t } = useLingui()
  const { ask, dialog } = useCancel({
    cancel: async () => putBlocklist(client, await cancelImport(list.id)),
    after: t`What was in force before stays in force. The list is imported again when its schedule says so.`,
  })
  const { job, asked } = list
  if (!job && !asked) return null
  return (
    <div className={classes.progress}>
      {job ? (
        <>
          <JobProgress job={job} />
          <div className={classes.doing}>
            <Link to="/jobs/$id" params={{ id: String(job.id) }}>
              <Trans>Importing</Trans>
            </Link>
            <Doing job={job} />
            <span className="dim">
              <Took job={job} />
            </span>
          </div>
          <CancelButton job={job} guard={guard} onCancel={() => ask(job)} />
        </>
      ) : (
        <span className="dim" role="status">
          <Trans>The import starts within seconds…</Trans>
        </span>
      )}
      {dialog}
    </div>
  )
}

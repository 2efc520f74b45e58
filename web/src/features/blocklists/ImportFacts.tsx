import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ListImportDetail } from '@/api/types'
import { formatBytes } from '@/lib/bytes'
import { formatCount } from '@/lib/numbers'
import { sentence } from '@/lib/problem'
import { formatTook } from '@/lib/took'
import { Banner } from '@/ui/Banner'
import { useExactTime } from '@/ui/zone'
import classes from './blocklists.module.css'
import { Dropped } from './Dropped'
import { Fact } from './Fact'
import { FormatName } from './FormatName'
import { Cause } from './ImportsList'
import { AddedRemoved, OutcomeChip } from './listParts'

/** The log of one import: what was fetched, read, left out and stored, and where it came into force. */
export function ImportFacts({ run }: { run: ListImportDetail }) {
  const { t } = useLingui()
  const exact = useExactTime()
  const took = (seconds: number) => formatTook(seconds * 1000)
  const bad = run.outcome === 'failed' || run.outcome === 'held' || run.outcome === 'lost'
  return (
    <div className={classes.sheet}>
      {run.message !== '' &&
        (bad ? <Banner tone="bad">{sentence(run.message)}</Banner> : <p>{sentence(run.message)}</p>)}
      <dl className={classes.facts}>
        <Fact term={t`Outcome`}>
          <OutcomeChip outcome={run.outcome} />
        </Fact>
        <Fact term={t`Began`}>
          {exact(run.started_at)}
          <span className="dim">
            {' · '}
            <Cause run={run} />
          </span>
        </Fact>
        {run.ended_at && (
          <Fact term={t`Took`}>
            <Trans>
              {took(run.took_seconds)}: {took(run.fetch_seconds)} to fetch and read, {took(run.store_seconds)} to store
            </Trans>
          </Fact>
        )}
        {run.source && (
          <Fact term={t`From`}>
            <span className="mono">{run.source}</span>
          </Fact>
        )}
        {run.http_status > 0 && <Fact term={t`Answer`}>HTTP {run.http_status}</Fact>}
        {run.bytes > 0 && (
          <Fact term={t`Size`}>
            <Plural value={run.lines} one="# line" other="# lines" />, {formatBytes(run.bytes)}
          </Fact>
        )}
        {run.format && (
          <Fact term={t`Format`}>
            <FormatName format={run.format} gzip={run.gzip} />
          </Fact>
        )}
        {run.networks > 0 && (
          <Fact term={t`Found`}>
            <Plural value={run.networks} one="# address or network" other="# addresses and networks" />
            {run.doubles > 0 && (
              <>
                ,{' '}
                <Plural
                  value={run.doubles}
                  one="# of them twice or inside another"
                  other="# of them twice or inside others"
                />
              </>
            )}
          </Fact>
        )}
        <Fact term={t`Entries`}>
          <Trans>
            {formatCount(run.entries)}, before {formatCount(run.before)}
          </Trans>
        </Fact>
        <Fact term={t`Change`}>
          <AddedRemoved {...run} />
        </Fact>
        <Fact term={t`Job`}>
          <Link to="/jobs/$id" params={{ id: String(run.job) }}>
            {t`Job ${run.job}`}
          </Link>
        </Fact>
      </dl>
      <section>
        <h3>
          <Trans>Left out</Trans>
        </h3>
        <Dropped dropped={run.dropped} />
      </section>
      <section>
        <h3>
          <Trans>Came into force</Trans>
        </h3>
        {run.hosts.length === 0 ? (
          <p className="dim">
            {run.revision > 0 ? (
              <Trans>On no host yet.</Trans>
            ) : (
              <Trans>There was nothing new to bring into force.</Trans>
            )}
          </p>
        ) : (
          <ul className={classes.rows}>
            {run.hosts.map(({ host, at, took_seconds }) => (
              <li key={host}>
                <span>{host}</span>
                <span className="dim" title={exact(at)}>
                  <Trans>after {took(took_seconds)}</Trans>
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}

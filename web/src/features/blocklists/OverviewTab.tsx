import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { Blocklist, ListContents } from '@/api/types'
import { formatBytes } from '@/lib/bytes'
import { formatCount } from '@/lib/numbers'
import { CopyButton } from '@/ui/Address'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { Columns } from '@/ui/Page'
import { RelativeTime } from '@/ui/RelativeTime'
import { timesWords } from '@/ui/schedule/timesWords'
import { useExactTime } from '@/ui/zone'
import classes from './blocklists.module.css'
import { Fact } from './Fact'
import { FormatName } from './FormatName'
import { AddedRemoved, NextImport } from './listParts'

/** What a list has and where it is from. */
export function OverviewTab({ list }: { list: Blocklist }) {
  const { t } = useLingui()
  return (
    <Columns layout="even">
      <Card title={list.enabled ? t`In force` : t`What it has`}>
        {list.contents ? (
          <Contents contents={list.contents} />
        ) : (
          <EmptyState title={t`Nothing yet`}>
            {list.enabled ? (
              <Trans>It has not been imported.</Trans>
            ) : (
              <Trans>It is off. Switch it on, or import it now to see what it has.</Trans>
            )}
          </EmptyState>
        )}
      </Card>
      <Card title={t`Source`}>
        <SourceFacts list={list} />
      </Card>
    </Columns>
  )
}

function Contents({ contents: c }: { contents: ListContents }) {
  const { t } = useLingui()
  const exact = useExactTime()
  return (
    <dl className={classes.facts}>
      <Fact term={t`Entries`}>
        <span className="num">{formatCount(c.entries)}</span>
      </Fact>
      <Fact term={t`Of these`}>
        <Plural value={c.addresses} one="# single address" other="# single addresses" />,{' '}
        <Plural value={c.networks} one="# network" other="# networks" />
      </Fact>
      <Fact term={t`Family`}>
        {formatCount(c.ipv4)} IPv4, {formatCount(c.ipv6)} IPv6
      </Fact>
      <Fact term={t`Covered`}>
        <Plural value={c.covered_ipv4} one="# IPv4 address" other="# IPv4 addresses" />
      </Fact>
      <Fact term={t`Last change`}>
        <AddedRemoved {...c} />
      </Fact>
      <Fact term={t`Contents from`}>
        <span title={exact(c.made_at)}>
          <RelativeTime at={c.made_at} />
        </span>{' '}
        <span className="dim">
          <Trans>revision {c.revision}</Trans>
        </span>
      </Fact>
      <Fact term={t`In the kernel`}>
        <Trans>about {formatBytes(c.memory_bytes)} on each host</Trans>
      </Fact>
      <Fact term={t`In the database`}>{formatBytes(c.bytes)}</Fact>
      <Fact term={t`Written as`}>
        <FormatName format={c.format} />
      </Fact>
      <Fact term={t`Digest`}>
        <span className="mono" title={c.digest}>
          {c.digest.slice(0, 16)}…
        </span>
        <CopyButton value={c.digest} />
      </Fact>
    </dl>
  )
}

function SourceFacts({ list }: { list: Blocklist }) {
  const { t } = useLingui()
  const exact = useExactTime()
  const fetched = list.url !== ''
  return (
    <dl className={classes.facts}>
      <Fact term={t`Address`}>
        {fetched ? (
          <>
            <span className="mono">{list.url}</span>
            <CopyButton value={list.url} />
          </>
        ) : (
          <Trans>its text was uploaded</Trans>
        )}
      </Fact>
      {fetched && (
        <>
          <Fact term={t`Schedule`}>
            {timesWords(list.schedule)}
            {list.schedule.cron && (
              <span className="dim">
                {' '}
                <code>{list.schedule.cron}</code> {list.schedule.zone || 'UTC'}
              </span>
            )}
            <span className="dim">
              , <Trans>{timesWords({ every_seconds: list.min_interval_seconds })} at most</Trans>
            </span>
          </Fact>
          <Fact term={t`Next import`}>
            <NextImport list={list} />
          </Fact>
          <Fact term={t`Last asked`}>
            {list.tried_at ? <RelativeTime at={list.tried_at} /> : <Trans>not yet</Trans>}
          </Fact>
        </>
      )}
      <Fact term={t`Format`}>
        <FormatName format={list.format.kind} />
      </Fact>
      <Fact term={t`Priority`}>{list.priority}</Fact>
      {list.allow_wide && (
        <Fact term={t`Wide networks`}>
          <Trans>are blocked, too</Trans>
        </Fact>
      )}
      {list.allow_private.length > 0 && (
        <Fact term={t`Private server`}>
          <span className="mono">{list.allow_private.join(', ')}</span>
        </Fact>
      )}
      {list.licence && <Fact term={t`Licence`}>{list.licence}</Fact>}
      {list.credit && <Fact term={t`Credit`}>{list.credit}</Fact>}
      {list.homepage && (
        <Fact term={t`Homepage`}>
          <a href={list.homepage} target="_blank" rel="noreferrer">
            {list.homepage}
          </a>
        </Fact>
      )}
      {list.note && <Fact term={t`Note`}>{list.note}</Fact>}
      <Fact term={t`Added`}>
        <Trans>
          {exact(list.created_at)} by {list.created_by}
        </Trans>
      </Fact>
    </dl>
  )
}

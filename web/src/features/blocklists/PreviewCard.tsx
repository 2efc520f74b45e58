import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ListPreview } from '@/api/types'
import { formatBytes } from '@/lib/bytes'
import { formatCount } from '@/lib/numbers'
import { sentence } from '@/lib/problem'
import { Address } from '@/ui/Address'
import { ProtectedWords } from '@/ui/allow/ProtectedWords'
import { Banner } from '@/ui/Banner'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Skeleton } from '@/ui/Skeleton'
import classes from './blocklists.module.css'
import { Dropped } from './Dropped'
import { FormatName } from './FormatName'
import { AddedRemoved } from './listParts'
import type { PreviewState } from './usePreview'

interface Props {
  preview: PreviewState
  /** Asks for one, after a look at what is missing. */
  onAsk: () => void
  /** Why there can be none now. */
  hindrance?: string
}

/** What importing a list would come to, before anything is stored. */
export function PreviewCard({ preview, onAsk, hindrance }: Props) {
  const { t } = useLingui()
  const { data, asking, error, stale } = preview
  return (
    <Card
      title={t`Preview`}
      aside={
        <Button
          variant="default"
          size="xs"
          loading={asking}
          disabled={hindrance !== undefined}
          title={hindrance}
          onClick={onAsk}
        >
          {data ? <Trans>Look again</Trans> : <Trans>Look at it</Trans>}
        </Button>
      }
    >
      {asking ? (
        <Skeleton rows={6} />
      ) : error ? (
        <ErrorState error={error} />
      ) : data ? (
        <div className={classes.found} data-stale={stale || undefined}>
          {stale && (
            <Banner>
              <Trans>The settings have changed since. Look again.</Trans>
            </Banner>
          )}
          <Found found={data} />
        </div>
      ) : (
        <EmptyState title={t`Look before you save`}>
          {hindrance ?? (
            <Trans>
              The list is fetched and read, and nothing of it is stored: how many addresses it has, what would be left
              out and why, and what it shares with other lists and with the allow list.
            </Trans>
          )}
        </EmptyState>
      )}
    </Card>
  )
}

function Found({ found }: { found: ListPreview }) {
  const { t } = useLingui()
  const { contents } = found
  return (
    <>
      {found.alert && (
        <Banner>
          {sentence(found.alert.message)} <Trans>An import like this would wait until somebody accepts it.</Trans>
        </Banner>
      )}
      <dl className={classes.facts}>
        <dt>
          <Trans>Format</Trans>
        </dt>
        <dd>
          <FormatName format={found.format} gzip={found.gzip} />
        </dd>
        <dt>
          <Trans>Size</Trans>
        </dt>
        <dd>
          <Plural value={found.lines} one="# line" other="# lines" />, {formatBytes(found.bytes)}
        </dd>
        <dt>
          <Trans>Entries</Trans>
        </dt>
        <dd>
          <strong className="num">{formatCount(contents.entries)}</strong>{' '}
          <span className="dim">
            (<Plural value={contents.addresses} one="# address" other="# addresses" />,{' '}
            <Plural value={contents.networks} one="# network" other="# networks" />; {formatCount(contents.ipv4)} IPv4,{' '}
            {formatCount(contents.ipv6)} IPv6)
          </span>
        </dd>
        <dt>
          <Trans>Covered</Trans>
        </dt>
        <dd>
          <Plural value={contents.covered_ipv4} one="# IPv4 address" other="# IPv4 addresses" />
        </dd>
        {found.doubles > 0 && (
          <>
            <dt>
              <Trans>Doubles</Trans>
            </dt>
            <dd>
              <Plural
                value={found.doubles}
                one="# is there twice or lies in another one"
                other="# are there twice or lie in others"
              />
            </dd>
          </>
        )}
        {found.before > 0 && (
          <>
            <dt>
              <Trans>Against now</Trans>
            </dt>
            <dd>
              <AddedRemoved added={found.added} removed={found.removed} />
            </dd>
          </>
        )}
        <dt>
          <Trans>Memory</Trans>
        </dt>
        <dd>
          <Trans>about {formatBytes(contents.memory_bytes)} in the kernel of each host</Trans>
        </dd>
      </dl>
      <Part title={t`Samples`}>
        <ul className={classes.samples}>
          {found.samples.map((entry) => (
            <li key={entry}>{entry}</li>
          ))}
        </ul>
      </Part>
      <Part title={t`Left out`}>
        <Dropped dropped={found.dropped} />
      </Part>
      <Part title={t`Shared with other lists`}>
        {found.overlaps.length === 0 ? (
          <p className="dim">
            <Trans>Nothing of it is in another list.</Trans>
          </p>
        ) : (
          <ul className={classes.rows}>
            {found.overlaps.map(({ id, name, entries }) => (
              <li key={id}>
                <Link to="/blocklists/$id" params={{ id: String(id) }}>
                  {name}
                </Link>
                <span className="num">
                  <Plural value={entries} one="# entry" other="# entries" />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Part title={t`Let through all the same`}>
        <Exempt found={found} />
      </Part>
    </>
  )
}

/** What is allowed or protected, and so not blocked. */
function Exempt({ found: { exempt, exempted } }: { found: ListPreview }) {
  if (exempted === 0)
    return (
      <p className="dim">
        <Trans>Nothing of it is allowed or protected.</Trans>
      </p>
    )
  return (
    <>
      <p className="dim">
        <Plural
          value={exempted}
          one="# entry would not be blocked, or not all of it:"
          other="# entries would not be blocked, or not all of them:"
        />
      </p>
      <ul className={classes.rows}>
        {exempt.map((one) => (
          <li key={`${one.entry} ${one.network} ${one.why}`}>
            <Address value={one.entry} plain />
            <span className="dim">
              <ProtectedWords one={one} />
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

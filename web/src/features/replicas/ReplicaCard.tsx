import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import type { Replica } from '@/api/types'
import { CopyButton } from '@/ui/Address'
import { Chip } from '@/ui/Chip'
import { RelativeTime } from '@/ui/RelativeTime'
import { StatusDot } from '@/ui/StatusDot'
import { replicaName } from '@/ui/useReplicaNames'
import { useExactTime } from '@/ui/zone'
import classes from './replicas.module.css'
import { skewWords } from './skew'
import { Warnings } from './Warnings'

interface Props {
  replica: Replica
  /** All that are known, to call the others by their names. */
  all: readonly Replica[]
}

/** One process: where it runs, how it is, what it looks after, and what is wrong with it. */
export function ReplicaCard({ replica, all }: Props) {
  const machine = useId()
  const number = useId()
  return (
    // Several may run on one machine: the number tells them apart.
    <section className={classes.card} data-gone={!replica.alive || undefined} aria-labelledby={`${machine} ${number}`}>
      <div className={classes.head}>
        <h2 id={machine}>{replica.machine}</h2>
        <span id={number} className={classes.pid}>
          <Trans>process {replica.pid}</Trans>
        </span>
        {replica.self && (
          <Chip tone="accent">
            <Trans>answers you now</Trans>
          </Chip>
        )}
        <span className={classes.state}>
          <State replica={replica} />
        </span>
      </div>
      <Warnings warnings={replica.warnings} />
      <Facts replica={replica} all={all} />
    </section>
  )
}

function State({ replica: { alive, state, beat_at } }: { replica: Replica }) {
  if (!alive) {
    return (
      <StatusDot tone="bad">
        <Trans>
          Silent, last heard <RelativeTime at={beat_at} />
        </Trans>
      </StatusDot>
    )
  }
  if (state === 'stopping') {
    return (
      <StatusDot tone="warn">
        <Trans>Stopping</Trans>
      </StatusDot>
    )
  }
  return (
    <StatusDot tone="ok">
      <Trans>Serving</Trans>
    </StatusDot>
  )
}

function Facts({ replica, all }: Props) {
  const { t } = useLingui()
  const exact = useExactTime()
  const names = replica.linked.map((other) => replicaName(all, other))
  const skew = skewWords(
    replica.clock_skew_ms,
    (length) => t`${length} ahead of the database`,
    (length) => t`${length} behind the database`,
  )
  return (
    <dl className={classes.facts}>
      <Fact term={t`Holds hosts`}>
        <Words items={replica.hosts} none={t`none`} link />
      </Fact>
      {replica.alive && replica.standby.length > 0 && (
        <Fact term={t`Stands by for`}>
          <Words items={replica.standby} none="" link />
        </Fact>
      )}
      {replica.alive && (
        <Fact term={t`Runs tasks`}>
          <Words items={replica.tasks} none={t`none at this moment`} />
        </Fact>
      )}
      {replica.alive && (all.length > 1 || names.length > 0) && (
        <Fact term={t`Linked with`}>
          <Words items={names} none={t`nobody`} />
        </Fact>
      )}
      <Fact term={t`Version`}>{replica.version}</Fact>
      <Fact term={t`Since`}>
        {exact(replica.started_at)}{' '}
        <span className="dim nowrap">
          · <RelativeTime at={replica.started_at} />
        </span>
      </Fact>
      {replica.alive && <Fact term={t`Clock`}>{skew ?? t`agrees with the database`}</Fact>}
      {replica.url && (
        <Fact term={t`Serves at`}>
          <Copyable value={replica.url} />
        </Fact>
      )}
      {replica.address && (
        <Fact term={t`Others join at`}>
          <Copyable value={replica.address} />
        </Fact>
      )}
    </dl>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Copyable({ value }: { value: string }) {
  return (
    <span className={classes.copy}>
      <code>{value}</code>
      <CopyButton value={value} />
    </span>
  )
}

/** Names as chips; those of hosts lead to their jails. */
function Words({ items, none, link }: { items: readonly string[]; none: string; link?: boolean }) {
  if (items.length === 0) return <span className="dim">{none}</span>
  return (
    <ul className={classes.words}>
      {items.map((item) => (
        <li key={item}>
          {link ? (
            <Link to="/jails" search={{ host: item }}>
              <Chip>{item}</Chip>
            </Link>
          ) : (
            <Chip>{item}</Chip>
          )}
        </li>
      ))}
    </ul>
  )
}

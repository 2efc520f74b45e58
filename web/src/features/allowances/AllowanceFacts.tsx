import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Allowance } from '@/api/types'
import { sentence } from '@/lib/problem'
import { AddressLink } from '@/ui/Address'
import { Chip } from '@/ui/Chip'
import { RelativeTime } from '@/ui/RelativeTime'
import type { Tone } from '@/ui/StatusDot'
import { useExactTime } from '@/ui/zone'
import classes from './allowances.module.css'
import { type AllowanceActions, StateChip, Until, Where } from './words'

/** All of one allowance, and what can be done with it. */
export function AllowanceFacts({ one, actions }: { one: Allowance; actions: AllowanceActions }) {
  const { t } = useLingui()
  const exact = useExactTime()
  return (
    <div className={classes.sheet}>
      <div className={classes.sheetActions}>
        {one.active && (
          <>
            <Button size="xs" variant="default" onClick={() => actions.extend(one)} {...actions.guard.button}>
              <Trans>Extend…</Trans>
            </Button>
            <Button size="xs" variant="default" onClick={() => actions.end(one)} {...actions.guard.button}>
              <Trans>End now…</Trans>
            </Button>
          </>
        )}
        <AddressLink value={one.address}>
          <Trans>All about this address</Trans>
        </AddressLink>
      </div>
      <dl className={classes.facts}>
        <Fact name={t`State`}>
          <StateChip one={one} />
        </Fact>
        <Fact name={t`Where`}>
          <Where one={one} />
        </Fact>
        <Fact name={t`Since`}>
          <RelativeTime at={one.created_at} /> <span className="dim">· {exact(one.created_at)}</span>
        </Fact>
        <Fact name={one.active ? t`Until` : t`End`}>
          <Until one={one} /> <span className="dim">· {exact(one.ended_at ?? one.until)}</span>
        </Fact>
        <Fact name={t`By`}>{one.by}</Fact>
        <Fact name={t`Reason`}>{one.reason || <span className="dim">–</span>}</Fact>
        <Fact name={t`Its bans`}>{one.lift ? t`were lifted` : t`were left alone`}</Fact>
      </dl>
      <Places one={one} />
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

const states: Record<Allowance['places'][number]['state'], { word: MessageDescriptor; tone?: Tone }> = {
  placed: { word: msg`ignored`, tone: 'ok' },
  already_there: { word: msg`ignored before, too` },
  pending: { word: msg`when it answers`, tone: 'warn' },
  failed: { word: msg`failed`, tone: 'bad' },
}

/** The ignore lists that have it; those of a host that does not answer follow when it does. */
function Places({ one }: { one: Allowance }) {
  const { t } = useLingui()
  if (one.places.length === 0 && one.pending_hosts.length === 0) return null
  return (
    <section>
      <h3>{one.active ? <Trans>Jails that ignore it</Trans> : <Trans>Jails that still have it</Trans>}</h3>
      <ul className={classes.places}>
        {one.places.map((place) => (
          <li key={`${place.host} ${place.jail}`}>
            <span>{place.jail}</span>
            <span className="dim">{t`on ${place.host}`}</span>
            <span className={classes.state}>
              <Chip tone={states[place.state].tone}>{t(states[place.state].word)}</Chip>
            </span>
            {place.message && <span className={classes.why}>{sentence(place.message)}</span>}
          </li>
        ))}
      </ul>
      {one.pending_hosts.length > 0 && (
        <p className="note">
          <Trans>Not all is done yet on {one.pending_hosts.join(', ')}; it is tried again every minute.</Trans>
        </p>
      )}
    </section>
  )
}

import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { allowancesChanged, resolveAllowance } from '@/api/allowances'
import type { Allowance } from '@/api/types'
import { asApiError, sentence } from '@/lib/problem'
import { AddressLink } from '@/ui/Address'
import { NamedAddresses } from '@/ui/allow/NamedAddresses'
import { Banner } from '@/ui/Banner'
import { Chip } from '@/ui/Chip'
import { RelativeTime } from '@/ui/RelativeTime'
import type { Tone } from '@/ui/StatusDot'
import { useExactTime } from '@/ui/zone'
import classes from './allowances.module.css'
import { type AllowanceActions, AnswerAge, StateChip, Until, Where } from './words'

/** All of one allowance, and what can be done with it. */
export function AllowanceFacts({ one, actions }: { one: Allowance; actions: AllowanceActions }) {
  const { t } = useLingui()
  const exact = useExactTime()
  const end = one.ended_at ?? one.until
  return (
    <div className={classes.sheet}>
      <div className={classes.sheetActions}>
        {one.active && (
          <>
            <Button size="xs" variant="default" onClick={() => actions.change(one)} {...actions.guard.button}>
              <Trans>Change…</Trans>
            </Button>
            <Button size="xs" variant="default" onClick={() => actions.end(one)} {...actions.guard.button}>
              <Trans>End now…</Trans>
            </Button>
          </>
        )}
        {one.kind !== 'name' && (
          <AddressLink value={one.address}>
            <Trans>All about this address</Trans>
          </AddressLink>
        )}
      </div>
      {one.answer && <Answer one={one} answer={one.answer} guard={actions.guard} />}
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
          <Until one={one} /> {end && <span className="dim">· {exact(end)}</span>}
        </Fact>
        <Fact name={t`By`}>{one.by}</Fact>
        <Fact name={t`Note`}>{one.note || <span className="dim">–</span>}</Fact>
        <Fact name={t`Its bans`}>
          {!one.lift ? t`were left alone` : one.kind === 'name' ? t`are lifted, also of new addresses` : t`were lifted`}
        </Fact>
      </dl>
      <Places one={one} />
    </div>
  )
}

/** What a name stands for, how old that is, and a way to ask anew. */
function Answer({
  one,
  answer,
  guard,
}: {
  one: Allowance
  answer: NonNullable<Allowance['answer']>
  guard: AllowanceActions['guard']
}) {
  const client = useQueryClient()
  const ask = useMutation({ mutationFn: () => resolveAllowance(one.id), onSettled: () => allowancesChanged(client) })
  return (
    <section>
      <h3>
        <Trans>What it stands for</Trans>
      </h3>
      <div className={classes.answerBox}>
        {answer.addresses.length > 0 ? (
          <NamedAddresses addresses={answer.addresses} />
        ) : (
          <Trans>No address yet: it counts as soon as it has one.</Trans>
        )}
        <span className="dim">
          <AnswerAge answer={answer} />
        </span>
        {one.active && (
          <Button
            size="compact-xs"
            variant="default"
            loading={ask.isPending}
            onClick={() => ask.mutate()}
            {...guard.button}
          >
            <Trans>Ask again now</Trans>
          </Button>
        )}
      </div>
      {answer.problem !== '' && <Banner>{sentence(answer.problem)}</Banner>}
      {ask.error && <Banner tone="bad">{asApiError(ask.error).message}</Banner>}
      {one.active && (
        <p className="note">
          <Trans>The name service is asked every 5 minutes. Without a good answer, the last one counts on.</Trans>
        </p>
      )}
    </section>
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
          <li key={`${place.host} ${place.jail} ${place.address}`}>
            <span>{place.jail}</span>
            {one.kind === 'name' && <span className="mono">{place.address}</span>}
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

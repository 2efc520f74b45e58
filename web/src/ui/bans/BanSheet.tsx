import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconBan, IconLockOpen } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { addressBansQuery, banQuery } from '@/api/bans'
import type { Ban } from '@/api/types'
import { countryName } from '@/lib/country'
import { formatCount } from '@/lib/numbers'
import { Address, AddressLink } from '@/ui/Address'
import { ErrorState } from '@/ui/ErrorState'
import { originNames } from '@/ui/filters/words'
import type { OverlayProps } from '@/ui/OnFirstUse'
import { RelativeTime } from '@/ui/RelativeTime'
import { SheetDrawer } from '@/ui/SheetDrawer'
import { Skeleton } from '@/ui/Skeleton'
import { useExactTime } from '@/ui/zone'
import { BanEnd, BanLength } from './BanEnd'
import classes from './bans.module.css'
import { Evidence } from './Evidence'
import { FailureCount } from './Failures'
import { JailChip } from './JailChip'
import type { BanActions } from './useBanActions'

interface Props extends OverlayProps {
  /** The ban to tell of; the last one while the sheet closes. */
  ban: Ban | undefined
  actions: Pick<BanActions, 'ban' | 'unban' | 'guard'>
}

/** Why an address is banned: what was seen, since when, until when, and what was there before. */
export function BanSheet({ opened, ban, actions, onClose }: Props) {
  const [last, setLast] = useState(ban)
  if (ban && ban !== last) setLast(ban)
  return (
    <SheetDrawer opened={opened} onClose={onClose} title={last && <Address value={last.address} />}>
      {last && <Content listed={last} actions={actions} onClose={onClose} />}
    </SheetDrawer>
  )
}

function Content({ listed, actions, onClose }: { listed: Ban; actions: Props['actions']; onClose: () => void }) {
  const { data, error, refetch } = useQuery(banQuery(listed.id))
  const ban = data ?? listed
  const leave = (then: () => void) => () => {
    onClose()
    then()
  }
  return (
    <div className={classes.sheet}>
      <div className={classes.sheetActions}>
        {ban.active && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconLockOpen size={15} stroke={1.7} aria-hidden="true" />}
            onClick={leave(() => actions.unban(ban))}
            {...actions.guard.button}
          >
            <Trans>Unban</Trans>
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          leftSection={<IconBan size={15} stroke={1.7} aria-hidden="true" />}
          onClick={leave(() => actions.ban(ban.address))}
          {...actions.guard.button}
        >
          <Trans>Ban elsewhere…</Trans>
        </Button>
        <AddressLink value={ban.address}>
          <span className={classes.lookUp}>
            <Trans>All about this address</Trans>
          </span>
        </AddressLink>
      </div>
      <Facts ban={ban} />
      <section>
        <h3>
          <Trans>Why</Trans>
        </h3>
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Evidence ban={ban} />}
      </section>
      <Past ban={ban} />
    </div>
  )
}

function Facts({ ban }: { ban: Ban }) {
  const { t } = useLingui()
  const exact = useExactTime()
  return (
    <dl className={classes.facts}>
      <Fact name={t`Jail`}>
        <JailChip host={ban.host} jail={ban.jail} /> <span className="dim">{t`on ${ban.host}`}</span>
      </Fact>
      <Fact name={t`Banned`}>
        <RelativeTime at={ban.banned_at} /> <span className="dim">· {exact(ban.banned_at)}</span>
      </Fact>
      <Fact name={t`Ban time`}>
        <BanLength ban={ban} />
      </Fact>
      <Fact name={ban.active ? t`Ends` : t`Ended`}>
        <BanEnd ban={ban} />
      </Fact>
      {ban.ended_actor && <Fact name={t`Lifted by`}>{ban.ended_actor}</Fact>}
      <Fact name={t`Origin`}>{t(originNames[ban.origin])}</Fact>
      {ban.actor && <Fact name={t`Banned by`}>{ban.actor}</Fact>}
      {ban.reason && <Fact name={t`Reason`}>{ban.reason}</Fact>}
      <Fact name={t`Failures`}>
        <FailureCount ban={ban} />
      </Fact>
      {ban.count > 0 && <Fact name={t`Bans so far`}>{t`${formatCount(ban.count)} in this jail`}</Fact>}
      {ban.country && <Fact name={t`Country`}>{countryName(ban.country)}</Fact>}
    </dl>
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

function Past({ ban }: { ban: Ban }) {
  const { data, error, refetch } = useQuery(addressBansQuery(ban.address))
  const others = data?.items.filter((item) => item.id !== ban.id)
  return (
    <section>
      <h3>
        <Trans>Other bans of this address</Trans>
      </h3>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!others && !error && <Skeleton rows={2} />}
      {others?.length === 0 && (
        <p className="note">
          <Trans>None: this is its only ban in the history.</Trans>
        </p>
      )}
      {others && others.length > 0 && (
        <ul className={classes.past}>
          {others.map((other) => (
            <li key={other.id}>
              <JailChip host={other.host} jail={other.jail} />
              <RelativeTime at={other.banned_at} />
              <span className="dim">
                <BanEnd ban={other} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

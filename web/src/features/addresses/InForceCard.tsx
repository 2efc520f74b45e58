import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconLockOpen } from '@tabler/icons-react'
import { useState } from 'react'
import type { AddressReport, Ban } from '@/api/types'
import { liesIn } from '@/lib/address'
import { formatCount } from '@/lib/numbers'
import { AddressLink } from '@/ui/Address'
import { AllowedNow } from '@/ui/allow/AllowedNow'
import { BanEnd } from '@/ui/bans/BanEnd'
import { JailChip } from '@/ui/bans/JailChip'
import type { BanActions } from '@/ui/bans/useBanActions'
import { useUnban } from '@/ui/bans/useUnban'
import { Card } from '@/ui/Card'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { EmptyState } from '@/ui/EmptyState'
import { originNames } from '@/ui/filters/words'
import { RelativeTime } from '@/ui/RelativeTime'
import { toastError } from '@/ui/toast'
import { useExactTime } from '@/ui/zone'
import classes from './addresses.module.css'

interface Props {
  report: AddressReport
  actions: BanActions
  manyHosts: boolean
}

/** Where it is banned now, since when and until when, and how to end that. */
export function InForceCard({ report, actions, manyHosts }: Props) {
  const { t } = useLingui()
  const bans = report.in_force
  const words = plural(bans.length, { one: '# ban', other: '# bans' })
  return (
    <Card
      flush
      title={t`In force now`}
      aside={bans.length > 0 && <LiftEverywhere report={report} actions={actions} words={words} />}
    >
      <AllowedNow address={report.address} allowances={report.allowances} protections={report.protected} />
      {bans.length === 0 ? (
        <EmptyState title={t`Not banned now`}>
          <Over report={report} />
        </EmptyState>
      ) : (
        <ul className={classes.inForce} aria-label={t`Bans in force`}>
          {bans.map((ban) => (
            <li key={ban.id}>
              <InForce ban={ban} of={report.address} actions={actions} manyHosts={manyHosts} />
            </li>
          ))}
          {report.in_force_more && (
            <li className="dim">
              <Trans>There are more; these are the newest.</Trans>
            </li>
          )}
        </ul>
      )}
    </Card>
  )
}

function Over({ report: { bans, more } }: { report: AddressReport }) {
  const n = formatCount(bans)
  if (more)
    return bans === 0 ? (
      <Trans>The history may have bans of it: it was not searched to its end.</Trans>
    ) : (
      <Trans>The newest {n} of its bans are over, and there are older ones; below is why and when.</Trans>
    )
  return bans === 0 ? (
    <Trans>The history has no ban of it either.</Trans>
  ) : (
    <Trans>Its bans are over; below is why and when.</Trans>
  )
}

function InForce({ ban, of, actions, manyHosts }: { ban: Ban; of: string; actions: BanActions; manyHosts: boolean }) {
  const { t } = useLingui()
  const exact = useExactTime()
  return (
    <>
      <span className={classes.where}>
        <JailChip host={ban.host} jail={ban.jail} />
        {manyHosts && <span>{t`on ${ban.host}`}</span>}
        {ban.address !== of && (
          <span className={classes.line}>
            {liesIn(of, ban.address) ? <Trans>as part of</Trans> : null}{' '}
            <span className="mono">
              <AddressLink value={ban.address}>{ban.address}</AddressLink>
            </span>
          </span>
        )}
      </span>
      <span className={classes.when}>
        <span>
          <Trans>
            since <RelativeTime at={ban.banned_at} />
          </Trans>
        </span>
        <span title={ban.until ? exact(ban.until) : undefined}>
          {ban.permanent ? (
            <Trans>permanent</Trans>
          ) : ban.until ? (
            <Trans>
              ends <BanEnd ban={ban} />
            </Trans>
          ) : (
            <Trans>its end is not known</Trans>
          )}
        </span>
        <span>
          {t(originNames[ban.origin])}
          {ban.actor && ` · ${ban.actor}`}
        </span>
        {ban.reason && <span>“{ban.reason}”</span>}
      </span>
      <Button
        size="xs"
        variant="default"
        aria-label={t`Lift the ban of ${ban.address} in ${ban.jail} on ${ban.host}`}
        onClick={() => actions.unban(ban)}
        {...actions.guard.button}
      >
        <Trans>Lift</Trans>
      </Button>
    </>
  )
}

/** Asks first if there are several, or if a network is set free with the address. Of very many bans it lifts those that are shown. */
function LiftEverywhere({ report, actions, words }: { report: AddressReport; actions: BanActions; words: string }) {
  const { t } = useLingui()
  const unban = useUnban()
  const [asking, setAsking] = useState(false)
  const bans = report.in_force
  const networks = [...new Set(bans.map((b) => b.address))].filter(
    (a) => a !== report.address && liesIn(report.address, a),
  )
  const lift = () => unban(bans)
  const jails = [...new Set(bans.map((ban) => ban.jail))].join(', ')
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconLockOpen size={15} stroke={1.7} aria-hidden="true" />}
        onClick={() => (bans.length > 1 || networks.length > 0 ? setAsking(true) : void lift().catch(toastError))}
        {...actions.guard.button}
      >
        {report.in_force_more ? <Trans>Lift these</Trans> : <Trans>Lift everywhere</Trans>}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t`Lift ${words} of ${report.address}?`}
        confirm={t`Lift ${words}`}
        danger
        onConfirm={lift}
        onClose={() => setAsking(false)}
      >
        <p>
          {report.in_force_more ? (
            <Trans>
              These are the newest bans; the others stay in force until they are lifted, too. Jails: {jails}.
            </Trans>
          ) : (
            <Trans>It can connect again at once. Jails: {jails}.</Trans>
          )}{' '}
          {networks.length > 0 && (
            <Trans>All of {networks.join(', ')} is set free with it, as the whole network is banned.</Trans>
          )}
        </p>
      </ConfirmDialog>
    </>
  )
}

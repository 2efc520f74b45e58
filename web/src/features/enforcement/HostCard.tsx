import { Trans, useLingui } from '@lingui/react/macro'
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { EnforceMode } from '@/api/enforcement'
import type { Enforcement } from '@/api/types'
import { sentence } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { Card } from '@/ui/Card'
import { PlainButton } from '@/ui/PlainButton'
import { Mend } from '@/ui/StaleBanner'
import { StatusDot } from '@/ui/StatusDot'
import { useGuard } from '@/ui/useGuard'
import { usePhone } from '@/ui/usePhone'
import classes from './enforcement.module.css'
import { JailFacts } from './JailFacts'
import { KernelFacts } from './KernelFacts'
import { ListsItems } from './ListsItems'
import { ListsTable } from './ListsTable'
import { ModeDialog } from './ModeDialog'
import { ProtectedThere } from './ProtectedThere'
import { modes, mostInJail, stands } from './stands'

interface Props {
  host: Enforcement
  /** Shows all of it even if nothing is wrong. */
  open: boolean
}

/** One host: how it blocks, what it is to block beside what its kernel has, and what is wrong. */
export function HostCard({ host, open }: Props) {
  const { t } = useLingui()
  const guard = useGuard('blocklists.write')
  const [asked, ask] = useState<EnforceMode>()
  const [opened, setOpened] = useState<boolean>()
  const { words, tone } = stands[host.stand]
  const all = opened ?? (open || tone === 'bad' || tone === 'warn')
  return (
    <Card
      title={host.host}
      aside={
        <>
          <StatusDot tone={tone}>{t(words)}</StatusDot>
          <NativeSelect
            size="xs"
            aria-label={t`How ${host.host} blocks`}
            value={host.mode}
            data={Object.entries(modes).map(([value, name]) => ({ value, label: t(name) }))}
            onChange={(event) => ask(event.currentTarget.value as EnforceMode)}
            {...guard.button}
          />
          {!open && (
            <PlainButton aria-expanded={all} onClick={() => setOpened(!all)}>
              {all ? t`Less` : t`More`}
            </PlainButton>
          )}
        </>
      }
    >
      <div className={classes.body}>
        <Troubles host={host} onJail={guard.allowed ? () => ask('jail') : undefined} />
        {all && <Body host={host} />}
      </div>
      <ModeDialog host={host} mode={asked} onClose={() => ask(undefined)} />
    </Card>
  )
}

/** What is wrong, why, and what to do. */
function Troubles({ host, onJail }: { host: Enforcement; onJail?: () => void }) {
  const { obstacle, problem, drift, jail } = host
  return (
    <>
      {host.mode === 'kernel' && obstacle && (
        <Banner
          tone="bad"
          aside={
            onJail && (
              <Button size="compact-xs" variant="default" onClick={onJail}>
                <Trans>Use a jail instead…</Trans>
              </Button>
            )
          }
        >
          <strong>
            <Trans>Lists cannot be blocked in the kernel here.</Trans>
          </strong>{' '}
          {sentence(obstacle.message)} {obstacle.mend && <Mend text={obstacle.mend} />}{' '}
          <Trans>
            A jail of fail2ban can ban what lists have instead: {mostInJail.toLocaleString()} addresses at most, slowly,
            and only while fail2ban runs.
          </Trans>
        </Banner>
      )}
      {[problem, jail?.problem].map(
        (one) =>
          one && (
            <Banner key={one.message} tone="bad">
              {sentence(one.message)} {one.mend && <Mend text={one.mend} />}
            </Banner>
          ),
      )}
      {drift !== '' && (
        <Banner>
          <strong>
            <Trans>Somebody else has changed its kernel:</Trans>
          </strong>{' '}
          {sentence(drift)} <Trans>The host mends that by itself.</Trans>
        </Banner>
      )}
    </>
  )
}

function Body({ host }: { host: Enforcement }) {
  const phone = usePhone()
  const Lists = phone ? ListsItems : ListsTable
  const kernel = host.armed || host.lists.length > 0
  return (
    <>
      {host.mode === 'jail' && host.jail && <JailFacts host={host.host} jail={host.jail} />}
      {host.mode === 'off' && !host.armed && (
        <p className={classes.words}>
          <Trans>What lists have is let through here. fail2ban goes on banning as before.</Trans>
        </p>
      )}
      {host.stand === 'idle' && (
        <p className={classes.words}>
          <Trans>No list that is on has anything yet.</Trans>
        </p>
      )}
      {kernel && <KernelFacts host={host} />}
      {host.lists.length > 0 && <Lists host={host.host} lists={host.lists} />}
      {kernel && host.protected.length > 0 && <ProtectedThere host={host} />}
    </>
  )
}

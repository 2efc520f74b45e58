import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconShieldLock } from '@tabler/icons-react'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { FilterField } from '@/ui/FilterField'
import { Skeleton } from '@/ui/Skeleton'
import classes from './JailList.module.css'
import { JailTable } from './JailTable'
import type { JailKey } from './queries'
import { type HostJails, narrow, useHostJails } from './useHostJails'

interface Props {
  /** Only the jails of this host. */
  host?: string
  filter: string
  onFilter: (text: string) => void
  current?: JailKey
}

/** The list of jails with its filter, in whatever state it is. */
export function JailList({ host, filter, onFilter, current }: Props) {
  const { t } = useLingui()
  const { hosts, error, fetching, retry } = useHostJails(host)
  return (
    <Card flush>
      <div className={classes.head}>
        <FilterField label={t`Filter jails`} value={filter} onChange={onFilter} />
      </div>
      <BusyBar busy={fetching} />
      {error ? (
        <ErrorState error={error} onRetry={retry} />
      ) : hosts ? (
        <Found hosts={hosts} filter={filter} onFilter={onFilter} current={current} />
      ) : (
        <Skeleton rows={8} />
      )}
    </Card>
  )
}

function Found({ hosts, filter, onFilter, current }: Omit<Props, 'host'> & { hosts: HostJails[] }) {
  const all = hosts.reduce((n, h) => n + h.jails.length, 0)
  const shown = narrow(hosts, filter)
  const left = shown.reduce((n, h) => n + h.jails.length, 0)
  if (all === 0) return <NoJails />
  return (
    <>
      <span className="sr" role="status">
        {filter !== '' && <Plural value={left} one="# jail found" other="# jails found" />}
      </span>
      {left > 0 ? <JailTable hosts={shown} current={current} /> : <NothingFound onClear={() => onFilter('')} />}
    </>
  )
}

function NoJails() {
  const { t } = useLingui()
  return (
    <EmptyState title={t`No jails`} icon={<IconShieldLock size={28} stroke={1.4} aria-hidden="true" />}>
      <Trans>
        fail2ban runs without any jail. Enable one in <code>jail.local</code> with <code>enabled = true</code>, then
        reload fail2ban.
      </Trans>
    </EmptyState>
  )
}

function NothingFound({ onClear }: { onClear: () => void }) {
  const { t } = useLingui()
  return (
    <EmptyState
      title={t`No jail has this in its name.`}
      actions={
        <Button variant="default" size="xs" onClick={onClear}>
          <Trans>Clear filter</Trans>
        </Button>
      }
    />
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useMay } from '@/api/may'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { PageHeader } from '@/ui/PageHeader'
import { useWide } from '@/ui/useWide'
import classes from './ConfigFrame.module.css'
import { ConfigList } from './ConfigList'
import { DraftBar } from './DraftBar'
import type { ConfigSearch } from './search'

interface Props extends ConfigSearch {
  host: string
  /** What is chosen in the list: the path of its page, or the name of a file. */
  current?: string
  /** Changes which list is shown. */
  onList: (change: ConfigSearch) => void
  children: ReactNode
}

/** A page of the configuration; from 1200 px on with the lists at its left. */
export function ConfigFrame({ host, parts, q, current, onList, children }: Props) {
  const { t } = useLingui()
  const wide = useWide()
  if (!useMay('config.read')) return <NotForYou />
  return (
    <div className={classes.split}>
      {wide && (
        <section className={classes.master} aria-label={t`Parts of the configuration`}>
          <ConfigList host={host} parts={parts ?? 'jails'} filter={q ?? ''} current={current} onList={onList} />
        </section>
      )}
      <div className={classes.detail}>
        <DraftBar host={host} />
        {children}
      </div>
    </div>
  )
}

function NotForYou() {
  const { t } = useLingui()
  return (
    <div className={classes.detail}>
      <PageHeader title={t`Configuration`} />
      <Card>
        <EmptyState
          title={t`You may not read the configuration.`}
          icon={<IconLock size={24} stroke={1.5} aria-hidden="true" />}
        >
          <Trans>Ask an administrator for a role that may.</Trans>
        </EmptyState>
      </Card>
    </div>
  )
}

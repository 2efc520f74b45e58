import { useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconBan, IconClockCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { hostsQuery } from '@/api/queries'
import type { AddressReport } from '@/api/types'
import { CopyButton } from '@/ui/Address'
import { AllowDialog } from '@/ui/allow/AllowDialog'
import { useBanActions } from '@/ui/bans/useBanActions'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { useKey } from '@/ui/useKey'
import { AllBans } from './AllBans'
import classes from './addresses.module.css'
import { FactsCard } from './FactsCard'
import { InForceCard } from './InForceCard'
import { ListedCard } from './ListedCard'
import { NeighboursCard } from './NeighboursCard'
import { Place } from './Place'
import { RanksCard } from './RanksCard'
import { WhyCard } from './WhyCard'

/** What is in force, why, what was before, and what is near. */
export function AddressDetail({ report }: { report: AddressReport }) {
  const { t } = useLingui()
  const actions = useBanActions()
  const manyHosts = (useQuery(hostsQuery).data?.items.length ?? 0) > 1
  const [allowing, setAllowing] = useState(false)
  const ban = () => actions.ban(report.address)
  useKey('b', ban)
  return (
    <Page>
      <PageHeader
        title={report.address}
        mono
        beside={<CopyButton value={report.address} />}
        note={<Place report={report} />}
        actions={
          <>
            {report.kind !== 'other' && (
              <Button
                variant="default"
                leftSection={<IconClockCheck size={16} stroke={1.8} aria-hidden="true" />}
                onClick={() => setAllowing(true)}
                {...actions.guard.button}
              >
                {report.in_force.length > 0 ? t`Lift and allow…` : t`Allow…`}
              </Button>
            )}
            <Button
              variant="default"
              leftSection={<IconBan size={16} stroke={1.8} aria-hidden="true" />}
              onClick={ban}
              {...actions.guard.button}
            >
              {report.in_force.length > 0 ? t`Ban in more jails…` : t`Ban in chosen jails…`}
            </Button>
          </>
        }
      />
      <div className={classes.columns}>
        <div className={classes.column}>
          <InForceCard report={report} actions={actions} manyHosts={manyHosts} />
          <ListedCard listed={report.listed} />
          {report.newest && <WhyCard report={report} newest={report.newest} manyHosts={manyHosts} />}
          {(report.newest || report.more) && <AllBans report={report} actions={actions} manyHosts={manyHosts} />}
        </div>
        <div className={classes.column}>
          <div className={classes.about}>
            <FactsCard report={report} />
          </div>
          {report.newest && <RanksCard report={report} manyHosts={manyHosts} />}
          <NeighboursCard report={report} />
        </div>
      </div>
      {actions.dialogs}
      <AllowDialog
        opened={allowing}
        onClose={() => setAllowing(false)}
        addresses={[report.address]}
        banned={report.in_force.length > 0}
      />
    </Page>
  )
}

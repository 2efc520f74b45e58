import { Trans, useLingui } from '@lingui/react/macro'
import { Tabs } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import type { JailDetail } from '@/api/types'
import { formatCompact } from '@/lib/numbers'
import { Skeleton } from '@/ui/Skeleton'
import { BannedTab } from './BannedTab'
import classes from './JailPage.module.css'
import { NoSettings } from './NoSettings'
import { OverviewTab } from './OverviewTab'
import { type JailTab, jailTabs } from './search'
import type { SettingsEdits } from './settings'

const ExpressionsTab = lazy(() => import('./ExpressionsTab').then((m) => ({ default: m.ExpressionsTab })))
const IgnoreTab = lazy(() => import('./IgnoreTab').then((m) => ({ default: m.IgnoreTab })))
const SettingsTab = lazy(() => import('./SettingsTab').then((m) => ({ default: m.SettingsTab })))

/** The parts of a jail's page; which one is shown is in the URL. Edits of the settings outlive a look at another tab. */
export function JailTabs({ jail }: { jail: JailDetail }) {
  const { t } = useLingui()
  const { tab = 'overview' } = useSearch({ from: '/app/jails/$host/$jail' })
  const navigate = useNavigate()
  const [edits, setEdits] = useState<SettingsEdits>({})
  const strip = useShownTab(tab)
  const { settings } = jail
  const show = (next: string | null) =>
    void navigate({
      to: '/jails/$host/$jail',
      params: { host: jail.host, jail: jail.name },
      search: ({ list, only }) => ({
        list,
        only,
        tab: next === 'overview' ? undefined : jailTabs.find((name) => name === next),
      }),
      replace: true,
    })
  const missing = <NoSettings jail={jail} />
  return (
    <Tabs value={tab} onChange={show} keepMounted={false} classNames={{ tab: classes.tab ?? '' }}>
      <div className={classes.tabs} ref={strip}>
        <Tabs.List className={classes.list} aria-label={t`Parts of this page`}>
          <Tabs.Tab value="overview">
            <Trans>Overview</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="banned">
            <Trans>Banned</Trans>
            <Count n={jail.banned_now} />
          </Tabs.Tab>
          <Tabs.Tab value="ignore">
            <Trans>Ignore list</Trans>
            <Count n={settings?.ignore.length} />
          </Tabs.Tab>
          <Tabs.Tab value="settings">
            <Trans>Settings</Trans>
            {Object.keys(edits).length > 0 && <span className={classes.dot} role="img" aria-label={t`Not saved`} />}
          </Tabs.Tab>
          <Tabs.Tab value="expressions">
            <Trans>Expressions</Trans>
          </Tabs.Tab>
        </Tabs.List>
      </div>
      <Panel value="overview">
        <OverviewTab jail={jail} />
      </Panel>
      <Panel value="banned">
        <BannedTab jail={jail} />
      </Panel>
      <Panel value="ignore">{settings ? <IgnoreTab jail={jail} settings={settings} /> : missing}</Panel>
      <Panel value="settings">
        {settings ? <SettingsTab jail={jail} settings={settings} edits={edits} onEdits={setEdits} /> : missing}
      </Panel>
      <Panel value="expressions">{settings ? <ExpressionsTab settings={settings} /> : missing}</Panel>
    </Tabs>
  )
}

/** Brings the tab in force into sight where not all of them fit. */
function useShownTab(tab: JailTab) {
  const strip = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the choice of a tab that moves the strip
  useEffect(() => {
    const box = strip.current
    const active = box?.querySelector<HTMLElement>('[aria-selected="true"]')
    if (box && active) box.scrollLeft = active.offsetLeft - (box.clientWidth - active.offsetWidth) / 2
  }, [tab])
  return strip
}

function Panel({ value, children }: { value: JailTab; children: ReactNode }) {
  return (
    <Tabs.Panel value={value} pt={16}>
      <div className={classes.panel}>
        <Suspense fallback={<Skeleton rows={8} />}>{children}</Suspense>
      </div>
    </Tabs.Panel>
  )
}

function Count({ n }: { n: number | undefined }) {
  if (n === undefined) return null
  return <span className={classes.count}>{formatCompact(n)}</span>
}

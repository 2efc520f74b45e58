import { useLingui } from '@lingui/react/macro'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, useState } from 'react'
import type { JailDetail } from '@/api/types'
import { PageTabs } from '@/ui/PageTabs'
import { BannedTab } from './BannedTab'
import { NoSettings } from './NoSettings'
import { OverviewTab } from './OverviewTab'
import type { JailTab } from './search'
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
  const { settings } = jail
  const show = (next: JailTab) =>
    void navigate({
      to: '/jails/$host/$jail',
      params: { host: jail.host, jail: jail.name },
      search: ({ list, only }) => ({ list, only, tab: next === 'overview' ? undefined : next }),
      replace: true,
    })
  const missing = <NoSettings jail={jail} />
  return (
    <PageTabs
      value={tab}
      onChange={show}
      tabs={[
        { value: 'overview', label: t`Overview`, content: <OverviewTab jail={jail} /> },
        { value: 'banned', label: t`Banned`, count: jail.banned_now, content: <BannedTab jail={jail} /> },
        {
          value: 'ignore',
          label: t`Ignore list`,
          count: settings?.ignore.length,
          content: settings ? <IgnoreTab jail={jail} settings={settings} /> : missing,
        },
        {
          value: 'settings',
          label: t`Settings`,
          mark: Object.keys(edits).length > 0 ? t`Not saved` : undefined,
          content: settings ? (
            <SettingsTab jail={jail} settings={settings} edits={edits} onEdits={setEdits} />
          ) : (
            missing
          ),
        },
        {
          value: 'expressions',
          label: t`Expressions`,
          content: settings ? <ExpressionsTab settings={settings} /> : missing,
        },
      ]}
    />
  )
}

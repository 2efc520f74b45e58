import '@mantine/core/styles/Tabs.layer.css'
import { useLingui } from '@lingui/react/macro'
import { Tabs } from '@mantine/core'
import { type ReactNode, Suspense, useEffect, useRef } from 'react'
import { formatCompact } from '@/lib/numbers'
import classes from './PageTabs.module.css'
import { Skeleton } from './Skeleton'

export interface PageTab<T extends string> {
  value: T
  label: string
  /** How much there is; nothing is shown if it is not known. */
  count?: number
  /** Marks a tab that needs something, in words. */
  mark?: string
  /** It may be lazy. */
  content: ReactNode
}

interface Props<T extends string> {
  value: T
  tabs: readonly PageTab<T>[]
  onChange: (value: T) => void
}

/** The parts of a page that is about one thing. The strip scrolls by itself where not all of them fit. */
export function PageTabs<T extends string>({ value, tabs, onChange }: Props<T>) {
  const { t } = useLingui()
  const strip = useShownTab(value)
  const change = (next: string | null) => {
    const tab = tabs.find((one) => one.value === next)
    if (tab) onChange(tab.value)
  }
  return (
    <Tabs value={value} onChange={change} keepMounted={false} classNames={{ tab: classes.tab ?? '' }}>
      <div className={classes.tabs} ref={strip}>
        <Tabs.List className={classes.list} aria-label={t`Parts of this page`}>
          {tabs.map((tab) => (
            <Tabs.Tab key={tab.value} value={tab.value}>
              {tab.label}
              {tab.count !== undefined && <span className={classes.count}>{formatCompact(tab.count)}</span>}
              {tab.mark && <span className={classes.dot} role="img" aria-label={tab.mark} />}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </div>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.value} value={tab.value} pt={16}>
          <div className={classes.panel}>
            <Suspense fallback={<Skeleton rows={8} />}>{tab.content}</Suspense>
          </div>
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}

/** Brings the tab in force into sight where not all of them fit. */
function useShownTab(tab: string) {
  const strip = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the choice of a tab that moves the strip
  useEffect(() => {
    const box = strip.current
    const active = box?.querySelector<HTMLElement>('[aria-selected="true"]')
    if (box && active) box.scrollLeft = active.offsetLeft - (box.clientWidth - active.offsetWidth) / 2
  }, [tab])
  return strip
}

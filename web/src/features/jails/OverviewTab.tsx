import type { JailDetail } from '@/api/types'
import { ActionsCard } from './ActionsCard'
import { FactsCard } from './FactsCard'
import { JailFigures } from './JailFigures'
import { NoSettings } from './NoSettings'

/** Counters of a jail, how it decides, what it reads and what it does. */
export function OverviewTab({ jail }: { jail: JailDetail }) {
  return (
    <>
      {!jail.settings && <NoSettings jail={jail} />}
      <JailFigures jail={jail} />
      {jail.settings && <FactsCard jail={jail} settings={jail.settings} />}
      {jail.settings && <ActionsCard actions={jail.settings.actions} />}
    </>
  )
}

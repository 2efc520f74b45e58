import { Trans } from '@lingui/react/macro'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useId, useMemo, useState } from 'react'
import type { CountryRanking } from '@/api/types'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { countryLabel } from '@/ui/filters/words'
import { Credit } from '@/ui/map/Credit'
import { WorldMap } from '@/ui/map/WorldMap'
import { ClassEditor } from './ClassEditor'
import classes from './map.module.css'
import { OffMap } from './OffMap'
import { useMapClasses } from './useMapClasses'

interface Props {
  ranking: CountryRanking | undefined
  busy: boolean
  /** The classes in the URL. */
  inURL: string | undefined
  onURL: (text: string | undefined) => void
  selected: string | undefined
  onSelect: (code: string | undefined) => void
}

/** The map with the editor of its colours, and whom it is owed to. */
export function MapCard({ ranking, busy, inURL, onURL, selected, onSelect }: Props) {
  const editor = useId()
  const [editing, setEditing] = useState(false)
  const { choice, limits, choose } = useMapClasses(inURL, ranking, onURL)
  const counts = useMemo(() => new Map(ranking?.items.map(({ country, n }) => [country, n])), [ranking])
  return (
    <Card>
      <BusyBar busy={busy} />
      <div className={classes.mapCard}>
        <div className={classes.map}>
          <WorldMap
            fill
            counts={counts}
            limits={limits}
            selected={selected}
            onSelect={onSelect}
            formatName={countryLabel}
          />
        </div>
        {ranking && <OffMap ranking={ranking} onSelect={onSelect} />}
        {editing && (
          <div id={editor}>
            <ClassEditor choice={choice} limits={limits} onChoose={choose} />
          </div>
        )}
        <div className={classes.foot}>
          <button
            type="button"
            className={classes.edit}
            aria-expanded={editing}
            aria-controls={editing ? editor : undefined}
            onClick={() => setEditing(!editing)}
          >
            <IconAdjustmentsHorizontal size={15} stroke={1.7} aria-hidden="true" />
            <Trans>Colours</Trans>
          </button>
          <Credit />
        </div>
      </div>
    </Card>
  )
}

import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useMay } from '@/api/may'
import type { ConfigOption, ConfigPart } from '@/api/types'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { FilterField } from '@/ui/FilterField'
import { SegmentedControl } from '@/ui/SegmentedControl'
import { editTarget } from './editTarget'
import { Fold } from './Fold'
import { groupOptions, isSet, narrowGroups } from './groups'
import { OptionRow } from './OptionRow'
import rows from './OptionRow.module.css'
import classes from './PartDetail.module.css'
import { useGroupWords } from './useGroupWords'

interface Props {
  host: string
  part: ConfigPart
  known: readonly ConfigOption[]
}

/** Groups that are long and seldom looked for. */
const aside = ['mail', 'recipes', 'others']

/** All options of a part by group, with a field to find one. */
export function OptionGroups({ host, part, known }: Props) {
  const { t } = useLingui()
  const words = useGroupWords()
  const may = useMay('config.write')
  const [query, setQuery] = useState('')
  const [show, setShow] = useState<'set' | 'all'>('set')
  const groups = groupOptions(part.kind, part.version, known, part.options)
  const shown = narrowGroups(groups, query, show === 'set')
  if (part.kind === 'action' && part.options.length === 0 && !part.skipped) return <Program />
  return (
    <>
      <div className={classes.tools}>
        <FilterField label={t`Find an option`} value={query} onChange={setQuery} />
        <SegmentedControl
          label={t`Which options`}
          value={show}
          options={[
            { value: 'set', label: t`Set in files` },
            { value: 'all', label: t`All` },
          ]}
          onChange={setShow}
        />
      </div>
      {shown.length === 0 && (
        <Card>
          <EmptyState title={query ? t`No option has this in its name or its meaning.` : t`No file sets an option.`} />
        </Card>
      )}
      {shown.map((group) => (
        <Fold
          key={`${group.name} ${query !== ''}`}
          title={words(group.name)}
          count={group.lines.length}
          open={query !== '' || (!aside.includes(group.name) && (show === 'all' || group.lines.some(isSet)))}
        >
          <ul className={rows.rows}>
            {group.lines.map((line) => (
              <OptionRow
                key={line.name}
                host={host}
                line={line}
                jail={part.kind === 'jail' ? part.name : undefined}
                target={may ? editTarget(part, line) : undefined}
              />
            ))}
          </ul>
        </Fold>
      ))}
    </>
  )
}

function Program() {
  const { t } = useLingui()
  return (
    <Card>
      <EmptyState
        title={t`This action is a program in Python.`}
      >{t`Its parameters stand where a jail uses it.`}</EmptyState>
    </Card>
  )
}

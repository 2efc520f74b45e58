import { Trans, useLingui } from '@lingui/react/macro'
import { IconFilterPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy } from 'react'
import { networkNameQuery } from '@/api/bans'
import { type FilterField, type StatsFilter, withoutField, withoutFields } from '@/lib/statsFilter'
import { FilterChips } from '@/ui/FilterChips'
import { PopoverButton } from '@/ui/PopoverButton'
import classes from './filters.module.css'
import { filterChips } from './words'

// Fetched when somebody adds a filter.
const AddFilter = lazy(() => import('./AddFilter').then((m) => ({ default: m.AddFilter })))

/** What there is to choose from; what is typed may be something else. */
export interface FilterChoices {
  hosts: readonly string[]
  networks?: readonly { asn: number; name: string }[]
}

interface Props {
  filter: StatsFilter
  onChange: (filter: StatsFilter) => void
  choices: FilterChoices
  /** What the page can be narrowed by. */
  fields?: readonly FilterField[]
}

/** What statistics can be narrowed by; lists know address and text too. */
export const statsFields: readonly FilterField[] = ['host', 'jail', 'country', 'asn', 'origin']

/** The filters in force, each removable, and a button that adds one. */
export function StatsFilters({ filter, onChange, choices, fields = statsFields }: Props) {
  const { t } = useLingui()
  const known = choices.networks?.find((n) => n.asn === filter.asn)?.name
  const asked = useQuery({ ...networkNameQuery(filter.asn ?? 0), enabled: filter.asn !== undefined && !known })
  const chips = filterChips(filter, t, () => known || asked.data || undefined)
  const free = fields.filter((field) => filter[field] === undefined && (field !== 'host' || choices.hosts.length > 1))
  return (
    <div className={classes.filters}>
      <FilterChips
        filters={chips}
        onRemove={(key) => onChange(withoutField(filter, key as FilterField))}
        onClear={() => onChange(withoutFields(filter))}
      />
      {free.length > 0 && (
        <PopoverButton
          className={classes.add}
          dialog={t`Add filter`}
          position="bottom-start"
          content={(close) => (
            <AddFilter
              fields={free}
              filter={filter}
              choices={choices}
              onAdd={(added) => {
                close()
                onChange({ ...filter, ...added })
              }}
            />
          )}
        >
          <IconFilterPlus size={15} stroke={1.7} aria-hidden="true" />
          <Trans>Add filter</Trans>
        </PopoverButton>
      )}
    </div>
  )
}

import { Trans } from '@lingui/react/macro'
import { RemovableChip } from './Chip'
import classes from './FilterChips.module.css'

export interface Filter {
  key: string
  /** In words, e.g. "Jail: sshd". */
  label: string
}

interface Props {
  filters: readonly Filter[]
  onRemove: (key: string) => void
  onClear: () => void
}

/** The filters in force, each removable, and one button for all of them when there is more than one. Nothing if there are none. */
export function FilterChips({ filters, onRemove, onClear }: Props) {
  if (filters.length === 0) return null
  return (
    <div className={classes.row}>
      {filters.map((f) => (
        <RemovableChip key={f.key} label={f.label} onRemove={() => onRemove(f.key)} />
      ))}
      {filters.length > 1 && (
        <button type="button" className={classes.clear} onClick={onClear}>
          <Trans>Clear filters</Trans>
        </button>
      )}
    </div>
  )
}

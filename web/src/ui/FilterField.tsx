import { IconSearch } from '@tabler/icons-react'
import classes from './FilterField.module.css'

interface Props {
  label: string
  value: string
  onChange: (value: string) => void
}

/** Narrows a list while one types. `/` leads to it, Escape empties it. */
export function FilterField({ label, value, onChange }: Props) {
  return (
    <div className={classes.filter}>
      <IconSearch size={15} stroke={1.7} aria-hidden="true" />
      <input
        type="search"
        data-filter
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onChange('')}
      />
    </div>
  )
}

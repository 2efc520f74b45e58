import classes from './ToggleChips.module.css'

export interface ToggleOption {
  value: string | undefined
  label: string
  /** How many rows it has; shown dim beside the label. */
  count?: string
}

interface Props {
  label: string
  options: readonly ToggleOption[]
  value: string | undefined
  onChange: (value: string | undefined) => void
}

/** One filter out of a few as chips side by side; pressing the chosen one takes it away. Scrolls by itself on a phone. */
export function ToggleChips({ label, options, value, onChange }: Props) {
  return (
    <fieldset className={classes.group}>
      <legend className="sr">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value ?? ''}
          type="button"
          className={classes.chip}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value === value ? undefined : option.value)}
        >
          {option.label}
          {option.count !== undefined && <span className={classes.count}>{option.count}</span>}
        </button>
      ))}
    </fieldset>
  )
}

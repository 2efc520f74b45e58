import classes from './SegmentedControl.module.css'

interface Props<T extends string> {
  /** What is chosen, in words; read out, not shown. */
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}

/** One of a few, all in sight: time ranges. Arrow keys move the choice, as radio buttons do. */
export function SegmentedControl<T extends string>({ label, value, options, onChange }: Props<T>) {
  return (
    <fieldset className={classes.group}>
      <legend className="sr">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={classes.option}>
          <input
            type="radio"
            name={label}
            className="sr"
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}

import classes from './ProgressBar.module.css'

interface Props {
  /** What it is the progress of; read out, not shown. */
  label: string
  /** 0 to 1; undefined where nobody knows how much is to be done. */
  share: number | undefined
}

/** How far something is. */
export function ProgressBar({ label, share }: Props) {
  const percent = share === undefined ? undefined : Math.round(share * 100)
  return (
    <div
      className={classes.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <div
        className={classes.fill}
        data-unknown={percent === undefined || undefined}
        style={{ width: percent === undefined ? undefined : `${percent}%` }}
      />
    </div>
  )
}

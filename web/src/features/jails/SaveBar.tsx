import { Plural, Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import classes from './SettingsTab.module.css'

interface Props {
  /** How many settings differ from what fail2ban uses; the bar is shown while it is above 0. */
  changes: number
  /** True while one of them makes no sense. */
  faulty: boolean
  busy: boolean
  onReset: () => void
}

/** At the bottom of the window while there is something to save. */
export function SaveBar({ changes, faulty, busy, onReset }: Props) {
  if (changes === 0) return null
  return (
    <div className={classes.bar} role="status">
      <span className={classes.changes}>
        <Plural value={changes} one="# change not saved" other="# changes not saved" />
      </span>
      <Button variant="default" size="xs" onClick={onReset} disabled={busy}>
        <Trans>Reset</Trans>
      </Button>
      <Button type="submit" size="xs" loading={busy} disabled={faulty}>
        <Trans>Save</Trans>
      </Button>
    </div>
  )
}

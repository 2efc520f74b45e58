import { useLingui } from '@lingui/react/macro'
import { passwordStrength } from '@/lib/password'
import classes from './setup.module.css'

/** Four bars and a word for how hard a password is to guess. */
export function StrengthMeter({ password }: { password: string }) {
  const { t } = useLingui()
  const words = [t`Very weak`, t`Weak`, t`Fair`, t`Strong`, t`Very strong`]
  const strength = passwordStrength(password)
  return (
    <div className={classes.meter} data-strength={password ? strength : undefined}>
      {[1, 2, 3, 4].map((n) => (
        <span
          key={n}
          className={classes.meterBar}
          data-on={(password !== '' && n <= Math.max(1, strength)) || undefined}
        />
      ))}
      <span className={classes.meterWord} role="status">
        {password === '' ? t`At least 12 characters; a sentence is best.` : words[strength]}
      </span>
    </div>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect, Switch, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { JailDetail } from '@/api/types'
import { DurationField } from '@/ui/DurationField'
import { EscalationNote } from './EscalationNote'
import classes from './SettingsTab.module.css'
import type { SettingName, SettingsEdits, SettingsForm } from './settings'

type Settings = NonNullable<JailDetail['settings']>

interface Props {
  form: SettingsForm
  /** What fail2ban uses now. */
  now: SettingsForm
  changed: readonly SettingName[]
  increment: Settings['increment']
  errorOf: (name: SettingName) => string | undefined
  disabled: boolean
  onChange: (edits: SettingsEdits) => void
}

/** The fields of the settings, each with its help and, if changed, what it was. */
export function SettingFields({ form, now, changed, increment, errorOf, disabled, onChange }: Props) {
  const { t } = useLingui()
  const label = (name: SettingName, words: string): ReactNode =>
    changed.includes(name) ? <ChangedLabel words={words} was={inWords(now[name], t`permanent`, t`no limit`)} /> : words
  return (
    <div className={classes.grid}>
      <DurationField
        label={label('ban_time_seconds', t`Ban time`)}
        description={t`How long an address stays banned.`}
        value={form.ban_time_seconds}
        onChange={(ban_time_seconds) => onChange({ ban_time_seconds })}
        presets={['10m', '1h', '1d', '1w', '-1']}
        error={errorOf('ban_time_seconds')}
        disabled={disabled}
      />
      <DurationField
        label={label('find_time_seconds', t`Find time`)}
        description={t`Within what time failed attempts are added up.`}
        value={form.find_time_seconds}
        onChange={(find_time_seconds) => onChange({ find_time_seconds })}
        presets={['10m', '1h', '12h', '1d']}
        error={errorOf('find_time_seconds')}
        disabled={disabled}
      />
      <div className={classes.numbers}>
        <TextInput
          label={label('max_retry', t`Max retry`)}
          description={t`Failures until a ban.`}
          inputMode="numeric"
          value={form.max_retry}
          onChange={(event) => onChange({ max_retry: event.currentTarget.value })}
          error={errorOf('max_retry')}
          disabled={disabled}
        />
        <TextInput
          label={label('max_matches', t`Max matches`)}
          description={t`Log lines kept per ban.`}
          inputMode="numeric"
          value={form.max_matches}
          onChange={(event) => onChange({ max_matches: event.currentTarget.value })}
          error={errorOf('max_matches')}
          disabled={disabled}
        />
      </div>
      <NativeSelect
        label={label('use_dns', t`Host names in logs`)}
        description={t`What happens if a log has a name instead of an address.`}
        value={form.use_dns}
        onChange={(event) => onChange({ use_dns: event.currentTarget.value as SettingsForm['use_dns'] })}
        data={[
          { value: 'yes', label: t`Look them up in DNS` },
          { value: 'warn', label: t`Look them up, and log a warning` },
          { value: 'no', label: t`Pass them over` },
          { value: 'raw', label: t`Take them as they are (raw)` },
        ]}
        error={errorOf('use_dns')}
        disabled={disabled}
      />
      <hr className={classes.rule} />
      <div className={classes.escalation}>
        <Switch
          label={label('increment_enabled', t`Longer bans for repeated ones`)}
          description={<EscalationNote increment={increment} />}
          checked={form.increment_enabled}
          onChange={(event) => onChange({ increment_enabled: event.currentTarget.checked })}
          error={errorOf('increment_enabled')}
          disabled={disabled}
        />
      </div>
      <DurationField
        label={label('max_ban_time_seconds', t`Longest repeated ban`)}
        description={t`Repeated bans get no longer than this.`}
        value={form.max_ban_time_seconds}
        onChange={(max_ban_time_seconds) => onChange({ max_ban_time_seconds })}
        presets={['1d', '1w', '4w', '']}
        empty={t`No limit`}
        error={errorOf('max_ban_time_seconds')}
        disabled={disabled || !form.increment_enabled}
      />
    </div>
  )
}

function ChangedLabel({ words, was }: { words: string; was: string | undefined }) {
  return (
    <>
      {words}
      <span className={classes.mark} />
      <span className={classes.was}>{was === undefined ? <Trans>changed</Trans> : <Trans>was {was}</Trans>}</span>
    </>
  )
}

function inWords(value: string | boolean, permanent: string, none: string): string | undefined {
  if (typeof value === 'boolean') return undefined
  return value === '-1' ? permanent : value === '' ? none : value
}

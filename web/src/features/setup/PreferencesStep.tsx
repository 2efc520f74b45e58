import { useLingui } from '@lingui/react/macro'
import { Autocomplete, NativeSelect } from '@mantine/core'
import type { SetupFormState } from './form'

const zones = Intl.supportedValuesOf('timeZone')

/** How times are shown and how long a sign-in lasts. */
export function PreferencesStep({ form }: { form: SetupFormState }) {
  const { t } = useLingui()
  return (
    <>
      <Autocomplete
        label={t`Time zone`}
        description={t`Times are stored as UTC and shown in this zone.`}
        data={zones.includes('UTC') ? zones : ['UTC', ...zones]}
        limit={60}
        key={form.key('timezone')}
        {...form.getInputProps('timezone')}
      />
      <NativeSelect
        label={t`A sign-in lasts`}
        description={t`Whoever is away for longer signs in again.`}
        data={durations(t, form.getValues().session_duration_minutes)}
        key={form.key('session_duration_minutes')}
        {...form.getInputProps('session_duration_minutes')}
        onChange={(event) => form.setFieldValue('session_duration_minutes', Number(event.currentTarget.value))}
      />
    </>
  )
}

type Translate = ReturnType<typeof useLingui>['t']

/** The usual choices in minutes, and the server's own proposal if it is none of them. */
function durations(t: Translate, proposed: number) {
  const usual = [
    { value: '60', label: t`1 hour` },
    { value: '480', label: t`8 hours` },
    { value: '1440', label: t`1 day` },
    { value: '10080', label: t`7 days` },
    { value: '43200', label: t`30 days` },
  ]
  if (usual.some((choice) => choice.value === String(proposed))) return usual
  return [{ value: String(proposed), label: t`${proposed} minutes` }, ...usual]
}

import { useLingui } from '@lingui/react/macro'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { SetupDefaults } from '@/api/types'
import { isTimeZone } from '@/lib/time'
import { takeToken } from './token'

/** Values of the set-up form, named as the server names them, so that its messages find their field. */
export interface SetupValues {
  token: string
  username: string
  password: string
  confirmation: string
  timezone: string
  session_duration_minutes: number
  fail2ban_socket: string
  fail2ban_config_dir: string
}

/** Which fields each step shows; a refusal of the server leads to the first step that has one of its fields. */
export const stepFields: readonly (readonly (keyof SetupValues)[])[] = [
  ['token', 'username', 'password', 'confirmation'],
  ['timezone', 'session_duration_minutes'],
  ['fail2ban_socket', 'fail2ban_config_dir'],
]

export type SetupFormState = ReturnType<typeof useSetupForm>

/** The form over all steps. The server checks again; these rules only save a round trip. */
export function useSetupForm(defaults: SetupDefaults) {
  const { t } = useLingui()
  const [initialValues] = useState(() => initial(defaults))
  return useForm<SetupValues>({
    mode: 'uncontrolled',
    initialValues,
    validate: {
      token: (v) => (v.trim() === '' ? t`Enter the token that the server printed when it started.` : null),
      username: (v) => (v.trim() === '' ? t`Enter a user name.` : null),
      password: (v) => (v.length < 12 ? t`Use at least 12 characters.` : null),
      confirmation: (v, all) => (v === all.password ? null : t`This is not the same password.`),
      timezone: (v) => (isTimeZone(v) ? null : t`Choose a time zone from the list.`),
      session_duration_minutes: (v) => (Number(v) >= 5 ? null : t`Use at least 5 minutes.`),
      fail2ban_socket: (v) => (v.startsWith('/') ? null : t`Enter a path that begins with a slash.`),
      fail2ban_config_dir: (v) => (v.startsWith('/') ? null : t`Enter a path that begins with a slash.`),
    },
  })
}

function initial(defaults: SetupDefaults): SetupValues {
  return {
    token: takeToken(),
    username: '',
    password: '',
    confirmation: '',
    timezone: defaults.timezone || Intl.DateTimeFormat().resolvedOptions().timeZone,
    session_duration_minutes: defaults.session_duration_minutes,
    fail2ban_socket: defaults.fail2ban_socket,
    fail2ban_config_dir: defaults.fail2ban_config_dir,
  }
}

import { Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { SetupFormState } from './form'
import { StrengthMeter } from './StrengthMeter'
import { onToken } from './token'

/** The token that proves who started the server, and the first user. */
export function AdministratorStep({ form }: { form: SetupFormState }) {
  const { t } = useLingui()
  const [password, setPassword] = useState(form.getValues().password)
  const [given, setGiven] = useState(form.getValues().token !== '')
  const { setFieldValue } = form
  useEffect(
    () =>
      onToken((token) => {
        setFieldValue('token', token)
        setGiven(true)
      }),
    [setFieldValue],
  )
  form.watch('password', ({ value }) => setPassword(value))
  const show = { 'aria-label': t`Show password` }
  return (
    <>
      <TextInput
        label={t`Set-up token`}
        description={
          given ? (
            <Trans>Taken from the link that you opened.</Trans>
          ) : (
            <Trans>
              The server printed it when it started and wrote it to the file setup-token in its data directory.
            </Trans>
          )
        }
        autoComplete="off"
        spellCheck={false}
        key={form.key('token')}
        {...form.getInputProps('token')}
      />
      <TextInput
        label={t`User name`}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        key={form.key('username')}
        {...form.getInputProps('username')}
      />
      <div>
        <PasswordInput
          label={t`Password`}
          autoComplete="new-password"
          aria-invalid={Boolean(form.errors['password'])}
          visibilityToggleButtonProps={show}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <StrengthMeter password={password} />
      </div>
      <PasswordInput
        label={t`Password again`}
        autoComplete="new-password"
        aria-invalid={Boolean(form.errors['confirmation'])}
        visibilityToggleButtonProps={show}
        key={form.key('confirmation')}
        {...form.getInputProps('confirmation')}
      />
    </>
  )
}

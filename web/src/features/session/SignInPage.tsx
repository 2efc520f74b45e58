import { Mend } from '@/ui/StaleBanner'
import '@/theme/forms'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { api, must } from '@/api/client'
import { sessionQuery } from '@/api/queries'
import { safeNext } from '@/lib/path'
import { type ApiError, asApiError } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { PageHeader } from '@/ui/PageHeader'
import { PlainPage } from '@/ui/PlainPage'
import { useCountdown } from '@/ui/useCountdown'
import classes from './SignInPage.module.css'

const route = getRouteApi('/sign-in')

/** Name and password; leads back to the page first asked for. */
export function SignInPage() {
  const { t } = useLingui()
  const { next } = route.useSearch()
  return (
    <PlainPage>
      <PageHeader title={t`Sign in`} note={next && <Trans>Then you go on to where you wanted.</Trans>} />
      <SignInForm next={safeNext(next)} />
    </PlainPage>
  )
}

function SignInForm({ next }: { next: string }) {
  const { t } = useLingui()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { username: '', password: '' },
    validate: {
      username: (value) => (value.trim() === '' ? t`Enter your user name.` : null),
      password: (value) => (value === '' ? t`Enter your password.` : null),
    },
  })
  const { error, busy, wait, signIn } = useSignIn(next)
  return (
    <form className={classes.form} onSubmit={form.onSubmit(signIn)} noValidate>
      {error && <SignInProblem error={error} wait={wait} />}
      <TextInput
        label={t`User name`}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        data-autofocus
        autoFocus
        key={form.key('username')}
        {...form.getInputProps('username')}
      />
      <PasswordInput
        label={t`Password`}
        autoComplete="current-password"
        aria-invalid={Boolean(form.errors['password'])}
        visibilityToggleButtonProps={{ 'aria-label': t`Show password` }}
        key={form.key('password')}
        {...form.getInputProps('password')}
      />
      <Button type="submit" fullWidth loading={busy} disabled={wait > 0}>
        {wait > 0 ? <Plural value={wait} one="Wait # second" other="Wait # seconds" /> : <Trans>Sign in</Trans>}
      </Button>
    </form>
  )
}

/** Signs in and goes on to `next`; keeps the last refusal and, after too many tries, the seconds to wait. */
function useSignIn(next: string) {
  const client = useQueryClient()
  const router = useRouter()
  const [error, setError] = useState<ApiError>()
  const [busy, setBusy] = useState(false)
  const [wait, beginWait] = useCountdown()
  const signIn = async (body: { username: string; password: string }) => {
    setBusy(true)
    setError(undefined)
    try {
      client.setQueryData(sessionQuery.queryKey, must(await api.POST('/session', { body })))
      router.history.replace(router.history.createHref(next))
    } catch (thrown) {
      const refusal = asApiError(thrown)
      setError(refusal)
      beginWait(refusal.status === 429 ? refusal.retryAfterSeconds : 0)
    } finally {
      setBusy(false)
    }
  }
  return { error, busy, wait, signIn }
}

function SignInProblem({ error, wait }: { error: ApiError; wait: number }) {
  if (error.status === 401) {
    return (
      <Banner tone="bad">
        <Trans>User name or password is wrong.</Trans>
      </Banner>
    )
  }
  if (error.status === 429) {
    if (wait === 0) return null
    return (
      <Banner>
        <Trans>Too many attempts from your address. You can try again in a moment.</Trans>
      </Banner>
    )
  }
  return (
    <Banner tone="bad">
      {error.message} {error.mend && <Mend text={error.mend} />}
    </Banner>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Stepper } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, lazy, Suspense, useState } from 'react'
import { api, must } from '@/api/client'
import { sessionQuery, setupQuery } from '@/api/queries'
import type { SetupDefaults } from '@/api/types'
import { type ApiError, asApiError } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { Mend } from '@/ui/StaleBanner'
import { AdministratorStep } from './AdministratorStep'
import { Fail2banStep } from './Fail2banStep'
import { type SetupFormState, stepFields, useSetupForm } from './form'
import classes from './setup.module.css'

// It needs the most code, and nobody begins with it.
const PreferencesStep = lazy(() => import('./PreferencesStep').then((m) => ({ default: m.PreferencesStep })))

const lastStep = stepFields.length - 1

/** The steps. Going on checks the fields of the step in sight only. */
export function SetupForm({ defaults }: { defaults: SetupDefaults }) {
  const { t } = useLingui()
  const form = useSetupForm(defaults)
  const [step, setStep] = useState(0)
  const { error, busy, finish } = useFinish(form, setStep)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!goodSoFar(form, stepFields[step] ?? [])) return
    if (step < lastStep) setStep(step + 1)
    else void finish()
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <Stepper
        active={step}
        onStepClick={setStep}
        allowNextStepsSelect={false}
        size="xs"
        iconSize={28}
        classNames={{ steps: classes.steps ?? '' }}
      >
        <Stepper.Step label={t`Administrator`} />
        <Stepper.Step label={t`Preferences`} />
        <Stepper.Step label={t`fail2ban`} />
      </Stepper>
      {error && error.fields.length === 0 && (
        <Banner tone="bad">
          {error.message} <Mend text={error.mend} />
        </Banner>
      )}
      <div className={classes.fields} hidden={step !== 0}>
        <AdministratorStep form={form} />
      </div>
      <div className={classes.fields} hidden={step !== 1}>
        <Suspense fallback={null}>
          <PreferencesStep form={form} />
        </Suspense>
      </div>
      <div className={classes.fields} hidden={step !== 2}>
        <Fail2banStep form={form} shown={step === 2} />
      </div>
      <div className={classes.buttons}>
        {step > 0 && (
          <Button variant="default" onClick={() => setStep(step - 1)} disabled={busy}>
            <Trans>Back</Trans>
          </Button>
        )}
        <Button type="submit" loading={busy}>
          {step < lastStep ? <Trans>Continue</Trans> : <Trans>Finish set-up</Trans>}
        </Button>
      </div>
    </form>
  )
}

/** Checks the given fields, shows what is wrong at each and puts the focus on the first. */
function goodSoFar(form: SetupFormState, fields: readonly string[]): boolean {
  const wrong = fields.filter((field) => form.validateField(field).hasError)
  if (wrong[0]) form.getInputNode(wrong[0])?.focus()
  return wrong.length === 0
}

/** Sends everything; a refusal is put at its fields and leads to their step. */
function useFinish(form: SetupFormState, setStep: (step: number) => void) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [error, setError] = useState<ApiError>()
  const [busy, setBusy] = useState(false)
  const finish = async () => {
    setBusy(true)
    setError(undefined)
    const { confirmation: _, ...body } = form.getValues()
    try {
      client.setQueryData(sessionQuery.queryKey, must(await api.POST('/setup', { body })))
      await navigate({ to: '/' })
      void client.invalidateQueries({ queryKey: setupQuery.queryKey })
    } catch (thrown) {
      const refusal = asApiError(thrown)
      setError(refusal)
      const errors = refusal.status === 403 ? { token: refusal.message } : refusal.formErrors()
      form.setErrors(errors)
      const wrong = stepFields.findIndex((fields) => fields.some((field) => field in errors))
      if (wrong >= 0) setStep(wrong)
    } finally {
      setBusy(false)
    }
  }
  return { error, busy, finish }
}

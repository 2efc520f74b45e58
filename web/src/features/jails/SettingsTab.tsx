import { Trans, useLingui } from '@lingui/react/macro'
import type { FormEvent } from 'react'
import type { JailDetail } from '@/api/types'
import { asApiError } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { Card } from '@/ui/Card'
import { Mend } from '@/ui/StaleBanner'
import { toastDone } from '@/ui/toast'
import { LastsNote } from './LastsNote'
import { SaveBar } from './SaveBar'
import { SettingFields } from './SettingFields'
import classes from './SettingsTab.module.css'
import { changedNames, changeOf, faultsOf, formOf, type SettingName, type SettingsEdits } from './settings'
import { useFaultWords } from './useFaultWords'
import { useHindrance } from './useHindrance'
import { useJailChange } from './useJailChange'

interface Props {
  jail: JailDetail
  settings: NonNullable<JailDetail['settings']>
  /** What was changed and not saved; kept by the page, so that it outlives a look at another tab. */
  edits: SettingsEdits
  onEdits: (edits: SettingsEdits) => void
}

/** The settings that can be changed while a jail runs. */
export function SettingsTab({ jail, settings, edits, onEdits }: Props) {
  const { t } = useLingui()
  const words = useFaultWords()
  const { mutate, isPending, error, reset } = useJailChange({ host: jail.host, jail: jail.name })
  const hindrance = useHindrance('jails.write', jail.reachable)
  const now = formOf(settings)
  const form = { ...now, ...edits }
  const changed = changedNames(now, form)
  const faults = faultsOf(form)
  const refused = error ? asApiError(error) : undefined
  const fieldErrors = refused?.formErrors() ?? {}
  const errorOf = (name: SettingName) => {
    const fault = faults[name]
    return fault ? words(name, fault) : fieldErrors[name]
  }
  const edit = (change: SettingsEdits) => {
    reset()
    onEdits(withoutSame({ ...edits, ...change }, now))
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (changed.length === 0 || Object.keys(faults).length > 0 || isPending) return
    mutate(changeOf(now, form), {
      onSuccess: () => {
        onEdits({})
        toastDone(t`Settings of ${jail.name} saved.`)
      },
    })
  }
  return (
    <form onSubmit={save} noValidate className={classes.form}>
      <Card title={t`Settings while it runs`}>
        <div className={classes.note}>
          {hindrance ? <p className="note">{hindrance}</p> : <LastsNote host={jail.host} />}
        </div>
        {refused && Object.keys(fieldErrors).length === 0 && <Refusal error={refused} />}
        <SettingFields
          form={form}
          now={now}
          changed={changed}
          increment={settings.increment}
          errorOf={errorOf}
          disabled={hindrance !== undefined || isPending}
          onChange={edit}
        />
      </Card>
      <SaveBar
        changes={changed.length}
        faulty={Object.keys(faults).length > 0}
        busy={isPending}
        onReset={() => {
          reset()
          onEdits({})
        }}
      />
    </form>
  )
}

function Refusal({ error }: { error: ReturnType<typeof asApiError> }) {
  return (
    <Banner tone="bad" aside={error.requestId && <code>{error.requestId}</code>}>
      <strong>
        <Trans>Not saved.</Trans>
      </strong>{' '}
      {error.message} {error.mend && <Mend text={error.mend} />}
    </Banner>
  )
}

/** A field that is back at its old text is no edit any more. */
function withoutSame(edits: SettingsEdits, now: ReturnType<typeof formOf>): SettingsEdits {
  const kept = Object.entries(edits).filter(([name, value]) => now[name as SettingName] !== value)
  return Object.fromEntries(kept)
}

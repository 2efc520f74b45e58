import { Trans, useLingui } from '@lingui/react/macro'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { BenchJail, Expressions, RehearsalOrder } from '@/api/types'
import { parseDuration } from '@/lib/duration'
import { asApiError } from '@/lib/problem'
import { Card } from '@/ui/Card'
import { DurationField } from '@/ui/DurationField'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { RehearsalProgress } from './RehearsalProgress'
import { RehearsalResult } from './RehearsalResult'
import { useRehearsal } from './useRehearsal'
import classes from './workbench.module.css'

interface Props {
  host: string
  jail: BenchJail | undefined
  /** Set if the changed side is as the draft has it. */
  draft: true | undefined
  /** Other expressions than the configured ones. */
  own: Expressions | undefined
}

interface Form {
  days: string
  maxRetry: string
  findTime: string
  banTime: string
  increment: '' | 'on' | 'off'
}

/** Whom a jail would have banned in the last days of its log. */
export function RehearsalTab({ host, jail, draft, own }: Props) {
  const { t } = useLingui()
  const rehearsal = useRehearsal(host)
  const [form, setForm] = useState<Form>({ days: '7', maxRetry: '', findTime: '', banTime: '', increment: '' })
  const set = (change: Partial<Form>) => setForm((old) => ({ ...old, ...change }))
  if (jail === undefined) {
    return (
      <Card>
        <EmptyState title={t`A rehearsal needs a jail`}>
          <Trans>A filter by itself has no log and no settings. Choose a jail above.</Trans>
        </EmptyState>
      </Card>
    )
  }
  const run = (event: FormEvent) => {
    event.preventDefault()
    void rehearsal.start({ ...orderOf(jail.name, form, own), ...(draft && { use_draft: draft }) })
  }
  const errors = rehearsal.error ? asApiError(rehearsal.error).formErrors() : {}
  return (
    <>
      <Card title={t`What is to be different`}>
        <form className={classes.form} onSubmit={run} noValidate>
          <p className="note">
            {draft && (
              <>
                <Trans>The changed side is as in your draft, the present one as the files are now.</Trans>{' '}
              </>
            )}
            {own ? (
              <Trans>
                Your expressions of the tab Lines are used for the changed side. What stays empty stays as it is.
              </Trans>
            ) : (
              <Trans>
                What stays empty stays as it is. Expressions that you change in the tab Lines are used for the changed
                side, too.
              </Trans>
            )}
          </p>
          <div className={classes.rehearse}>
            <NativeSelect
              label={t`Log of the last`}
              description={t`With rotated files.`}
              value={form.days}
              onChange={(event) => set({ days: event.currentTarget.value })}
              data={[
                { value: '1', label: t`24 hours` },
                { value: '3', label: t`3 days` },
                { value: '7', label: t`7 days` },
                { value: '14', label: t`14 days` },
                { value: '30', label: t`30 days` },
              ]}
            />
            <TextInput
              label={t`Max retry`}
              description={t`Failures until a ban.`}
              placeholder={t`as it is`}
              inputMode="numeric"
              value={form.maxRetry}
              onChange={(event) => set({ maxRetry: event.currentTarget.value })}
              error={errors['change.max_retry']}
            />
            <DurationField
              label={t`Find time`}
              description={t`Within what time failed attempts are added up.`}
              value={form.findTime}
              onChange={(findTime) => set({ findTime })}
              presets={['', '10m', '1h', '1d']}
              empty={t`as it is`}
              {...(errors['change.find_time_seconds'] ? { error: errors['change.find_time_seconds'] } : {})}
            />
            <DurationField
              label={t`Ban time`}
              description={t`How long an address stays banned.`}
              value={form.banTime}
              onChange={(banTime) => set({ banTime })}
              presets={['', '1h', '1d', '-1']}
              empty={t`as it is`}
              {...(errors['change.ban_time_seconds'] ? { error: errors['change.ban_time_seconds'] } : {})}
            />
            <NativeSelect
              label={t`Longer bans for repeated ones`}
              description={t`Also lets known addresses fail less often.`}
              value={form.increment}
              onChange={(event) => set({ increment: event.currentTarget.value as Form['increment'] })}
              data={[
                { value: '', label: t`as it is` },
                { value: 'on', label: t`on` },
                { value: 'off', label: t`off` },
              ]}
            />
          </div>
          <div className={classes.run}>
            <Button type="submit" loading={rehearsal.running}>
              <Trans>Rehearse</Trans>
            </Button>
            {rehearsal.running && (
              <Button variant="default" onClick={rehearsal.cancel}>
                <Trans>Cancel</Trans>
              </Button>
            )}
          </div>
        </form>
      </Card>
      {rehearsal.running && <RehearsalProgress progress={rehearsal.progress} />}
      <div aria-live="polite">
        {rehearsal.error ? (
          <Card>
            <ErrorState error={rehearsal.error} />
          </Card>
        ) : (
          rehearsal.report && <RehearsalResult report={rehearsal.report} />
        )}
      </div>
    </>
  )
}

/** What is asked for; the server says what is wrong with a value. */
function orderOf(jail: string, form: Form, own: Expressions | undefined): RehearsalOrder {
  const change: NonNullable<RehearsalOrder['change']> = {}
  if (form.maxRetry.trim()) change.max_retry = Math.trunc(Number(form.maxRetry)) || 0
  if (form.findTime) change.find_time_seconds = parseDuration(form.findTime) ?? 0
  if (form.banTime) change.ban_time_seconds = parseDuration(form.banTime) ?? 0
  if (form.increment) change.increment_enabled = form.increment === 'on'
  return { jail, days: Number(form.days), change, ...(own ? { own } : {}) }
}

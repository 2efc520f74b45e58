import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { allowancesChanged, extendAllowance, longestAllowance, shortestAllowance } from '@/api/allowances'
import type { Allowance } from '@/api/types'
import { parseDuration } from '@/lib/duration'
import { asApiError } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { DurationField } from '@/ui/DurationField'
import type { OverlayProps } from '@/ui/OnFirstUse'
import { Mend } from '@/ui/StaleBanner'
import { toastDone } from '@/ui/toast'
import { useExactTime } from '@/ui/zone'
import classes from './allowances.module.css'

interface Props extends OverlayProps {
  one: Allowance | undefined
}

/** The window of an ExtendDialog. */
export function ExtendModal({ opened, one, onClose }: Props) {
  const { t } = useLingui()
  const [last, setLast] = useState(one)
  if (one && one !== last) setLast(one)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={last && t`Extend the allowance of ${last.address}`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {last && <ExtendForm key={last.id} one={last} onClose={onClose} />}
    </Modal>
  )
}

function ExtendForm({ one, onClose }: { one: Allowance; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const exact = useExactTime()
  const [time, setTime] = useState('1d')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const seconds = parseDuration(time)
  const timely = seconds !== undefined && seconds >= shortestAllowance && seconds <= longestAllowance
  const end = timely ? new Date(Date.now() + seconds * 1000).toISOString() : undefined
  const problem = error === undefined ? undefined : asApiError(error)
  const field = problem?.formErrors()['duration_seconds']
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!timely) return
    setBusy(true)
    setError(undefined)
    try {
      const after = await extendAllowance(one.id, seconds)
      toastDone(t`${one.address} is allowed until ${exact(after.until)}`)
      onClose()
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
      allowancesChanged(client)
    }
  }
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <p>
        <Trans>It ends {exact(one.until)}.</Trans>
      </p>
      <DurationField
        label={t`How long from now`}
        description={t`A minute to 90 days; it may also be shorter than before.`}
        value={time}
        onChange={setTime}
        presets={['1h', '1d', '7d', '30d']}
        error={field ?? (timely || time.trim() === '' ? undefined : t`Use 1m to 90d.`)}
      />
      {end && (
        <p role="status">
          {end < one.until ? (
            <Trans>It will end sooner than now: {exact(end)}.</Trans>
          ) : (
            <Trans>It will end {exact(end)}.</Trans>
          )}
        </p>
      )}
      {problem && !field && (
        <Banner tone="bad">
          {problem.message} {problem.mend && <Mend text={problem.mend} />}
        </Banner>
      )}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose} disabled={busy}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" loading={busy} disabled={!timely}>
          {end && end < one.until ? <Trans>Shorten</Trans> : <Trans>Extend</Trans>}
        </Button>
      </Group>
    </form>
  )
}

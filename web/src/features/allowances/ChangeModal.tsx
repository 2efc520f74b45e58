import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type AllowanceEdit, allowancesChanged, editAllowance } from '@/api/allowances'
import type { Allowance } from '@/api/types'
import { asApiError } from '@/lib/problem'
import { type Lasts, LastsField, lastsOf } from '@/ui/allow/LastsField'
import { Banner } from '@/ui/Banner'
import type { OverlayProps } from '@/ui/OnFirstUse'
import { Mend } from '@/ui/StaleBanner'
import { toastDone } from '@/ui/toast'
import { useExactTime } from '@/ui/zone'
import classes from './allowances.module.css'

interface Props extends OverlayProps {
  one: Allowance | undefined
}

/** The window of a ChangeDialog. */
export function ChangeModal({ opened, one, onClose }: Props) {
  const { t } = useLingui()
  const [last, setLast] = useState(one)
  if (one && one !== last) setLast(one)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={last && t`Change the allowance of ${last.address}`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {last && <ChangeForm key={last.id} one={last} onClose={onClose} />}
    </Modal>
  )
}

function ChangeForm({ one, onClose }: { one: Allowance; onClose: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const exact = useExactTime()
  const [lasts, setLasts] = useState<Lasts>({ end: 'same', time: '30d' })
  const [note, setNote] = useState(one.note)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const { timely, seconds } = lastsOf(lasts)
  const edit: AllowanceEdit = {
    note: note.trim() === one.note ? undefined : note.trim(),
    standing: (lasts.end === 'standing' && one.until !== null) || undefined,
    duration_seconds: seconds,
  }
  const changes = timely && Object.values(edit).some((value) => value !== undefined)
  const end = timely && seconds !== undefined ? new Date(Date.now() + seconds * 1000).toISOString() : undefined
  const problem = error === undefined ? undefined : asApiError(error)
  const fields = problem?.formErrors() ?? {}
  const atField = fields['duration_seconds'] ?? fields['note']
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!changes) return
    setBusy(true)
    setError(undefined)
    try {
      const after = await editAllowance(one.id, edit)
      toastDone(
        after.until === null
          ? t`${one.address} is allowed without an end`
          : t`${one.address} is allowed until ${exact(after.until)}`,
      )
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
      <p>{one.until === null ? <Trans>It has no end now.</Trans> : <Trans>It ends {exact(one.until)} now.</Trans>}</p>
      <LastsField
        value={lasts}
        onChange={setLasts}
        error={fields['duration_seconds']}
        description={t`From now: a minute to a year; it may also be shorter than before.`}
        same
      />
      {end && (
        <p role="status">
          {one.until === null ? (
            <Trans>It will end {exact(end)}, and then it may be banned again.</Trans>
          ) : end < one.until ? (
            <Trans>It will end sooner than now: {exact(end)}.</Trans>
          ) : (
            <Trans>It will end {exact(end)}.</Trans>
          )}
        </p>
      )}
      <TextInput
        label={t`Note`}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={fields['note']}
      />
      {problem && !atField && (
        <Banner tone="bad">
          {problem.message} {problem.mend && <Mend text={problem.mend} />}
        </Banner>
      )}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose} disabled={busy}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" loading={busy} disabled={!changes}>
          <Trans>Change</Trans>
        </Button>
      </Group>
    </form>
  )
}

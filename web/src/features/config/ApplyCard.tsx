import '@/theme/forms'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { applyDraft, draftChanged, revisionsChanged } from '@/api/revisions'
import type { Draft, DraftCheck } from '@/api/types'
import { asApiError } from '@/lib/problem'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { confirmTimes, guardsAccess } from './confirm'
import classes from './review.module.css'

interface Props {
  draft: Draft
  /** The revision whose files the draft brings back. */
  restores: number | undefined
  /** Undefined until it is known. */
  check: DraftCheck | undefined
  checking: boolean
}

/** Reason and safety net, and the button that applies the draft. */
export function ApplyCard({ draft, restores, check, checking }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const [chosen, setChosen] = useState<string>()
  const [loss, setLoss] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const losing = check?.jails.filter((j) => j.loses_bans) ?? []
  const risky = guardsAccess(check?.jails.map((j) => j.jail) ?? [])
  const within = chosen ?? (risky ? '300' : '0')
  const refused = (check?.objections.length ?? 0) > 0
  const ready = check !== undefined && !refused && check.draft_hash === draft.hash && (losing.length === 0 || loss)
  const apply = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      const made = await applyDraft(draft.host, {
        reason: reason.trim(),
        draft_hash: draft.hash,
        confirm_within_seconds: Number(within),
        accept_loss: losing.map((j) => j.jail),
        ...(restores !== undefined && { restores }),
      })
      revisionsChanged(client)
      void navigate({ to: '/revisions/$id', params: { id: String(made.id) } })
    } catch (thrown) {
      setError(thrown)
      draftChanged(client)
    } finally {
      setBusy(false)
    }
  }
  const fields = error ? asApiError(error).formErrors() : {}
  return (
    <Card title={t`Apply`}>
      <form className={classes.form} onSubmit={(event) => void apply(event)}>
        <TextInput
          label={t`Why`}
          description={t`A few words for the history`}
          value={reason}
          maxLength={500}
          required
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fields['reason']}
        />
        <NativeSelect
          label={t`Safety net`}
          description={
            risky
              ? t`A jail that may guard your own access is touched: if you cannot confirm in time, all is put back by itself.`
              : t`If nobody confirms in time, all is put back by itself.`
          }
          value={within}
          onChange={(event) => setChosen(event.currentTarget.value)}
          data={confirmTimes.map((seconds) => ({
            value: String(seconds),
            label: seconds === 0 ? t`No confirmation needed` : t`Confirm within ${seconds / 60} min`,
          }))}
        />
        {losing.length > 0 && (
          <Checkbox
            checked={loss}
            onChange={(event) => setLoss(event.currentTarget.checked)}
            label={
              <Plural
                value={losing.reduce((n, j) => n + j.banned, 0)}
                one="# ban may be lost; I accept that."
                other="# bans may be lost; I accept that."
              />
            }
          />
        )}
        {error !== undefined && Object.keys(fields).length === 0 && <ErrorState error={error} />}
        <Button type="submit" loading={busy} disabled={!ready || reason.trim() === '' || checking}>
          <Trans>Apply changes</Trans>
        </Button>
        {refused && (
          <p className={classes.quiet}>
            <Trans>Mend what stands against it first; files and jails are as they were.</Trans>
          </p>
        )}
      </form>
    </Card>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, Group, Modal, MultiSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { allowancesChanged, longestAllowance, orderAllowances, shortestAllowance } from '@/api/allowances'
import type { Allowed } from '@/api/types'
import { parseDuration } from '@/lib/duration'
import { parsePaste, wordsIn } from '@/lib/paste'
import { asApiError } from '@/lib/problem'
import { isWide } from '@/lib/wide'
import { Banner } from '@/ui/Banner'
import { PasteField } from '@/ui/bans/PasteField'
import { useJailChoice } from '@/ui/bans/useJailChoice'
import { DurationField } from '@/ui/DurationField'
import { Mend } from '@/ui/StaleBanner'
import '@/theme/forms'
import type { AllowProps } from './AllowDialog'
import { AllowResults } from './AllowResults'
import classes from './allow.module.css'

/** The window of an AllowDialog: for how long, where and why; then what was done where. */
export function AllowModal({ opened, onClose, addresses, banned }: AllowProps) {
  const { t } = useLingui()
  const [allowed, setAllowed] = useState<Allowed>()
  const close = () => {
    setAllowed(undefined)
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      size={520}
      title={banned ? t`Lift and allow for a time` : t`Allow for a time`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {allowed ? (
        <AllowResults allowed={allowed} onClose={close} />
      ) : (
        <AllowForm addresses={addresses} banned={banned} onAllowed={setAllowed} onCancel={close} />
      )}
    </Modal>
  )
}

interface FormProps {
  addresses: readonly string[] | undefined
  banned: boolean
  onAllowed: (allowed: Allowed) => void
  onCancel: () => void
}

function AllowForm({ addresses: fixed, banned, onAllowed, onCancel }: FormProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const choice = useJailChoice(undefined)
  const [text, setText] = useState('')
  const [unfit, setUnfit] = useState<string>()
  const [time, setTime] = useState('1d')
  const [lift, setLift] = useState(true)
  const [force, setForce] = useState(false)
  const [jails, setJails] = useState<string[]>([])
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const seconds = parseDuration(time)
  const timely = seconds !== undefined && seconds >= shortestAllowance && seconds <= longestAllowance
  const words = parsePaste(text)
  const addresses = fixed ?? wordsIn(words, 'valid').map((word) => word.address)
  const wide = addresses.some(isWide)
  const problem = error === undefined ? undefined : asApiError(error)
  const fields = problem?.formErrors() ?? {}
  const refused = Object.entries(fields).find(([name]) => name.startsWith('addresses'))?.[1]
  const shown = new Set(['duration_seconds', 'reason'])
  const general = problem && !Object.keys(fields).some((name) => shown.has(name)) && (fixed || !refused)

  const typed = (next: string) => {
    setText(next)
    setUnfit(undefined)
    setError(undefined)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!timely || seconds === undefined) return
    if (addresses.length === 0) return setUnfit(t`Name at least one address or network.`)
    if (wordsIn(words, 'invalid').length > 0) return setUnfit(t`Mend or remove what is not valid: nothing was allowed.`)
    setBusy(true)
    setError(undefined)
    try {
      const given = await orderAllowances({
        addresses: [...addresses],
        duration_seconds: seconds,
        jails: some(jails),
        hosts: some(choice.chosenHosts),
        reason: reason.trim() || undefined,
        lift,
        force: (wide && force) || undefined,
      })
      allowancesChanged(client)
      onAllowed(given)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      {fixed ? (
        <p>
          <Trans>
            Jails ignore <span className="mono">{addresses.join(', ')}</span> until the time is up, also after a reload.
          </Trans>
        </p>
      ) : (
        <>
          <p>
            <Trans>Jails ignore these until the time is up, also after a reload.</Trans>
          </p>
          <PasteField
            value={text}
            onChange={typed}
            error={unfit ?? (refused && withMend(refused, problem?.mend ?? undefined))}
          />
        </>
      )}
      <DurationField
        label={t`For how long`}
        description={t`A minute to 90 days.`}
        value={time}
        onChange={setTime}
        presets={['1h', '1d', '7d']}
        error={fields['duration_seconds'] ?? (timely || time.trim() === '' ? undefined : t`Use 1m to 90d.`)}
      />
      <Checkbox
        label={banned ? t`Lift its bans, too` : t`Lift bans that there may be`}
        checked={lift}
        onChange={(event) => setLift(event.currentTarget.checked)}
      />
      <MultiSelect
        label={t`Jails`}
        placeholder={jails.length === 0 ? t`All jails` : undefined}
        data={choice.jails}
        value={jails}
        onChange={setJails}
        searchable={choice.jails.length > 8}
        nothingFoundMessage={t`No such jail`}
        clearable
      />
      {choice.hosts.length > 1 && (
        <MultiSelect
          label={t`Hosts`}
          placeholder={choice.chosenHosts.length === 0 ? t`All hosts` : undefined}
          data={choice.hosts}
          value={choice.chosenHosts}
          onChange={choice.setHosts}
          clearable
        />
      )}
      <TextInput
        label={t`Reason`}
        description={t`Optional; everybody who looks at the address sees it.`}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fields['reason']}
      />
      {wide && (
        <Checkbox
          label={t`Yes, allow all of this very large network`}
          checked={force}
          onChange={(event) => setForce(event.currentTarget.checked)}
        />
      )}
      {general && (
        <Banner tone="bad">
          {problem.message} {problem.mend && <Mend text={problem.mend} />}
        </Banner>
      )}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onCancel} disabled={busy}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" loading={busy} disabled={!timely || (wide && !force)}>
          {lift && banned ? t`Lift and allow` : t`Allow`}
        </Button>
      </Group>
    </form>
  )
}

function withMend(message: string, mend: string | undefined): string {
  return mend ? `${message} ${mend}` : message
}

/** Nothing chosen means all, which the server knows as absent. */
function some(names: readonly string[]): string[] | undefined {
  return names.length > 0 ? [...names] : undefined
}

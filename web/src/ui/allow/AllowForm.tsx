import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, Group, MultiSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { allowancesChanged, orderAllowances } from '@/api/allowances'
import type { Allowed } from '@/api/types'
import { parsePaste, wordsIn } from '@/lib/paste'
import { asApiError } from '@/lib/problem'
import { isWide } from '@/lib/wide'
import { Banner } from '@/ui/Banner'
import { PasteField } from '@/ui/bans/PasteField'
import { useJailChoice } from '@/ui/bans/useJailChoice'
import { Mend } from '@/ui/StaleBanner'
import { AllowPreview } from './AllowPreview'
import classes from './allow.module.css'
import { type Lasts, LastsField, lastsOf } from './LastsField'
import { useAllowPreview } from './useAllowPreview'

interface Props {
  addresses: readonly string[] | undefined
  banned: boolean
  onAllowed: (allowed: Allowed) => void
  onCancel: () => void
}

/** What is to be allowed, for how long, where and why, with what that would come to. */
export function AllowForm({ addresses: fixed, banned, onAllowed, onCancel }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const choice = useJailChoice(undefined)
  const [text, setText] = useState('')
  const [unfit, setUnfit] = useState<string>()
  // Whoever comes from a list of bans helps somebody out; whoever adds to the list means it to stay.
  const [lasts, setLasts] = useState<Lasts>({ end: fixed === undefined ? 'standing' : 'time', time: '1d' })
  const [lift, setLift] = useState(true)
  const [force, setForce] = useState(false)
  const [jails, setJails] = useState<string[]>([])
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const { timely, seconds } = lastsOf(lasts)
  const words = parsePaste(text, { names: true })
  const addresses = fixed ?? wordsIn(words, 'valid').map((word) => word.address)
  const where = { jails: some(jails), hosts: some(choice.chosenHosts) }
  const preview = useAllowPreview(addresses, where)
  const odd = (preview.data?.items ?? []).filter((item) => item.needs_force).map((item) => item.address)
  const doubtful = addresses.some(isWide) || odd.length > 0
  const problem = error === undefined ? undefined : asApiError(error)
  const fields = problem?.formErrors() ?? {}
  const refused = Object.entries(fields).find(([name]) => name.startsWith('addresses'))?.[1]
  const shown = new Set(['duration_seconds', 'note'])
  const general = problem && !Object.keys(fields).some((name) => shown.has(name)) && (fixed || !refused)

  const typed = (next: string) => {
    setText(next)
    setUnfit(undefined)
    setError(undefined)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!timely) return
    if (addresses.length === 0) return setUnfit(t`Name at least one address, network or name.`)
    if (wordsIn(words, 'invalid').length > 0) return setUnfit(t`Mend or remove what is not valid: nothing was allowed.`)
    setBusy(true)
    setError(undefined)
    try {
      const given = await orderAllowances({
        addresses: [...addresses],
        duration_seconds: seconds,
        ...where,
        note: note.trim() || undefined,
        lift,
        force: (doubtful && force) || undefined,
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
            No jail bans <span className="mono">{addresses.join(', ')}</span> by itself, and no block list does.
          </Trans>
        </p>
      ) : (
        <PasteField
          value={text}
          onChange={typed}
          error={unfit ?? (refused && withMend(refused, problem?.mend ?? undefined))}
          names
        />
      )}
      <LastsField value={lasts} onChange={setLasts} error={fields['duration_seconds']} />
      <Checkbox
        label={banned ? t`Lift its bans, too` : t`Lift bans that there may be`}
        checked={lift}
        onChange={(event) => setLift(event.currentTarget.checked)}
      />
      <AllowPreview preview={preview} lift={lift} />
      <MultiSelect
        label={t`Jails`}
        placeholder={jails.length === 0 ? t`All jails` : undefined}
        description={jails.length > 0 ? t`Only these jails: block lists block it all the same.` : undefined}
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
        label={t`Note`}
        description={t`What it is for; everybody who looks at the address sees it.`}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={fields['note']}
      />
      {doubtful && (
        <Checkbox
          label={odd.every(isWide) ? t`Yes, allow all of this very large network` : t`Yes, allow it all the same`}
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
        <Button type="submit" loading={busy} disabled={!timely || (doubtful && !force)}>
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

import { plural } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, MultiSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { mostAddresses, orderBans } from '@/api/bans'
import { refetchBans } from '@/api/queries'
import type { Result } from '@/api/types'
import { parsePaste, wordsIn } from '@/lib/paste'
import { asApiError } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { Mend } from '@/ui/StaleBanner'
import '@/theme/forms'
import { BanResults } from './BanResults'
import classes from './bans.module.css'
import { PasteField } from './PasteField'
import { useJailChoice } from './useJailChoice'

interface Props {
  opened: boolean
  onClose: () => void
  /** Filled in at the start. */
  address: string
  jail: string | undefined
}

/** What the server could not do stays in the field to be mended. */
const toMend: readonly Result['outcome'][] = ['invalid', 'unreachable', 'failed']

/** Bans one address or many that are pasted in, in one jail or several, and says for each what came of it. */
export function BanDialog({ opened, onClose, address, jail: firstJail }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const choice = useJailChoice(firstJail)
  const [text, setText] = useState(address)
  const [reason, setReason] = useState('')
  const [results, setResults] = useState<readonly Result[]>([])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const valid = wordsIn(parsePaste(text), 'valid')
  const problem = error === undefined ? undefined : asApiError(error)
  const fields = problem?.formErrors() ?? {}

  const order = async (addresses: string[], force: boolean) => {
    const hosts = choice.chosenHosts.length > 0 ? choice.chosenHosts : undefined
    const given: Result[] = []
    setBusy(true)
    setError(undefined)
    try {
      for (const jail of choice.chosenJails)
        given.push(...(await orderBans({ addresses, hosts, jail, reason: reason.trim() || undefined, force })))
      if (!force) setText(keepBad(text, given))
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
      setResults((old) => (force ? merge(old, given) : given))
      void refetchBans(client)
      void client.invalidateQueries({ queryKey: ['active-bans'] })
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (valid.length > 0)
      void order(
        valid.map((w) => w.address),
        false,
      )
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={560}
      title={t`Ban addresses`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <form onSubmit={submit} className={classes.form} noValidate>
        <PasteField value={text} onChange={setText} error={fields['addresses']} />
        <div className={classes.pair}>
          <JailSelect choice={choice} error={fields['jail']} />
          <TextInput
            label={t`Reason`}
            description={t`Optional; kept with the ban.`}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={fields['reason']}
          />
        </div>
        {choice.hosts.length > 1 && (
          <MultiSelect
            label={t`Hosts`}
            placeholder={choice.chosenHosts.length === 0 ? t`All hosts with this jail` : undefined}
            data={choice.hosts}
            value={choice.chosenHosts}
            onChange={choice.setHosts}
            clearable
          />
        )}
        {problem && Object.keys(fields).length === 0 && (
          <Banner tone="bad">
            {problem.message} {problem.mend && <Mend text={problem.mend} />}
          </Banner>
        )}
        <BanResults
          results={results}
          manyHosts={choice.hosts.length > 1}
          manyJails={choice.chosenJails.length > 1}
          busy={busy}
          onForce={(addresses) => void order(addresses, true)}
        />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose}>
            {results.length > 0 ? t`Done` : t`Cancel`}
          </Button>
          <Button
            type="submit"
            loading={busy}
            disabled={valid.length === 0 || valid.length > mostAddresses || choice.chosenJails.length === 0}
          >
            {valid.length > 0 ? t`Ban ${plural(valid.length, { one: '# address', other: '# addresses' })}` : t`Ban`}
          </Button>
        </Group>
        {valid.length > mostAddresses && (
          <p className="note">
            <Trans>At most {mostAddresses} addresses go into one order.</Trans>
          </p>
        )}
      </form>
    </Modal>
  )
}

/** One jail as a rule, so the list closes after each choice. */
function JailSelect({ choice, error }: { choice: ReturnType<typeof useJailChoice>; error: string | undefined }) {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  return (
    <MultiSelect
      label={t`Jails`}
      description={t`Their ban times and actions are used.`}
      placeholder={choice.chosenJails.length === 0 ? t`Choose jails` : t`Another jail`}
      data={choice.jails}
      value={choice.chosenJails}
      onChange={choice.setJails}
      dropdownOpened={opened}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      onOptionSubmit={() => setOpened(false)}
      searchable={choice.jails.length > 8}
      nothingFoundMessage={t`No such jail`}
      error={error}
    />
  )
}

/** The words that were not understood here, and those that the server could not do. */
function keepBad(text: string, results: readonly Result[]): string {
  const failed = new Set(results.filter((r) => toMend.includes(r.outcome)).map((r) => r.address))
  return parsePaste(text)
    .filter((w) => w.state === 'invalid' || failed.has(w.address))
    .map((w) => w.text)
    .join('\n')
}

/** Results of a second yes take the place of the questions. */
function merge(old: readonly Result[], given: readonly Result[]): Result[] {
  const answered = new Set(given.map((r) => r.address))
  return [...old.filter((r) => r.outcome !== 'needs_confirmation' || !answered.has(r.address)), ...given]
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { complaint, orderBans } from '@/api/bans'
import { addressKind } from '@/lib/address'
import { asApiError, sentence } from '@/lib/problem'
import { LazyConfirmDialog } from '@/ui/LazyConfirmDialog'
import { toastDone } from '@/ui/toast'
import classes from './BannedTab.module.css'
import { type JailKey, refreshSoon } from './queries'

interface Props {
  jail: JailKey
  /** Why nobody can be banned now. */
  hindrance: string | undefined
}

/** Bans one address or network in this jail; asks a second time where the server wants that, such as for one's own address. */
export function BanForm({ jail: { host, jail }, hindrance }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [doubt, setDoubt] = useState<string>()
  const address = text.trim().toLowerCase()

  const ban = async (force: boolean) => {
    const items = await orderBans({ addresses: [address], hosts: [host], jail, force })
    const ask = items.find((item) => item.outcome === 'needs_confirmation')
    if (ask) return setDoubt(sentence(ask.message || ask.code))
    const refused = complaint(items, ['banned', 'already_banned', 'pending'])
    if (refused) throw refused
    setText('')
    toastDone(t`${address} is banned by ${jail}.`)
    await client.invalidateQueries({ queryKey: ['active-bans'] })
    refreshSoon(client)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (addressKind(address) === undefined)
      return setError(t`Type an address or a network, such as 192.0.2.1 or 192.0.2.0/24.`)
    setBusy(true)
    setError(undefined)
    try {
      await ban(false)
    } catch (thrown) {
      const { message, mend } = asApiError(thrown)
      setError([message, mend].filter(Boolean).join(' '))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={classes.ban} onSubmit={submit} noValidate>
      <TextInput
        aria-label={t`Address or network to ban`}
        placeholder={t`Address or network to ban`}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setError(undefined)
        }}
        error={error}
        disabled={hindrance !== undefined}
        size="sm"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
      />
      <Button type="submit" variant="default" loading={busy} disabled={hindrance !== undefined}>
        <Trans>Ban</Trans>
      </Button>
      <LazyConfirmDialog
        opened={doubt !== undefined}
        danger
        title={t`Ban ${address} in ${jail} all the same?`}
        confirm={t`Ban ${address}`}
        onConfirm={() => ban(true)}
        onClose={() => setDoubt(undefined)}
      >
        {doubt}
      </LazyConfirmDialog>
    </form>
  )
}

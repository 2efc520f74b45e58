import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Switch } from '@mantine/core'
import { IconListCheck, IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import type { JailDetail } from '@/api/types'
import { addressKind } from '@/lib/address'
import { Address } from '@/ui/Address'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { toastError, toastUndo } from '@/ui/toast'
import { IgnoreAdd } from './IgnoreAdd'
import classes from './IgnoreTab.module.css'
import { type EntryKind, entryKind } from './ignoreEntry'
import { LastsNote } from './LastsNote'
import { useHindrance } from './useHindrance'
import { useJailChange, usePendingChanges } from './useJailChange'

interface Props {
  jail: JailDetail
  settings: NonNullable<JailDetail['settings']>
}

/** The addresses, networks and names that a jail never bans. */
export function IgnoreTab({ jail, settings }: Props) {
  const { t } = useLingui()
  const key = { host: jail.host, jail: jail.name }
  const { mutateAsync: change } = useJailChange(key)
  const pending = usePendingChanges(key)
  const hindrance = useHindrance('jails.write', jail.reachable)
  const heading = useRef<HTMLDivElement>(null)
  const leaving = new Set(pending.flatMap((c) => c.remove_ignore ?? []))
  const shown = settings.ignore.filter((entry) => !leaving.has(entry))
  const self = pending.find((c) => c.ignore_self !== undefined)?.ignore_self ?? settings.ignore_self
  const remove = async (entry: string) => {
    heading.current?.focus()
    try {
      await change({ remove_ignore: [entry] })
      toastUndo(t`${entry} can be banned again.`, () => change({ add_ignore: [entry] }))
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <>
      <Card title={t`Never banned by this jail`} flush>
        <div className={`note ${classes.intro}`} ref={heading} tabIndex={-1}>
          {hindrance ?? (
            <Trans>Attempts from here are not counted. Bans that are in force already stay until they end.</Trans>
          )}
        </div>
        <IgnoreAdd
          known={settings.ignore}
          disabled={hindrance !== undefined}
          onAdd={(entries) => change({ add_ignore: entries })}
        />
        {shown.length === 0 ? (
          <EmptyState title={t`The list is empty.`} icon={<IconListCheck size={26} stroke={1.4} aria-hidden="true" />}>
            <Trans>Add your own addresses, so that you cannot lock yourself out.</Trans>
          </EmptyState>
        ) : (
          <ul className={classes.list} aria-label={t`Never banned by this jail`}>
            {shown.map((entry) => (
              <Entry key={entry} entry={entry} disabled={hindrance !== undefined} onRemove={() => void remove(entry)} />
            ))}
          </ul>
        )}
        <div className={classes.self}>
          <Switch
            checked={self}
            disabled={hindrance !== undefined}
            onChange={(event) => change({ ignore_self: event.currentTarget.checked }).catch(toastError)}
            label={<Trans>Never ban this host’s own addresses</Trans>}
            description={<Trans>fail2ban finds them by itself, whatever the list says.</Trans>}
          />
        </div>
      </Card>
      <LastsNote host={jail.host} />
    </>
  )
}

interface EntryProps {
  entry: string
  disabled: boolean
  onRemove: () => void
}

function Entry({ entry, disabled, onRemove }: EntryProps) {
  const { t } = useLingui()
  const kinds: Record<EntryKind, string> = { address: t`address`, network: t`network`, name: t`host name` }
  const kind = entryKind(entry)
  return (
    <li className={classes.item}>
      <Address value={entry} plain={addressKind(entry) === undefined} />
      <span className={classes.kind}>{kind && kinds[kind]}</span>
      <ActionIcon size={28} disabled={disabled} aria-label={t`Remove ${entry}`} title={t`Remove`} onClick={onRemove}>
        <IconX size={15} stroke={1.7} />
      </ActionIcon>
    </li>
  )
}

import { Trans } from '@lingui/react/macro'
import { IconFileText, IconShieldLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ConfigPart } from '@/api/types'
import { Chip } from '@/ui/Chip'
import { PageHeader } from '@/ui/PageHeader'
import { StatusDot } from '@/ui/StatusDot'
import { BackLink } from './BackLink'
import buttons from './buttons.module.css'
import { PartActions } from './PartActions'
import classes from './PartDetail.module.css'
import { configQuery, type PartKey } from './queries'
import type { ConfigSearch } from './search'

interface Props {
  part: ConfigPart
  partKey: PartKey
  title: string
  back: ConfigSearch
}

/** Name and state of a part, and links to its jail and its files. */
export function PartHeader({ part, partKey, title, back }: Props) {
  const { host } = partKey
  const file = part.files.at(-1)
  return (
    <PageHeader
      title={title}
      back={<BackLink {...back} />}
      beside={
        part.ours && (
          <Chip tone="accent">
            <Trans>own</Trans>
          </Chip>
        )
      }
      note={
        <span className={classes.facts}>
          <State part={part} />
          {part.jails.length > 0 && <UsedBy host={host} jails={part.jails} />}
        </span>
      }
      actions={
        <>
          {part.kind === 'jail' && part.enabled && (
            <Link to="/jails/$host/$jail" params={{ host, jail: part.name }} className={buttons.button}>
              <IconShieldLock size={15} stroke={1.7} aria-hidden="true" />
              <Trans>Jail</Trans>
            </Link>
          )}
          {file !== undefined && !file.startsWith('/') && (
            <Link
              to="/configuration/$host/file"
              params={{ host }}
              search={{ parts: back.parts, q: back.q, name: file }}
              className={buttons.button}
            >
              <IconFileText size={15} stroke={1.7} aria-hidden="true" />
              <Trans>Open file</Trans>
            </Link>
          )}
          <PartActions host={host} part={part} />
        </>
      }
    />
  )
}

function State({ part }: { part: ConfigPart }) {
  const { kind, enabled, skipped } = part
  if (skipped)
    return (
      <StatusDot tone="bad">
        {kind === 'jail' ? <Trans>Left out by fail2ban</Trans> : <Trans>Rejected by fail2ban</Trans>}
      </StatusDot>
    )
  if (kind === 'server') return <Trans>What holds for fail2ban as a whole, and not for one jail</Trans>
  if (kind === 'jail')
    return enabled ? (
      <StatusDot tone="ok">
        <Trans>Active jail</Trans>
      </StatusDot>
    ) : (
      <StatusDot tone="idle">
        <Trans>Jail that is not active</Trans>
      </StatusDot>
    )
  if (kind === 'filter') return enabled ? <Trans>Filter in use</Trans> : <Trans>Filter that no active jail uses</Trans>
  return enabled ? <Trans>Action in use</Trans> : <Trans>Action that no active jail uses</Trans>
}

const mostNamed = 6

/** Active jails come first. */
function UsedBy({ host, jails }: { host: string; jails: readonly string[] }) {
  const all = useQuery(configQuery(host)).data?.jails ?? []
  const active = jails.filter((name) => all.some((jail) => jail.name === name && jail.enabled))
  const named = [...new Set([...active, ...jails])].slice(0, mostNamed)
  const more = jails.length - named.length
  return (
    <span className={classes.files}>
      <Trans>Jails:</Trans>
      {named.map((name) => (
        <Link key={name} to="/configuration/$host/$kind/$name" params={{ host, kind: 'jails', name }}>
          {name}
        </Link>
      ))}
      {more > 0 && <Trans>and {more} more</Trans>}
    </span>
  )
}

import { useLingui } from '@lingui/react/macro'
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import {
  type Icon,
  IconBan,
  IconHistory,
  IconKeyboard,
  IconListCheck,
  IconLogout,
  IconMoon,
  IconPlayerPlay,
  IconSearch,
  IconServer,
  IconShieldLock,
} from '@tabler/icons-react'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { runNow, schedulesQuery } from '@/api/jobs'
import { useMay } from '@/api/may'
import { hostsQuery, jailsQuery } from '@/api/queries'
import { configQuery } from '@/features/config/queries'
import { useSignOut } from '@/features/session/useSignOut'
import { addressKind, splitNetwork } from '@/lib/address'
import { matches } from '@/lib/match'
import { toastDone, toastError } from '@/ui/toast'
import { pages } from './pages'

export interface Command {
  id: string
  label: string
  note?: string
  /** The keys that do the same. */
  keys?: string
  icon: Icon
  run: () => void
}

export interface CommandGroup {
  title: string
  commands: Command[]
}

const mostJails = 8

/** What the palette offers for a query, by group; groups without a hit are left out. */
export function useCommands(query: string, onHelp: () => void): CommandGroup[] {
  const { t } = useLingui()
  const address = useAddressCommands(query.trim())
  const fits = (command: Command) => matches(`${command.label} ${command.note ?? ''}`, query.trim())
  const groups: CommandGroup[] = [
    { title: t`Pages`, commands: usePageCommands().filter(fits) },
    { title: t`Jails`, commands: useJailCommands().filter(fits).slice(0, mostJails) },
    {
      title: t`Configuration`,
      commands: useConfigCommands(query.trim() !== '')
        .filter(fits)
        .slice(0, mostJails),
    },
    { title: t`Hosts`, commands: useHostCommands().filter(fits) },
    { title: t`Jobs`, commands: useJobCommands().filter(fits) },
    { title: t`General`, commands: useGeneralCommands(onHelp).filter(fits) },
  ]
  return [{ title: t`Address`, commands: address }, ...groups].filter((group) => group.commands.length > 0)
}

/** For a query that is an address or network. Whether it is banned shows where each of these leads. */
function useAddressCommands(query: string): Command[] {
  const { t } = useLingui()
  const navigate = useNavigate()
  const may = useMay('bans.write')
  if (addressKind(query) === undefined) return []
  const { address, prefix } = splitNetwork(query.toLowerCase())
  const lookUp: Command = {
    id: 'look-up',
    label: t`Look up ${query}`,
    note: may ? t`See where and why it is banned, and unban it there` : t`See where and why it is banned`,
    icon: IconSearch,
    run: () => navigate({ to: '/addresses/$address', params: { address }, search: { prefix } }),
  }
  const list: Command = {
    id: 'history',
    label: t`Find ${query} in the history`,
    icon: IconHistory,
    run: () => navigate({ to: '/history', search: { address: query.toLowerCase() } }),
  }
  if (!may) return [lookUp, list]
  const ban: Command = {
    id: 'ban',
    label: t`Ban ${query}…`,
    icon: IconBan,
    run: () => navigate({ to: '/bans', search: { ban: query } }),
  }
  return [lookUp, ban, list]
}

function usePageCommands(): Command[] {
  const { t } = useLingui()
  const navigate = useNavigate()
  return pages.map((page) => ({
    id: page.to,
    label: t(page.title),
    keys: page.key && `g ${page.key}`,
    icon: page.icon,
    run: () => navigate({ to: page.to }),
  }))
}

function useJailCommands(): Command[] {
  const navigate = useNavigate()
  const { data: hosts } = useQuery(hostsQuery)
  const lists = useQueries({ queries: (hosts?.items ?? []).map((host) => jailsQuery(host.name)) })
  const jails = lists.flatMap((list) => list.data?.items ?? [])
  return jails.map(({ host, name }) => ({
    id: `${host}/${name}`,
    label: name,
    note: lists.length > 1 ? host : undefined,
    icon: IconShieldLock,
    run: () => navigate({ to: '/jails/$host/$jail', params: { host, jail: name } }),
  }))
}

/** Jails, filters and actions as the files have them; there are too many to show them unasked. */
function useConfigCommands(wanted: boolean): Command[] {
  const { t } = useLingui()
  const navigate = useNavigate()
  const may = useMay('config.read')
  const { data: hosts } = useQuery(hostsQuery)
  const names = hosts?.items.map((host) => host.name) ?? []
  const enabled = may && wanted
  const lists = useQueries({ queries: names.map((host) => ({ ...configQuery(host), enabled, staleTime: 60_000 })) })
  if (!enabled) return []
  const note = { jails: t`Jail, in the configuration`, filters: t`Filter`, actions: t`Action` }
  const kinds = ['jails', 'filters', 'actions'] as const
  return lists.flatMap(({ data }) =>
    kinds.flatMap((kind) =>
      (data?.[kind] ?? []).map(({ name }) => ({
        id: `config/${data?.host}/${kind}/${name}`,
        label: name,
        note: names.length > 1 ? `${note[kind]} · ${data?.host}` : note[kind],
        icon: IconListCheck,
        run: () => navigate({ to: '/configuration/$host/$kind/$name', params: { host: data?.host ?? '', kind, name } }),
      })),
    ),
  )
}

function useHostCommands(): Command[] {
  const { t } = useLingui()
  const navigate = useNavigate()
  const { data } = useQuery(hostsQuery)
  return (data?.items ?? []).map(({ name, reachable }) => ({
    id: name,
    label: name,
    note: reachable ? t`Its jails` : t`Unreachable`,
    icon: IconServer,
    run: () => navigate({ to: '/jails', search: { host: name } }),
  }))
}

/** Tasks that can be run now; those that run lead to what they do. */
function useJobCommands(): Command[] {
  const { t } = useLingui()
  const navigate = useNavigate()
  const may = useMay('jobs.run')
  const { data } = useQuery({ ...schedulesQuery, enabled: may })
  if (!may) return []
  return (data?.items ?? []).map(({ task, title, running }) => ({
    id: `job/${task}`,
    label: running ? title || task : t`Run now: ${title || task}`,
    note: running ? t`It runs; see how far it is` : undefined,
    icon: IconPlayerPlay,
    run: () => {
      if (running) void navigate({ to: '/jobs/$id', params: { id: String(running.id) } })
      else runNow(task).then(() => toastDone(t`“${title || task}” starts within seconds.`), toastError)
    },
  }))
}

function useGeneralCommands(onHelp: () => void): Command[] {
  const { t } = useLingui()
  const signOut = useSignOut()
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  return [
    {
      id: 'scheme',
      label: dark ? t`Switch to light colours` : t`Switch to dark colours`,
      icon: IconMoon,
      run: () => setColorScheme(dark ? 'light' : 'dark'),
    },
    { id: 'help', label: t`Keyboard shortcuts`, keys: '?', icon: IconKeyboard, run: () => setTimeout(onHelp) },
    { id: 'sign-out', label: t`Sign out`, icon: IconLogout, run: () => void signOut() },
  ]
}

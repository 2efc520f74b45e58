import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import {
  type Icon,
  IconApi,
  IconBan,
  IconClockPlay,
  IconFileText,
  IconGauge,
  IconGitCommit,
  IconHistory,
  IconListCheck,
  IconMap2,
  IconRegex,
  IconServer2,
  IconShieldBolt,
  IconShieldCheck,
  IconShieldLock,
  IconShieldX,
} from '@tabler/icons-react'

export interface PageLink {
  to:
    | '/'
    | '/map'
    | '/bans'
    | '/history'
    | '/log'
    | '/jails'
    | '/configuration'
    | '/configuration/workbench'
    | '/revisions'
    | '/allowlist'
    | '/blocklists'
    | '/blocklists/enforcement'
    | '/jobs'
    | '/replicas'
    | '/api-docs'
  title: MessageDescriptor
  icon: Icon
  /** Pressed after `g`. */
  key?: string
}

/** The pages of the left bar by group, in their order; the palette and the shortcuts read it too. */
export const pageGroups: readonly { title: MessageDescriptor; pages: readonly PageLink[] }[] = [
  {
    title: msg`Monitor`,
    pages: [
      { to: '/', title: msg`Dashboard`, icon: IconGauge, key: 'd' },
      { to: '/map', title: msg`World map`, icon: IconMap2, key: 'm' },
      { to: '/bans', title: msg`Active bans`, icon: IconBan, key: 'b' },
      { to: '/history', title: msg`History`, icon: IconHistory, key: 'h' },
      { to: '/log', title: msg`Log`, icon: IconFileText, key: 'l' },
    ],
  },
  {
    title: msg`Manage`,
    pages: [
      { to: '/jails', title: msg`Jails`, icon: IconShieldLock, key: 'j' },
      { to: '/configuration', title: msg`Configuration`, icon: IconListCheck, key: 'c' },
      { to: '/configuration/workbench', title: msg`Workbench`, icon: IconRegex, key: 'w' },
      { to: '/revisions', title: msg`Revisions`, icon: IconGitCommit, key: 'v' },
      { to: '/allowlist', title: msg`Allow list`, icon: IconShieldCheck, key: 'e' },
      { to: '/blocklists', title: msg`Block lists`, icon: IconShieldX, key: 'k' },
      { to: '/blocklists/enforcement', title: msg`Enforcement`, icon: IconShieldBolt, key: 'f' },
    ],
  },
  {
    title: msg`System`,
    pages: [
      { to: '/jobs', title: msg`Jobs`, icon: IconClockPlay, key: 'o' },
      { to: '/replicas', title: msg`Replicas`, icon: IconServer2, key: 'r' },
      { to: '/api-docs', title: msg`API documentation`, icon: IconApi, key: 'a' },
    ],
  },
]

export const pages: readonly PageLink[] = pageGroups.flatMap((g) => g.pages)

import type { JailDetail } from '@/api/types'
import { parseDuration } from '@/lib/duration'
import { durationText } from '@/lib/durationText'
import type { JailChange } from './orders'

type Settings = NonNullable<JailDetail['settings']>

/** The settings as the form holds them: lengths of time and numbers as text. */
export interface SettingsForm {
  ban_time_seconds: string
  find_time_seconds: string
  max_retry: string
  max_matches: string
  use_dns: Settings['use_dns']
  increment_enabled: boolean
  max_ban_time_seconds: string
}

export type SettingName = keyof SettingsForm

/** What was changed in the form and not yet saved. */
export type SettingsEdits = Partial<SettingsForm>

/** What is wrong with a field. */
export type SettingFault = 'duration' | 'too-short' | 'number'

/** What fail2ban uses now, as the form shows it. No limit of escalated bans is an empty text. */
export function formOf(s: Settings): SettingsForm {
  return {
    ban_time_seconds: durationText(s.ban_time_seconds),
    find_time_seconds: durationText(s.find_time_seconds),
    max_retry: String(s.max_retry),
    max_matches: String(s.max_matches),
    use_dns: s.use_dns,
    increment_enabled: s.increment.enabled,
    max_ban_time_seconds: s.increment.max_time_seconds === null ? '' : durationText(s.increment.max_time_seconds),
  }
}

/** A field as the server takes it; undefined if its text makes no sense. */
function read(form: SettingsForm, name: SettingName): number | string | boolean | undefined {
  const value = form[name]
  if (typeof value === 'boolean' || name === 'use_dns') return value
  if (name === 'max_retry' || name === 'max_matches') return /^\s*\d+\s*$/.test(value) ? Number(value) : undefined
  if (name === 'max_ban_time_seconds' && value.trim() === '') return 0
  return parseDuration(value)
}

const names: readonly SettingName[] = [
  'ban_time_seconds',
  'find_time_seconds',
  'max_retry',
  'max_matches',
  'use_dns',
  'increment_enabled',
  'max_ban_time_seconds',
]

/** The fields that differ from what fail2ban uses; "60m" is no change of "1h". */
export function changedNames(now: SettingsForm, form: SettingsForm): SettingName[] {
  return names.filter((name) => form[name] !== now[name] && (read(form, name) ?? Number.NaN) !== read(now, name))
}

/** What is to be sent to the server: the changed fields alone. */
export function changeOf(now: SettingsForm, form: SettingsForm): JailChange {
  return Object.fromEntries(changedNames(now, form).map((name) => [name, read(form, name)]))
}

/** What is wrong with each field, as far as it can be told here; the server stays the judge. */
export function faultsOf(form: SettingsForm): Partial<Record<SettingName, SettingFault>> {
  const faults = names.map((name) => [name, faultOf(name, read(form, name))] as const)
  return Object.fromEntries(faults.filter(([, fault]) => fault !== undefined))
}

function faultOf(name: SettingName, value: ReturnType<typeof read>): SettingFault | undefined {
  const time = name.endsWith('_seconds')
  if (value === undefined) return time ? 'duration' : 'number'
  if (typeof value !== 'number') return undefined
  if (name === 'ban_time_seconds') return value === 0 ? 'too-short' : undefined
  if (name === 'find_time_seconds') return value < 1 ? 'too-short' : undefined
  if (name === 'max_ban_time_seconds') return value < 0 ? 'duration' : undefined
  return value > 10_000 || (name === 'max_retry' && value < 1) ? 'number' : undefined
}

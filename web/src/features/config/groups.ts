import type { ConfigOption, ConfigSetOption } from '@/api/types'
import { matches } from '@/lib/match'

/** A line of a page: an option that is set, one that could be, or both what is known of it and its value. */
export interface OptionLine {
  name: string
  known?: ConfigOption
  set?: ConfigSetOption
}

/** Options that have to do with each other. */
export interface OptionGroup {
  /** As the table of options calls it; `others` for what is not in the table. */
  name: string
  lines: OptionLine[]
}

/** Sorts the options of a part into groups, in the order of the table. What the version does not have, and what nothing sets and only others would look at, is left out. */
export function groupOptions(
  scope: ConfigOption['scope'],
  version: string,
  known: readonly ConfigOption[],
  set: readonly ConfigSetOption[],
): OptionGroup[] {
  const values = new Map(set.map((option) => [option.name, option]))
  const groups = new Map<string, OptionLine[]>()
  const add = (group: string, line: OptionLine) => {
    const lines = groups.get(group)
    if (lines) lines.push(line)
    else groups.set(group, [line])
  }
  const inTable = known.filter((option) => option.scope === scope)
  for (const option of inTable) {
    const value = values.get(option.name)
    if (value || (!option.variable && !isNewer(option.since, version)))
      add(option.group, { name: option.name, known: option, ...(value && { set: value }) })
  }
  const names = new Set(inTable.map((option) => option.name))
  for (const option of set) if (!names.has(option.name)) add('others', { name: option.name, set: option })
  return [...groups].map(([name, lines]) => ({ name, lines }))
}

/** Whether a version such as 1.1.1 came after another one; an empty one is older than all. */
export function isNewer(version: string, than: string): boolean {
  const a = version.split('.').map(Number)
  const b = than.split('.').map(Number)
  for (const i of [0, 1, 2]) {
    const [x, y] = [a[i] || 0, Number.parseInt(String(b[i] ?? 0), 10) || 0]
    if (x !== y) return x > y
  }
  return false
}

/** Whether a file says something about the option, and not only fail2ban itself. */
export function isSet({ set }: OptionLine): boolean {
  return set !== undefined && (set.value.origin === 'file' || set.value.origin === 'parameter')
}

/** Only what is looked for: options with the words in name, label or help, and only those that are set if `onlySet`. */
export function narrowGroups(groups: readonly OptionGroup[], query: string, onlySet: boolean): OptionGroup[] {
  const fits = (line: OptionLine) =>
    (!onlySet || isSet(line)) &&
    matches(`${line.name} ${line.known?.label ?? ''} ${line.known?.help ?? ''}`, query.trim())
  return groups
    .map((group) => ({ ...group, lines: group.lines.filter(fits) }))
    .filter((group) => group.lines.length > 0)
}

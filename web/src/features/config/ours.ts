import type { ConfigPart } from '@/api/types'

/** The name of the file in jail.d that BanGUI writes. */
export const ownJails = 'jail.d/zz-bangui.local'

/** The file in which we say something about a part, if we do: our own one of the jails, or the .local file of a filter or an action. */
export function ownFileOf({ kind, name, files }: Pick<ConfigPart, 'kind' | 'name' | 'files'>): string | undefined {
  const file = kind === 'jail' ? ownJails : `${kind}.d/${name}.local`
  return files.includes(file) ? file : undefined
}

/** Whether it is a program in Python, which is neither copied nor changed here. */
export function isProgram({ name }: Pick<ConfigPart, 'name'>): boolean {
  return name.endsWith('.py')
}

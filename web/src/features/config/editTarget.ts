import type { ConfigPart } from '@/api/types'
import type { OptionLine } from './groups'
import type { EditTarget } from './OptionEdit'

/** The name of the files in jail.d and fail2ban.d that BanGUI writes. */
const ownFile = 'zz-bangui.local'

/** Where a change of an option of a part goes: our own file, or the .local file of a filter or an action. */
export function editTarget(part: Pick<ConfigPart, 'kind' | 'name'>, line: OptionLine): EditTarget {
  const section = line.known?.section || 'Definition'
  switch (part.kind) {
    case 'jail':
      return { name: `jail.d/${ownFile}`, section: part.name }
    case 'server':
      return { name: `fail2ban.d/${ownFile}`, section }
    default: {
      const file = `${part.kind}.d/${part.name}.local`
      const place = line.set?.value.place?.section
      return { name: file, file, section: line.known?.section || place || section }
    }
  }
}

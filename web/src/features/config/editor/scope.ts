import type { ConfigFile, ConfigOption } from '@/api/types'

/** Which options a file of a kind may have; files that others include have mostly those of jails. */
export function scopeOf(kind: ConfigFile['kind']): ConfigOption['scope'] {
  switch (kind) {
    case 'server':
    case 'filter':
    case 'action':
      return kind
    default:
      return 'jail'
  }
}

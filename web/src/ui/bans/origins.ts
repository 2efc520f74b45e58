import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Ban } from '@/api/types'

/** Where a ban comes from, in words. */
export const originNames: Record<Ban['origin'], MessageDescriptor> = {
  detected: msg`detected`,
  manual: msg`by hand`,
  blocklist: msg`blocklist`,
  fleet: msg`other host`,
}

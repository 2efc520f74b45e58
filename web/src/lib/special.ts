import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** Why an address is none of the internet, by the server's word for it. */
export const specialWords: Record<string, MessageDescriptor> = {
  private: msg`a private network`,
  loopback: msg`the machine itself`,
  link_local: msg`the local link`,
  multicast: msg`multicast, which cannot be a sender`,
  unspecified: msg`unspecified, which cannot be a sender`,
}

import { Trans } from '@lingui/react/macro'
import type { Protected } from '@/api/types'

/** Why something must not be blocked, in words. */
export function ProtectedWords({ one: { why, detail } }: { one: Pick<Protected, 'why' | 'detail'> }) {
  switch (why) {
    case 'signed_in':
      return detail === '' ? (
        <Trans>Somebody uses BanGUI from here</Trans>
      ) : (
        <Trans>{detail} uses BanGUI from here</Trans>
      )
    case 'trusted_proxy':
      return <Trans>A proxy in front of BanGUI</Trans>
    case 'replica':
      return <Trans>BanGUI runs here, on {detail}</Trans>
    case 'database':
      return <Trans>The database server of BanGUI</Trans>
    case 'allowance':
      return <Trans>On the allow list as {detail}</Trans>
  }
}

import { Trans } from '@lingui/react/macro'

/** Why something must not be blocked, in words. */
export function ProtectedWords({ one: { why, detail } }: { one: { why: string; detail: string } }) {
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
    case 'loopback':
      return <Trans>The machine itself</Trans>
    case 'link_local':
      return <Trans>Neighbours on the link</Trans>
    case 'multicast':
      return <Trans>Multicast</Trans>
    case 'own_address':
      return detail === '' ? <Trans>An address of the host</Trans> : <Trans>An address of the host, on {detail}</Trans>
    case 'gateway':
      return <Trans>The gateway of the host</Trans>
    case 'resolver':
      return <Trans>A name server of the host</Trans>
    default:
      // A newer server may know other reasons.
      return <>{detail || why}</>
  }
}

import { addressKind } from './address'

/** Whether a network holds so many addresses that the server asks for a second yes: shorter than /16, for IPv6 than /32. */
export function isWide(network: string): boolean {
  const bits = Number(network.split('/')[1])
  const kind = addressKind(network)
  return (kind === 'ipv4-network' && bits < 16) || (kind === 'ipv6-network' && bits < 32)
}

import { useLingui } from '@lingui/react/macro'
import { useMay } from '@/api/may'

/** Why an order cannot be given now, in words; undefined if it can. `reachable` is whether the host's fail2ban answers. */
export function useHindrance(
  permission: 'jails.control' | 'jails.write' | 'bans.write',
  reachable: boolean,
): string | undefined {
  const { t } = useLingui()
  const may = useMay(permission)
  if (may) return reachable ? undefined : t`Not possible while fail2ban does not answer.`
  switch (permission) {
    case 'jails.control':
      return t`Starting and stopping jails takes an administrator.`
    case 'jails.write':
      return t`Changing jails takes an administrator.`
    default:
      return t`Banning and unbanning takes an operator or an administrator.`
  }
}

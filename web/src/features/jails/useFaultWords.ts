import { useLingui } from '@lingui/react/macro'
import type { SettingFault, SettingName } from './settings'

/** Says in words what is wrong with a field. */
export function useFaultWords(): (name: SettingName, fault: SettingFault) => string {
  const { t } = useLingui()
  return (name, fault) => {
    if (fault === 'number')
      return name === 'max_retry' ? t`Use a number from 1 to 10,000.` : t`Use a number from 0 to 10,000.`
    if (fault === 'too-short') return t`Use one second or more.`
    return name === 'ban_time_seconds'
      ? t`Write a length of time such as 10m, 1d 12h or 600, or “permanent”.`
      : t`Write a length of time such as 10m, 1d 12h or 600.`
  }
}

import { useLingui } from '@lingui/react/macro'
import type { ConfigOption } from '@/api/types'

/** What can be written for an option: its type, unit and bounds in words, and what counts without it. */
export function useTypeWords(): (option: ConfigOption | undefined) => string {
  const { t } = useLingui()
  return (option) => {
    if (option === undefined) return ''
    const { type, unit, minimum, separator } = option
    const words = (() => {
      switch (type) {
        case 'integer':
          if (minimum === null) return t`A whole number.`
          return t`A whole number from ${minimum} on.`
        case 'duration':
          return unit === 'seconds'
            ? t`A length of time such as 1d 12h, or a number of seconds.`
            : t`A length of time such as 1d 12h.`
        case 'list':
          return separator === '\n' ? t`One a line.` : t`Separated by blanks.`
        case 'addresses':
          return t`Addresses and networks, separated by blanks or one a line.`
        case 'paths':
          return t`Log files, one a line; patterns such as /var/log/app/*.log.`
        case 'expression':
          return t`One expression.`
        case 'expressions':
          return t`Regular expressions, one a line.`
        case 'command':
          return t`Commands for a shell.`
        default:
          return ''
      }
    })()
    const fallback = option.default ? t`Without it ${option.default} counts.` : ''
    return [words, fallback].filter(Boolean).join(' ')
  }
}

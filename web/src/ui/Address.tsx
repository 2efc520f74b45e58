import { useLingui } from '@lingui/react/macro'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import '@/theme/mono'
import classes from './Address.module.css'

/** An address or network: never cut off, in figures of equal width, with a button that copies it. */
export function Address({ value }: { value: string }) {
  return (
    <span className={classes.address}>
      <span className={classes.text}>{value}</span>
      <CopyButton value={value} />
    </span>
  )
}

/** Copies `value`; the label names it, so that a list of such buttons can be told apart. */
export function CopyButton({ value }: { value: string }) {
  const { t } = useLingui()
  const { copied, copy } = useClipboard({ timeout: 1500 })
  const label = copied ? t`Copied` : t`Copy ${value}`
  const Icon = copied ? IconCheck : IconCopy
  return (
    <button type="button" className={classes.copy} aria-label={label} title={label} onClick={() => copy(value)}>
      <Icon size={14} stroke={1.7} aria-hidden="true" />
    </button>
  )
}

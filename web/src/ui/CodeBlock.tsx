import { useLingui } from '@lingui/react/macro'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import '@/theme/mono'
import classes from './CodeBlock.module.css'

interface Props {
  value: string
  /** What is copied, in words: "Copy the ban command". */
  copyLabel: string
  /** The value in colours; the plain value if left out. */
  children?: ReactNode
}

/** A command, path or expression: monospaced, wrapped and never cut, with a button that copies it. */
export function CodeBlock({ value, copyLabel, children }: Props) {
  const { t } = useLingui()
  const { copied, copy } = useClipboard({ timeout: 1500 })
  const label = copied ? t`Copied` : copyLabel
  const Icon = copied ? IconCheck : IconCopy
  return (
    <div className={classes.block}>
      {children ?? value}
      <button type="button" className={classes.copy} aria-label={label} title={label} onClick={() => copy(value)}>
        <Icon size={14} stroke={1.7} aria-hidden="true" />
      </button>
    </div>
  )
}

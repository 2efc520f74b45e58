import { useLingui } from '@lingui/react/macro'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './Chip.module.css'
import type { Tone } from './StatusDot'

interface Props {
  tone?: Tone | 'accent'
  /** Small capitals in a thin box: country codes. */
  code?: boolean
  /** What it stands for: in the tooltip, and read out instead. */
  words?: string
  children: ReactNode
}

/** A short word in a rounded box. */
export function Chip({ tone, code, words, children }: Props) {
  const named = words === undefined ? {} : { title: words, role: 'img', 'aria-label': words }
  return (
    <span className={classes.chip} data-tone={tone} data-code={code || undefined} {...named}>
      {children}
    </span>
  )
}

/** A filter that is in force; pressing it takes it away. */
export function RemovableChip({ label, onRemove }: { label: string; onRemove: () => void }) {
  const { t } = useLingui()
  return (
    <button type="button" className={classes.chip} data-tone="accent" onClick={onRemove} title={t`Remove filter`}>
      {label}
      <IconX size={13} aria-hidden="true" />
    </button>
  )
}

import { useLingui } from '@lingui/react/macro'
import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './Chip.module.css'
import type { Tone } from './StatusDot'

interface Props {
  tone?: Tone | 'accent'
  /** Small capitals in a thin box: country codes. */
  code?: boolean
  children: ReactNode
}

/** A short word in a rounded box. */
export function Chip({ tone, code, children }: Props) {
  return (
    <span className={classes.chip} data-tone={tone} data-code={code || undefined}>
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

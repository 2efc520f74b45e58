import { useLingui } from '@lingui/react/macro'
import { useClipboard } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { splitNetwork } from '@/lib/address'
import '@/theme/mono'
import classes from './Address.module.css'

/**
 * An address or network: never cut off, in figures of equal width, with a button that copies it. It leads to all that is known of
 * it, unless it is `plain`.
 */
export function Address({ value, plain }: { value: string; plain?: boolean }) {
  return (
    <span className={classes.address}>
      {plain ? (
        <span className={classes.text}>{value}</span>
      ) : (
        <AddressLink value={value} mono>
          {value}
        </AddressLink>
      )}
      <CopyButton value={value} />
    </span>
  )
}

interface LinkProps {
  value: string
  /** In figures of equal width, as addresses are written. */
  mono?: boolean
  children: ReactNode
}

/** Leads to the page of an address, of a network or of another ban id. */
export function AddressLink({ value, mono, children }: LinkProps) {
  const { address, prefix } = splitNetwork(value)
  const className = mono ? `${classes.link} ${classes.text}` : classes.link
  return (
    <Link to="/addresses/$address" params={{ address }} search={{ prefix }} className={className}>
      {children}
    </Link>
  )
}

/** Copies `value`; the label names it, so that a list of such buttons can be told apart. */
export function CopyButton({ value }: { value: string }) {
  const { t } = useLingui()
  const { copied, copy } = useClipboard({ timeout: 1500 })
  const label = copied ? t`Copied` : t`Copy ${value}`
  return (
    <button
      type="button"
      className={classes.copy}
      data-copied={copied || undefined}
      aria-label={label}
      title={label}
      onClick={() => copy(value)}
    />
  )
}

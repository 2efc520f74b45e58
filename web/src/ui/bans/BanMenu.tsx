import { useLingui } from '@lingui/react/macro'
import { type ComponentProps, lazy, Suspense, useState } from 'react'
import type { Ban } from '@/api/types'
import classes from './bans.module.css'
import type { BanActions } from './useBanActions'

const OpenMenu = lazy(() => import('./BanMenuOpen').then((m) => ({ default: m.BanMenuOpen })))

/** The "…" at the end of a row. The menu is fetched and made when it is first opened: a table has many of these. */
export function BanMenu({ ban, actions }: { ban: Ban; actions: BanActions }) {
  const [opened, setOpened] = useState<boolean>()
  const button = <MenuButton address={ban.address} aria-expanded={opened ?? false} onClick={() => setOpened(true)} />
  if (opened === undefined) return button
  return (
    <Suspense fallback={button}>
      <OpenMenu ban={ban} actions={actions} opened={opened} onChange={setOpened} />
    </Suspense>
  )
}

/** The button alone; what it is given goes to the element, as a menu's target needs. */
export function MenuButton({ address, ...rest }: { address: string } & ComponentProps<'button'>) {
  const { t } = useLingui()
  return (
    <button
      type="button"
      {...rest}
      className={classes.menuButton}
      aria-label={t`What to do with ${address}`}
      aria-haspopup="menu"
    />
  )
}

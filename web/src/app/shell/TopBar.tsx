import { Trans, useLingui } from '@lingui/react/macro'
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconKeyboard, IconMenu2, IconMoon, IconSearch, IconSun } from '@tabler/icons-react'
import { IconButton } from '@/ui/IconButton'
import { AccountMenu } from './AccountButton'
import { LiveIndicator } from './LiveIndicator'
import { prefetchPalette } from './overlays'
import classes from './TopBar.module.css'

interface Props {
  onMenu: () => void
  onPalette: () => void
  onHelp: () => void
}

/** Search, live state, colours, account. */
export function TopBar({ onMenu, onPalette, onHelp }: Props) {
  const { t } = useLingui()
  return (
    <header className={classes.bar}>
      <IconButton className={classes.menu} onClick={onMenu} aria-label={t`Open menu`}>
        <IconMenu2 size={20} stroke={1.7} />
      </IconButton>
      <button type="button" className={classes.search} onClick={onPalette} onPointerEnter={prefetchPalette}>
        <IconSearch size={16} stroke={1.7} aria-hidden="true" />
        <span className={classes.searchText}>
          <Trans>Search or run a command</Trans>
        </span>
        <kbd className={classes.searchKey}>{/Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      <div className={classes.right}>
        <LiveIndicator />
        <IconButton className={classes.help} onClick={onHelp} aria-label={t`Keyboard shortcuts`}>
          <IconKeyboard size={19} stroke={1.6} />
        </IconButton>
        <SchemeToggle />
        <AccountMenu />
      </div>
    </header>
  )
}

function SchemeToggle() {
  const { t } = useLingui()
  const { setColorScheme } = useMantineColorScheme()
  const dark = useComputedColorScheme('light') === 'dark'
  return (
    <IconButton
      className={classes.touch}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
      aria-label={dark ? t`Switch to light colours` : t`Switch to dark colours`}
    >
      {dark ? <IconSun size={19} stroke={1.6} /> : <IconMoon size={19} stroke={1.6} />}
    </IconButton>
  )
}

import { Trans } from '@lingui/react/macro'
import { Outlet } from '@tanstack/react-router'
import { type MouseEvent, useState } from 'react'
import { useSession } from '@/api/may'
import { useLiveCache } from '@/api/useLive'
import { useSignOutElsewhere } from '@/features/session/channel'
import { isTimeZone } from '@/lib/time'
import { TimeZone } from '@/ui/zone'
import { ConfirmBanner } from './ConfirmBanner'
import { HostBanners } from './HostBanners'
import { Help, Palette } from './overlays'
import { ServerBanner } from './ServerBanner'
import classes from './Shell.module.css'
import { Sidebar } from './Sidebar'
import { TopBar } from './TopBar'
import { useShortcuts } from './useShortcuts'

/** What stands around every page: left bar, top bar, banners, palette, keys. */
export function Shell() {
  const [drawer, setDrawer] = useState(false)
  const [overlay, setOverlay] = useState<'palette' | 'help'>()
  useLiveCache()
  useSignOutElsewhere()
  useShortcuts({ palette: () => setOverlay('palette'), help: () => setOverlay('help') })
  const close = () => setOverlay(undefined)
  const zone = useSession()?.timezone
  return (
    <TimeZone value={zone && isTimeZone(zone) ? zone : undefined}>
      <div className={classes.shell}>
        {/* biome-ignore lint/a11y/useValidAnchor: it is a link within the page; the handler only does what a fragment does without a base element */}
        <a href="#main" className={classes.skip} onClick={skipToMain}>
          <Trans>Skip to content</Trans>
        </a>
        <Sidebar opened={drawer} onClose={() => setDrawer(false)} />
        <TopBar
          onMenu={() => setDrawer(true)}
          onPalette={() => setOverlay('palette')}
          onHelp={() => setOverlay('help')}
        />
        <main id="main" tabIndex={-1} className={classes.main}>
          <ServerBanner />
          <HostBanners />
          <ConfirmBanner />
          <Outlet />
        </main>
        <Palette opened={overlay === 'palette'} onClose={close} onHelp={() => setOverlay('help')} />
        <Help opened={overlay === 'help'} onClose={close} />
      </div>
    </TimeZone>
  )
}

/** A fragment link would lead away from the page, as links are relative to the base element. */
function skipToMain(event: MouseEvent): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { Ban } from '@/api/types'
import { OnFirstUse } from '@/ui/OnFirstUse'
import { type Guard, useGuard } from '@/ui/useGuard'
import { useUnbanQuietly } from './useUnban'

/** What can be done with bans from any list. */
export interface BanActions {
  /** Opens the sheet that says why. */
  show: (ban: Ban) => void
  /** The ban whose sheet is open. */
  shown: Ban | undefined
  /** Opens the dialog that bans, with an address filled in if one is given. */
  ban: (address?: string) => void
  /** Lifts one ban at once, with undo. */
  unban: (ban: Ban) => void
  /** Whether one may ban and unban. */
  guard: Guard
  /** Sheet and dialog: put them anywhere into the page. */
  dialogs: ReactNode
}

const LazyBanSheet = lazy(() => import('./BanSheet').then((m) => ({ default: m.BanSheet })))
const LazyBanDialog = lazy(() => import('./BanDialog').then((m) => ({ default: m.BanDialog })))

interface Options {
  /** The jail that is filled in. */
  jail?: string
  /** Opens the dialog at once with this address. */
  prefill?: string
  onDialogClosed?: () => void
}

/** Sheet, dialog and unbanning for a page with bans. The code of sheet and dialog comes with their first use. */
export function useBanActions({ jail, prefill, onDialogClosed }: Options = {}): BanActions {
  const guard = useGuard('bans.write')
  const unban = useUnbanQuietly()
  const [shown, setShown] = useState<Ban>()
  const [dialog, setDialog] = useState<{ address: string; no: number; opened: boolean }>()
  const open = (address = '') => {
    if (guard.allowed) setDialog((old) => ({ address, no: (old?.no ?? 0) + 1, opened: true }))
  }
  const [asked, setAsked] = useState<string>()
  if (prefill !== asked) {
    setAsked(prefill)
    if (prefill !== undefined) open(prefill)
  }
  const close = () => {
    setDialog((old) => old && { ...old, opened: false })
    onDialogClosed?.()
  }
  const actions = { show: setShown, shown, ban: open, unban, guard }
  const dialogs = (
    <>
      <OnFirstUse
        component={LazyBanSheet}
        props={{ opened: shown !== undefined, ban: shown, actions, onClose: () => setShown(undefined) }}
      />
      {dialog && (
        <Suspense fallback={null}>
          <LazyBanDialog key={dialog.no} opened={dialog.opened} address={dialog.address} jail={jail} onClose={close} />
        </Suspense>
      )}
    </>
  )
  return { ...actions, dialogs }
}

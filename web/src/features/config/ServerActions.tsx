import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { flushLogs, restartServer, serverChanged } from '@/api/server'
import type { ServerInForce } from '@/api/types'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { PlainButton } from '@/ui/PlainButton'
import { toastDone, toastError } from '@/ui/toast'
import { useGuard } from '@/ui/useGuard'
import classes from './ServerCard.module.css'

/** Flushes the log of fail2ban, and restarts it where there is a service manager that listens to us. */
export function ServerActions({ server }: { server: ServerInForce }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const guard = useGuard('server.control')
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const { host } = server
  const loses = server.database === '' && server.bans > 0
  const flush = async () => {
    setBusy(true)
    try {
      await flushLogs(host)
      toastDone(t`fail2ban has opened its log anew`)
    } catch (thrown) {
      toastError(thrown)
    } finally {
      setBusy(false)
    }
  }
  const restart = async () => {
    await restartServer(host, loses).finally(() => serverChanged(client))
    toastDone(t`fail2ban was restarted`)
  }
  return (
    <div className={classes.actions}>
      <PlainButton disabled={busy} onClick={() => void flush()} {...guard.button}>
        <Trans>Flush log</Trans>
      </PlainButton>
      {server.restart && (
        <PlainButton onClick={() => setAsking(true)} {...guard.button}>
          <Trans>Restart…</Trans>
        </PlainButton>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Restart fail2ban on ${host}?`}
        confirm={loses ? t`Restart and lose bans` : t`Restart fail2ban`}
        danger
        onConfirm={restart}
      >
        <p>
          <Trans>
            systemd stops and starts {server.unit}. In between no failure is counted; what the log says meanwhile is
            read after it.
          </Trans>
        </p>
        <p>
          {loses ? (
            <strong>
              <Plural
                value={server.bans}
                one="fail2ban has no database: # ban is lost."
                other="fail2ban has no database: # bans are lost."
              />
            </strong>
          ) : (
            <Plural
              value={server.bans}
              one="# ban is restored from its database, which takes time."
              other="# bans are restored from its database, which takes time."
            />
          )}
        </p>
      </ConfirmDialog>
    </div>
  )
}

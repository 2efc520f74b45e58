import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { blocklistQuery, blocklistsChanged, deleteBlocklist } from '@/api/blocklists'
import type { Blocklist } from '@/api/types'
import { Card } from '@/ui/Card'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { toastDone } from '@/ui/toast'
import classes from './blocklists.module.css'

/** Ends a list, after a question that says what is no longer blocked. */
export function DeleteCard({ list }: { list: Blocklist }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [asking, ask] = useState(false)
  const entries = list.enabled ? (list.contents?.entries ?? 0) : 0
  const remove = async () => {
    await deleteBlocklist(list.id)
    await navigate({ to: '/blocklists' })
    client.removeQueries({ queryKey: blocklistQuery(list.id).queryKey })
    blocklistsChanged(client)
    toastDone(t`${list.name} is deleted.`)
  }
  return (
    <Card title={t`Delete`}>
      <div className={classes.danger}>
        <p className="dim">
          <Trans>
            Its contents, its settings and the logs of its imports go for good. Switching it off keeps them.
          </Trans>
        </p>
        <Button color="bad" variant="outline" onClick={() => ask(true)}>
          <Trans>Delete the list…</Trans>
        </Button>
      </div>
      <ConfirmDialog
        opened={asking}
        onClose={() => ask(false)}
        title={t`Delete ${list.name}?`}
        confirm={t`Delete the list`}
        danger
        onConfirm={remove}
      >
        <p>
          {entries > 0 ? (
            <Plural
              value={entries}
              one="Its entry is no longer blocked on any host, unless another list has it. This cannot be taken back."
              other="Its # entries are no longer blocked on any host, unless other lists have them. This cannot be taken back."
            />
          ) : (
            <Trans>Nothing of it is in force, so nothing changes on any host. This cannot be taken back.</Trans>
          )}
        </p>
      </ConfirmDialog>
    </Card>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '@/api/may'
import { draftQuery, restoreRevision, revisionsChanged, undoRevision } from '@/api/revisions'
import type { RevisionDetail } from '@/api/types'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { PlainButton } from '@/ui/PlainButton'
import { useConfirmRevision } from '@/ui/useConfirmRevision'

/** What can be done with a revision: confirm, take back, call off, restore. */
export function RevisionActions({ one }: { one: RevisionDetail }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const confirm = useConfirmRevision(one.id)
  const [asking, setAsking] = useState(false)
  const [restoring, setRestoring] = useState<'after' | 'before'>()
  if (!useMay('config.write')) return null
  const undo = () => undoRevision(one.id).finally(() => revisionsChanged(client))
  const waiting = one.phase === 'waiting'
  return (
    <>
      {waiting && (
        <PlainButton primary onClick={() => void confirm()}>
          <Trans>Confirm</Trans>
        </PlainButton>
      )}
      {!one.over && one.phase !== 'undoing' && (
        <PlainButton onClick={() => setAsking(true)}>
          {one.phase === 'checking' ? <Trans>Call off…</Trans> : <Trans>Take back…</Trans>}
        </PlainButton>
      )}
      {(one.phase === 'applied' || one.phase === 'stuck') && (
        <PlainButton onClick={() => setRestoring('before')}>
          <Trans>Restore the state before…</Trans>
        </PlainButton>
      )}
      {one.phase === 'applied' && (
        <PlainButton onClick={() => setRestoring('after')}>
          <Trans>Restore this state…</Trans>
        </PlainButton>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={one.phase === 'checking' ? t`Call this change off?` : t`Take this change back?`}
        confirm={one.phase === 'checking' ? t`Call off` : t`Take back`}
        danger
        onConfirm={undo}
      >
        <p>
          <Trans>Files and jails are put back as they were before. Your draft stays.</Trans>
        </p>
      </ConfirmDialog>
      <Restore one={one} what={restoring} onClose={() => setRestoring(undefined)} />
    </>
  )
}

interface RestoreProps {
  one: RevisionDetail
  what: 'after' | 'before' | undefined
  onClose: () => void
}

/** Makes a draft of the files as they were, and leads to its review. */
function Restore({ one, what, onClose }: RestoreProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [last, setLast] = useState(what)
  if (what && what !== last) setLast(what)
  const draft = useQuery({ ...draftQuery(one.host), enabled: what !== undefined }).data
  const replaces = (draft?.files.length ?? 0) > 0
  const restore = async () => {
    const { hash } = await restoreRevision(one.id, last === 'before', replaces).finally(() => revisionsChanged(client))
    // What was before a revision is the state of no one revision.
    const search = last === 'after' ? { restores: one.id, of: hash } : {}
    void navigate({ to: '/configuration/$host/review', params: { host: one.host }, search })
  }
  return (
    <ConfirmDialog
      opened={what !== undefined}
      onClose={onClose}
      title={
        last === 'before'
          ? t`Restore the files as they were before revision ${one.id}?`
          : t`Restore the files of revision ${one.id}?`
      }
      confirm={replaces ? t`Replace my draft` : t`Make a draft`}
      danger={replaces}
      onConfirm={restore}
    >
      <p>
        <Trans>This makes a draft, which you can look at before you apply it. Nothing changes until then.</Trans>
      </p>
      {replaces && (
        <p>
          <strong>
            <Trans>You have a draft for {one.host} already; it is replaced.</Trans>
          </strong>
        </p>
      )}
    </ConfirmDialog>
  )
}

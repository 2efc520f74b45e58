import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '@/api/may'
import { draftChanged, removeInDraft, takeOutOfDraft } from '@/api/revisions'
import type { DraftFile } from '@/api/types'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { PlainButton } from '@/ui/PlainButton'
import { toastError } from '@/ui/toast'
import buttons from './buttons.module.css'

interface Props {
  host: string
  name: string
  /** Whether the host has the file. */
  there: boolean
  drafted: DraftFile | undefined
}

/** What can be done with a file: take it out of the draft, remove it, or change it in the file that counts over it. */
export function FileActions({ host, name, there, drafted }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  if (!useMay('config.write')) return null
  const takeOut = () =>
    takeOutOfDraft(host, name)
      .catch(toastError)
      .finally(() => draftChanged(client))
  const remove = () => removeInDraft(host, name).finally(() => draftChanged(client))
  const local = name.replace(/\.conf$/, '.local')
  return (
    <>
      {local !== name && (
        <Link
          to="/configuration/$host/file"
          params={{ host }}
          search={{ parts: 'files', name: local }}
          className={buttons.button}
        >
          <Trans>Change in {local.slice(local.lastIndexOf('/') + 1)}</Trans>
        </Link>
      )}
      {drafted && (
        <PlainButton onClick={() => void takeOut()}>
          <Trans>Take out of draft</Trans>
        </PlainButton>
      )}
      {there && name.endsWith('.local') && drafted?.change !== 'removed' && (
        <PlainButton onClick={() => setAsking(true)}>
          <Trans>Remove file…</Trans>
        </PlainButton>
      )}
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Remove ${name}?`}
        confirm={t`Remove in draft`}
        danger
        onConfirm={remove}
      >
        <p>
          <Trans>It is removed when you apply your draft, and can be restored from the revision.</Trans>
        </p>
      </ConfirmDialog>
    </>
  )
}

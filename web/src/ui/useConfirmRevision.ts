import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { confirmRevision, revisionsChanged } from '@/api/revisions'
import type { Revision } from '@/api/types'
import { toastDone, toastError } from './toast'

/** Keeps a change of a configuration that waits to be confirmed, and says what came of it. */
export function useConfirmRevision(id: Revision['id']): () => Promise<void> {
  const { t } = useLingui()
  const client = useQueryClient()
  return () =>
    confirmRevision(id)
      .then(() => toastDone(t`The change stays`))
      .catch(toastError)
      .finally(() => revisionsChanged(client))
}

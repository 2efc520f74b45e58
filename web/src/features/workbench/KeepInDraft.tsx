import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { draftChanged, editDraft } from '@/api/revisions'
import { toastDone, toastError } from '@/ui/toast'
import { editsOf, type OwnForm, type Subject } from './own'

interface Props {
  host: string
  subject: Subject
  form: OwnForm
  configured: OwnForm
}

/** Takes the expressions that were changed for a try over into the draft of the configuration. */
export function KeepInDraft({ host, subject, form, configured }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const keep = useMutation({
    mutationFn: () => editDraft(host, editsOf(subject, form, configured)),
    onSuccess: () => {
      draftChanged(client)
      toastDone(t`Kept in your draft`)
    },
    onError: toastError,
  })
  return (
    <Button size="xs" loading={keep.isPending} onClick={() => keep.mutate()}>
      <Trans>Keep in draft</Trans>
    </Button>
  )
}

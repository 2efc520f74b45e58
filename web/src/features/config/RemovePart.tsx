import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { draftChanged, editDraft, removeInDraft } from '@/api/revisions'
import type { ConfigPart } from '@/api/types'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import type { OverlayProps } from '@/ui/OnFirstUse'
import { ownFileOf } from './ours'

interface Props extends OverlayProps {
  host: string
  part: ConfigPart
}

/** Has the draft remove what we say of a part: all of it, or what counts over the package's file. */
export function RemovePart({ host, part, opened, onClose }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { kind, name, ours } = part
  const file = ownFileOf(part) ?? ''
  const users = part.jails.join(', ')
  const remove = async () => {
    if (kind === 'jail') await editDraft(host, [{ op: 'remove_section', section: name }])
    else await removeInDraft(host, file)
    draftChanged(client)
    await navigate({ to: '/configuration/$host/review', params: { host } })
  }
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={ours ? t`Delete ${name}?` : t`Remove our settings of ${name}?`}
      confirm={ours ? t`Delete in draft` : t`Remove in draft`}
      danger
      onConfirm={remove}
    >
      <p>
        {ours ? (
          <Trans>It is only in {file}. When you apply your draft it is gone; the revision can bring it back.</Trans>
        ) : (
          <Trans>What {file} says about it is removed when you apply your draft: then the other files count.</Trans>
        )}
      </p>
      {ours && kind !== 'jail' && part.jails.length > 0 && (
        <p>
          <strong>
            {part.jails.length === 1 ? (
              <Trans>The jail {users} uses it and would not start without it.</Trans>
            ) : (
              <Trans>The jails {users} use it and would not start without it.</Trans>
            )}
          </strong>
        </p>
      )}
    </ConfirmDialog>
  )
}

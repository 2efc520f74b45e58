import { Trans, useLingui } from '@lingui/react/macro'
import { IconHourglass } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '@/api/may'
import { revisionsChanged, undoRevision } from '@/api/revisions'
import type { Revision } from '@/api/types'
import { formatDuration } from '@/lib/duration'
import { PlainButton } from '@/ui/PlainButton'
import { toastDone, toastError } from '@/ui/toast'
import { useConfirmRevision } from '@/ui/useConfirmRevision'
import { useNow } from '@/ui/useNow'
import classes from './WaitingChange.module.css'

/** A change of a configuration that waits to be confirmed: how long is left, and the two ways on. */
export function WaitingChange({ one }: { one: Revision }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const may = useMay('config.write')
  const now = useNow(true)
  const seconds = Math.max(0, Math.ceil((Date.parse(one.confirm_by ?? '') - now) / 1000)) || 0
  const confirm = useConfirmRevision(one.id)
  const undo = () =>
    undoRevision(one.id)
      .then(() => toastDone(t`The change is being taken back`))
      .catch(toastError)
      .finally(() => revisionsChanged(client))
  return (
    <section className={classes.banner} aria-label={t`A change waits to be confirmed`}>
      <IconHourglass size={18} stroke={1.7} aria-hidden="true" />
      <div className={classes.words}>
        <strong>
          <Trans>
            A change on {one.host} is put back in{' '}
            <span role="timer" className="num">
              {formatDuration(seconds) ?? '0s'}
            </span>{' '}
            unless it is confirmed.
          </Trans>
        </strong>{' '}
        <Link to="/revisions/$id" params={{ id: String(one.id) }}>
          {one.reason}
        </Link>
      </div>
      {may && (
        <div className={classes.actions}>
          <PlainButton onClick={() => void undo()}>
            <Trans>Undo</Trans>
          </PlainButton>
          <PlainButton primary onClick={() => void confirm()}>
            <Trans>Confirm</Trans>
          </PlainButton>
        </div>
      )}
    </section>
  )
}

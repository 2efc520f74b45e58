import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { changedByHandQuery } from '@/api/revisions'
import type { ByHand } from '@/api/types'
import { sentence } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { Card } from '@/ui/Card'
import { Chip } from '@/ui/Chip'
import { DiffView } from '@/ui/DiffView'
import { ErrorState } from '@/ui/ErrorState'
import { Fold } from './Fold'

/** Files that somebody changed without BanGUI since the last revision, and those that cannot be read. Nothing if there are none. */
export function ChangedByHand({ host }: { host: string }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(changedByHandQuery(host))
  const files = data ?? []
  if (!data && error)
    return (
      <Card title={t`Changed by hand`}>
        <ErrorState error={error} onRetry={() => void refetch()} />
      </Card>
    )
  if (files.length === 0) return null
  return (
    <Fold title={t`Changed by hand`} count={files.length} open>
      {files.map((file) =>
        file.unread ? (
          <Banner key={file.name} tone="warn" aside={<RevisionLink id={file.revision} />}>
            {sentence(file.unread)}
          </Banner>
        ) : (
          <DiffView
            key={file.name}
            name={
              <Link to="/configuration/$host/file" params={{ host }} search={{ parts: 'files', name: file.name }}>
                {file.name}
              </Link>
            }
            diff={file.diff}
            added={file.lines_added}
            removed={file.lines_removed}
            actions={<Since file={file} />}
          />
        ),
      )}
    </Fold>
  )
}

function RevisionLink({ id }: { id: number }) {
  return (
    <Link to="/revisions/$id" params={{ id: String(id) }}>
      <Trans>revision {id}</Trans>
    </Link>
  )
}

function Since({ file }: { file: ByHand }) {
  const link = <RevisionLink id={file.revision} />
  return file.gone ? <Trans>removed since {link}</Trans> : <Trans>changed since {link}</Trans>
}

/** Marks a file in the list that was changed by hand. */
export function ByHandMark({ host, name }: { host: string; name: string }) {
  const { t } = useLingui()
  const files = useQuery(changedByHandQuery(host)).data
  if (!files?.some((f) => f.name === name && !f.unread)) return null
  return (
    <span title={t`Changed without BanGUI since the last revision`}>
      <Chip tone="warn">
        <Trans>by hand</Trans>
      </Chip>
    </span>
  )
}

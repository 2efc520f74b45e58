import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { changedByHandQuery } from '@/api/revisions'
import type { ByHand } from '@/api/types'
import { Chip } from '@/ui/Chip'
import { DiffView } from '@/ui/DiffView'
import { Fold } from './Fold'

/** Files that somebody changed without BanGUI since the last revision. Nothing if there are none. */
export function ChangedByHand({ host }: { host: string }) {
  const { t } = useLingui()
  const files = useQuery(changedByHandQuery(host)).data ?? []
  if (files.length === 0) return null
  return (
    <Fold title={t`Changed by hand`} count={files.length} open>
      {files.map((file) => (
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
      ))}
    </Fold>
  )
}

function Since({ file }: { file: ByHand }) {
  const link = (
    <Link to="/revisions/$id" params={{ id: String(file.revision) }}>
      <Trans>revision {file.revision}</Trans>
    </Link>
  )
  return file.gone ? <Trans>removed since {link}</Trans> : <Trans>changed since {link}</Trans>
}

/** Marks a file in the list that was changed by hand. */
export function ByHandMark({ host, name }: { host: string; name: string }) {
  const { t } = useLingui()
  const files = useQuery(changedByHandQuery(host)).data
  if (!files?.some((f) => f.name === name)) return null
  return (
    <span title={t`Changed without BanGUI since the last revision`}>
      <Chip tone="warn">
        <Trans>by hand</Trans>
      </Chip>
    </span>
  )
}

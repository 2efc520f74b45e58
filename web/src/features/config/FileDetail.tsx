import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useMay } from '@/api/may'
import { draftQuery } from '@/api/revisions'
import type { ConfigFile, DraftFile } from '@/api/types'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { Chip } from '@/ui/Chip'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { PageHeader } from '@/ui/PageHeader'
import { RelativeTime } from '@/ui/RelativeTime'
import { Skeleton } from '@/ui/Skeleton'
import { UnsavedGuard } from '@/ui/UnsavedGuard'
import { BackLink } from './BackLink'
import { ByHandMark } from './ChangedByHand'
import { EditBar } from './EditBar'
import type { Caret } from './editor/Editor'
import { scopeOf } from './editor/scope'
import { FileActions } from './FileActions'
import { FileAside } from './FileAside'
import classes from './FileDetail.module.css'
import { configFileQuery, configOptionsQuery, configQuery } from './queries'
import type { ConfigSearch } from './search'
import { Unknown } from './Unknown'
import { useFileEdit } from './useFileEdit'

const Editor = lazy(() => import('./editor/Editor').then((m) => ({ default: m.Editor })))

interface Props {
  host: string
  name: string
  /** The line that is looked at, from 1. */
  line: number | undefined
  onLine: (line: number) => void
  back: ConfigSearch
}

/** A file in the editor, with what is wrong in it and what the option under the cursor means. Whoever may change it does so in the draft. */
export function FileDetail({ host, name, line, onLine, back }: Props) {
  const { t } = useLingui()
  const may = useMay('config.write')
  const { data: found, error, isFetching, refetch } = useQuery(configFileQuery(host, name))
  const data = found ?? undefined
  const draft = useQuery({ ...draftQuery(host), enabled: may })
  const drafted = draft.data?.files.find((f) => f.name === name)
  const missing = found === null
  const base = name.slice(name.lastIndexOf('/') + 1)
  const changeable = may && name.endsWith('.local')
  if (missing && draft.isPending && changeable)
    return (
      <>
        <PageHeader title={base} note={name} back={<BackLink {...back} />} />
        <Card>
          <Skeleton rows={16} />
        </Card>
      </>
    )
  if (missing && !changeable) return <Unknown title={base} words={t`There is no file “${name}”.`} back={back} />
  if (!data && !missing)
    return (
      <>
        <PageHeader title={base} note={name} back={<BackLink {...back} />} />
        <Card>{error ? <ErrorState error={error} onRetry={refetch} /> : <Skeleton rows={16} />}</Card>
      </>
    )
  return (
    <>
      <PageHeader
        title={base}
        mono
        back={<BackLink {...back} />}
        beside={
          <>
            {data?.ours && (
              <Chip tone="accent">
                <Trans>own</Trans>
              </Chip>
            )}
            {drafted && (
              <Chip tone="accent">
                {drafted.change === 'removed' ? <Trans>removed in your draft</Trans> : <Trans>in your draft</Trans>}
              </Chip>
            )}
            <ByHandMark host={host} name={name} />
          </>
        }
        note={data ? <Facts file={data} /> : <code>{name}</code>}
        actions={<FileActions host={host} name={name} there={data !== undefined} drafted={drafted} />}
      />
      <Contents
        host={host}
        name={name}
        file={data}
        drafted={drafted}
        changeable={changeable && !data?.damaged && drafted?.change !== 'removed'}
        busy={isFetching}
        line={line}
        onLine={onLine}
      />
    </>
  )
}

interface ContentsProps {
  host: string
  name: string
  /** Undefined for a file that is not there. */
  file: ConfigFile | undefined
  drafted: DraftFile | undefined
  changeable: boolean
  busy: boolean
  line: number | undefined
  onLine: (line: number) => void
}

function Contents({ host, name, file, drafted, changeable, busy, line, onLine }: ContentsProps) {
  const { t } = useLingui()
  const findings = useQuery(configQuery(host)).data?.findings.filter((f) => f.file === name) ?? []
  const known = useQuery(configOptionsQuery).data?.items ?? []
  const [caret, setCaret] = useState<Caret>()
  const text = (drafted && drafted.change !== 'removed' ? drafted.text : file?.text) ?? ''
  const base = drafted?.base_hash ?? file?.hash ?? ''
  const edit = useFileEdit({ host, name, text, base, drafted: drafted?.text_hash ?? '' })
  return (
    <div className={classes.columns}>
      <UnsavedGuard
        unsaved={edit.dirty ? name : undefined}
        stays={({ fullPath, params, search }) =>
          fullPath === '/configuration/$host/file' && has(params, 'host', host) && has(search, 'name', name)
        }
      />
      <div className={classes.main}>
        <BusyBar busy={busy} />
        {changeable && <EditBar edit={edit} />}
        {text === '' && !changeable ? (
          <Card>
            <EmptyState title={t`The file is empty.`} />
          </Card>
        ) : (
          <Suspense
            fallback={
              <Card>
                <Skeleton rows={16} />
              </Card>
            }
          >
            <Editor
              label={t`Text of ${name}`}
              text={edit.text}
              line={line}
              findings={findings}
              options={known.filter((o) => o.scope === (file ? scopeOf(file.kind) : scopeOfName(name)))}
              onCaret={setCaret}
              onChange={changeable ? edit.change : undefined}
            />
          </Suspense>
        )}
        <p className={classes.hint}>
          <Trans>
            <kbd>Ctrl</kbd> <kbd>F</kbd> searches. <kbd>Esc</kbd>, then <kbd>Tab</kbd> leaves the text.
          </Trans>
        </p>
      </div>
      {file && <FileAside host={host} file={file} findings={findings} known={known} caret={caret} onLine={onLine} />}
    </div>
  )
}

function has(what: object, key: string, value: string): boolean {
  return key in what && Reflect.get(what, key) === value
}

/** What kind of options a file has that is not there yet. */
function scopeOfName(name: string): ReturnType<typeof scopeOf> {
  if (name.startsWith('filter.d/')) return scopeOf('filter')
  if (name.startsWith('action.d/')) return scopeOf('action')
  return scopeOf(name.startsWith('fail2ban') ? 'server' : 'jails')
}

function Facts({ file }: { file: ConfigFile }) {
  return (
    <span className={classes.facts}>
      {file.name.includes('/') && <code>{file.name}</code>}
      <span>
        <Trans>
          changed <RelativeTime at={file.modified} />
        </Trans>
      </span>
      <span>
        <Trans>mode {file.mode}</Trans>
      </span>
      <Belongs file={file} />
    </span>
  )
}

function Belongs({ file }: { file: ConfigFile }) {
  if (file.damaged)
    return (
      <strong className={classes.bad}>
        <Trans>not UTF-8: what cannot be read is replaced here</Trans>
      </strong>
    )
  if (file.ours) return <Trans>where BanGUI puts changes</Trans>
  if (!file.name.endsWith('.conf')) return <Trans>the administrator’s own</Trans>
  return <Trans>comes with a package</Trans>
}

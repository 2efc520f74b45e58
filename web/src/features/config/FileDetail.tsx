import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import type { ConfigFile } from '@/api/types'
import { asApiError } from '@/lib/problem'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { Chip } from '@/ui/Chip'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { PageHeader } from '@/ui/PageHeader'
import { RelativeTime } from '@/ui/RelativeTime'
import { Skeleton } from '@/ui/Skeleton'
import { BackLink } from './BackLink'
import type { Caret } from './editor/Editor'
import { scopeOf } from './editor/scope'
import { FileAside } from './FileAside'
import classes from './FileDetail.module.css'
import { configFileQuery, configOptionsQuery, configQuery } from './queries'
import type { ConfigSearch } from './search'
import { Unknown } from './Unknown'

const Editor = lazy(() => import('./editor/Editor').then((m) => ({ default: m.Editor })))

interface Props {
  host: string
  name: string
  /** The line that is looked at, from 1. */
  line: number | undefined
  onLine: (line: number) => void
  back: ConfigSearch
}

/** A file in the editor, with what is wrong in it and what the option under the cursor means. */
export function FileDetail({ host, name, line, onLine, back }: Props) {
  const { t } = useLingui()
  const { data, error, isFetching, refetch } = useQuery(configFileQuery(host, name))
  const findings = useQuery(configQuery(host)).data?.findings.filter((f) => f.file === name) ?? []
  const known = useQuery(configOptionsQuery).data?.items ?? []
  const [caret, setCaret] = useState<Caret>()
  const base = name.slice(name.lastIndexOf('/') + 1)
  if (!data && error && asApiError(error).status === 404)
    return <Unknown title={base} words={t`There is no file “${name}”.`} back={back} />
  if (!data)
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
          data.ours && (
            <Chip tone="accent">
              <Trans>own</Trans>
            </Chip>
          )
        }
        note={<Facts file={data} />}
      />
      <div className={classes.columns}>
        <div className={classes.main}>
          <BusyBar busy={isFetching} />
          {data.text === '' ? (
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
                text={data.text}
                line={line}
                findings={findings}
                options={known.filter((o) => o.scope === scopeOf(data.kind))}
                onCaret={setCaret}
              />
            </Suspense>
          )}
          <p className={classes.hint}>
            <Trans>
              <kbd>Ctrl</kbd> <kbd>F</kbd> searches. <kbd>Esc</kbd>, then <kbd>Tab</kbd> leaves the text.
            </Trans>
          </p>
        </div>
        <FileAside host={host} file={data} findings={findings} known={known} caret={caret} onLine={onLine} />
      </div>
    </>
  )
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

import '@/theme/mono'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconPencil } from '@tabler/icons-react'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMay } from '@/api/may'
import { draftChanged, draftCheckQuery, draftQuery, takeOutOfDraft } from '@/api/revisions'
import type { Draft, DraftCheck } from '@/api/types'
import { sentence } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { DiffView } from '@/ui/DiffView'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { PlainButton } from '@/ui/PlainButton'
import { Skeleton } from '@/ui/Skeleton'
import { toastError } from '@/ui/toast'
import { ApplyCard } from './ApplyCard'
import { BackLink } from './BackLink'
import { Findings } from './Findings'
import { Objections } from './Objections'
import { PlanCard } from './PlanCard'
import classes from './review.module.css'

const route = getRouteApi('/app/configuration/$host/review')

/** What a draft changes and what would come of it; from here it is applied. */
export function ReviewPage() {
  const { t } = useLingui()
  const { host } = route.useParams()
  const { restores, of } = route.useSearch()
  const may = useMay('config.write')
  const { data, error, refetch } = useQuery({ ...draftQuery(host), enabled: may })
  return (
    <Page>
      <PageHeader
        title={t`Review changes`}
        note={t`What your draft changes on ${host}, and what would come of it. Nothing has been done yet.`}
        back={<BackLink host={host} />}
      />
      {!may ? (
        <Card>
          <EmptyState title={t`Only administrators may change the configuration.`} />
        </Card>
      ) : data ? (
        data.files.length > 0 ? (
          <Review draft={data} restores={of === data.hash ? restores : undefined} />
        ) : (
          <Nothing host={host} />
        )
      ) : (
        <Card>{error ? <ErrorState error={error} onRetry={refetch} /> : <Skeleton rows={10} />}</Card>
      )}
    </Page>
  )
}

function Nothing({ host }: { host: string }) {
  const { t } = useLingui()
  return (
    <Card>
      <EmptyState
        title={t`Your draft is empty.`}
        icon={<IconPencil size={24} stroke={1.5} aria-hidden="true" />}
        actions={
          <Link to="/configuration" search={{ host }}>
            <Trans>Go to the configuration</Trans>
          </Link>
        }
      >
        <Trans>Change an option or a file; what you change is collected here until you apply it.</Trans>
      </EmptyState>
    </Card>
  )
}

function Review({ draft, restores }: { draft: Draft; restores: number | undefined }) {
  const { host } = draft
  const check = useQuery({ ...draftCheckQuery(host, draft.hash), placeholderData: keepPreviousData })
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        {check.data && check.data.objections.length > 0 && <Refused host={host} check={check.data} />}
        <Files draft={draft} />
        {check.data && <WhatIsFound host={host} check={check.data} />}
      </div>
      <div className={classes.column}>
        {check.data ? (
          <div>
            <BusyBar busy={check.isFetching} />
            <PlanCard check={check.data} />
          </div>
        ) : check.error ? (
          <Card>
            <ErrorState error={check.error} onRetry={check.refetch} />
          </Card>
        ) : (
          <Card>
            <p className={classes.quiet} role="status">
              <Trans>A scratch server of fail2ban is trying the changes…</Trans>
            </p>
            <Skeleton rows={3} />
          </Card>
        )}
        {check.data && <Notes check={check.data} />}
        <ApplyCard draft={draft} restores={restores} check={check.data} checking={check.isFetching} />
      </div>
    </div>
  )
}

function Refused({ host, check }: { host: string; check: DraftCheck }) {
  const { t } = useLingui()
  return (
    <Card title={t`This cannot be applied`} flush>
      <Objections host={host} objections={check.objections} />
    </Card>
  )
}

function Files({ draft }: { draft: Draft }) {
  const { t } = useLingui()
  const { host } = draft
  const client = useQueryClient()
  const takeOut = (name: string) =>
    takeOutOfDraft(host, name)
      .catch(toastError)
      .finally(() => draftChanged(client))
  return (
    <Card title={t`Files`} flush>
      {draft.files.map((file) => (
        <div key={file.name}>
          {file.stale && (
            <Banner>
              <strong>{t`Somebody else changed ${file.name} meanwhile.`}</strong>{' '}
              <Trans>Take it out of the draft and make your change anew, so that theirs is not lost.</Trans>
            </Banner>
          )}
          <DiffView
            name={
              <Link to="/configuration/$host/file" params={{ host }} search={{ parts: 'files', name: file.name }}>
                {file.name}
              </Link>
            }
            diff={file.diff}
            added={file.lines_added}
            removed={file.lines_removed}
            actions={
              <PlainButton onClick={() => void takeOut(file.name)}>
                <Trans>Take out</Trans>
              </PlainButton>
            }
          />
        </div>
      ))}
    </Card>
  )
}

function WhatIsFound({ host, check }: { host: string; check: DraftCheck }) {
  const { t } = useLingui()
  return (
    <>
      {check.added.length > 0 && (
        <Card title={t`New findings`} flush>
          <Findings host={host} findings={check.added} />
        </Card>
      )}
      {check.removed.length > 0 && (
        <Card title={t`Mended by this`} flush>
          <ul className={classes.mended}>
            {check.removed.map((f, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two findings may be alike in all they have
              <li key={i}>{sentence(f.message)}</li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}

function Notes({ check }: { check: DraftCheck }) {
  const { t } = useLingui()
  if (check.notes.length === 0) return null
  return (
    <Card title={t`Good to know`}>
      <ul className={classes.notes}>
        {check.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Card>
  )
}

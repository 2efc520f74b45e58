import '@/theme/mono'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconChevronLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { revisionQuery } from '@/api/revisions'
import type { RevisionDetail as Detail } from '@/api/types'
import { asApiError, sentence } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { Card } from '@/ui/Card'
import { DiffView } from '@/ui/DiffView'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { RelativeTime } from '@/ui/RelativeTime'
import { Skeleton } from '@/ui/Skeleton'
import { Mend } from '@/ui/StaleBanner'
import { Compare } from './Compare'
import links from './links.module.css'
import { Objections } from './Objections'
import { PhaseChip } from './PhaseChip'
import { RevisionActions } from './RevisionActions'
import classes from './revisions.module.css'
import { phaseWords, stepWords } from './revisionWords'
import { Steps } from './Steps'

const route = getRouteApi('/app/revisions/$id')

/** While a change goes on it is asked for again and again; the host tells each step. */
const followMs = 700

/** One change: what it was, how it went step by step, and the way back. */
export function RevisionPage() {
  const { t } = useLingui()
  const id = Number(route.useParams().id)
  const other = route.useSearch().with
  const navigate = route.useNavigate()
  const { data, error, refetch } = useQuery({
    ...revisionQuery(id),
    refetchInterval: ({ state }) =>
      state.data && !state.data.over && (state.data.phase === 'waiting' ? 3_000 : followMs),
  })
  if (!data)
    return (
      <Page>
        <PageHeader title={t`Revision ${id}`} back={<BackLink />} />
        <Card>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Skeleton rows={10} />}</Card>
      </Page>
    )
  return (
    <Page>
      <PageHeader
        title={data.reason}
        back={<BackLink />}
        note={<Facts one={data} />}
        actions={<RevisionActions one={data} />}
      />
      <Outcome one={data} />
      <div className={classes.columns}>
        <div className={classes.column}>
          <Compare
            one={data}
            other={other}
            onOther={(next) => void navigate({ search: { with: next }, replace: true })}
          >
            {data.diffs.map((d) => (
              <DiffView
                key={d.name}
                name={
                  <Link
                    to="/configuration/$host/file"
                    params={{ host: data.host }}
                    search={{ parts: 'files', name: d.name }}
                  >
                    {d.name}
                  </Link>
                }
                diff={d.diff}
                added={d.lines_added}
                removed={d.lines_removed}
              />
            ))}
          </Compare>
        </div>
        <div className={classes.column}>
          <Card title={t`Steps`} flush>
            <div aria-live="polite">
              <Steps steps={data.steps} />
            </div>
          </Card>
          {data.notes.length > 0 && (
            <Card title={t`Good to know`}>
              <ul className={classes.notes}>
                {data.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </Card>
          )}
        </div>
      </div>
    </Page>
  )
}

function BackLink() {
  return (
    <div>
      <Link to="/revisions" className={links.back}>
        <IconChevronLeft size={15} stroke={1.8} aria-hidden="true" />
        <Trans>All revisions</Trans>
      </Link>
    </div>
  )
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useLingui()
  const { status } = asApiError(error)
  if (status !== 404 && status !== 422) return <ErrorState error={error} onRetry={onRetry} />
  return <EmptyState title={t`There is no such revision.`} />
}

function Facts({ one }: { one: Detail }) {
  return (
    <span className={classes.facts}>
      <PhaseChip phase={one.phase} />
      <span>
        <Trans>
          revision {one.id} by {one.author}
        </Trans>
      </span>
      <span>
        <Trans>on {one.host}</Trans>
      </span>
      <RelativeTime at={one.created_at} />
      {one.restores !== null && (
        <Link to="/revisions/$id" params={{ id: String(one.restores) }}>
          <Trans>restores revision {one.restores}</Trans>
        </Link>
      )}
    </span>
  )
}

/** What became of it, if that is not just good. */
function Outcome({ one }: { one: Detail }) {
  const { t } = useLingui()
  const { failure } = one
  if (!one.over || (one.phase === 'applied' && !failure)) return null
  return (
    <>
      <Banner tone={one.phase === 'undone' ? 'warn' : 'bad'}>
        <div className={classes.failure}>
          <strong>{t(phaseWords[one.phase].means)}</strong>
          {failure && (
            <span>
              {isStep(failure.step) && `${t(stepWords[failure.step])}: `}
              {failure.jail !== '' && <strong>{failure.jail} </strong>}
              {sentence(failure.message)} <Mend text={failure.mend} />
            </span>
          )}
          {one.left.length > 0 && (
            <span>
              <Trans>Left as somebody else made them meanwhile:</Trans> <code>{one.left.join(', ')}</code>
            </span>
          )}
        </div>
      </Banner>
      {failure && failure.objections.length > 1 && (
        <Card title={t`What stood against it`} flush>
          <Objections host={one.host} objections={failure.objections} />
        </Card>
      )}
    </>
  )
}

function isStep(name: string): name is keyof typeof stepWords {
  return name in stepWords
}

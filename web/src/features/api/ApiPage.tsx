import '@/theme/mono'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { apiRoot } from '@/api/base'
import { api, must } from '@/api/client'
import { matches } from '@/lib/match'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { Skeleton } from '@/ui/Skeleton'
import classes from './api.module.css'
import { type ApiDocument, type Endpoint, endpointsByTag } from './document'
import { EndpointBlock } from './EndpointBlock'

/** The API, from the document that this very server answers with. */
export function ApiPage() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery({
    queryKey: ['get', '/openapi.json'],
    // The document describes itself as any object; its parts are checked where they are read.
    queryFn: async ({ signal }) => must(await api.GET('/openapi.json', { signal })) as ApiDocument,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Page>
      <PageHeader
        title={t`API documentation`}
        note={<Trans>Everything that these pages do can be done by programs, too.</Trans>}
        actions={
          <a href={`${apiRoot}/openapi.json`} className={classes.raw}>
            openapi.json
          </a>
        }
      />
      {error && (
        <Card>
          <ErrorState error={error} onRetry={refetch} />
        </Card>
      )}
      {!data && !error && (
        <Card>
          <Skeleton rows={10} />
        </Card>
      )}
      {data && <Endpoints doc={data} />}
    </Page>
  )
}

function Endpoints({ doc }: { doc: ApiDocument }) {
  const { t } = useLingui()
  const [query, setQuery] = useState('')
  const groups = [...endpointsByTag(doc)]
    .map(([tag, endpoints]) => ({ tag, endpoints: endpoints.filter((e) => fits(e, query)) }))
    .filter(({ endpoints }) => endpoints.length > 0)
  const count = groups.reduce((n, group) => n + group.endpoints.length, 0)
  return (
    <>
      <div className={classes.filter}>
        <input
          type="search"
          data-filter
          className={classes.search}
          placeholder={t`Filter by path or purpose`}
          aria-label={t`Filter by path or purpose`}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <span className="note" role="status">
          <Plural value={count} one="# operation" other="# operations" />
        </span>
      </div>
      {groups.map(({ tag, endpoints }) => (
        <Card key={tag} title={tag} flush>
          {endpoints.map((endpoint) => (
            <EndpointBlock key={endpoint.id} doc={doc} endpoint={endpoint} />
          ))}
        </Card>
      ))}
      {groups.length === 0 && (
        <Card>
          <EmptyState title={t`No operation fits this filter.`} />
        </Card>
      )}
    </>
  )
}

function fits({ method, path, operation }: Endpoint, query: string): boolean {
  return matches(`${method} ${path} ${operation.summary ?? ''} ${operation.operationId ?? ''}`, query.trim())
}

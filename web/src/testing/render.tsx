import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterContextProvider } from '@tanstack/react-router'
import { type RenderResult, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { sessionQuery } from '@/api/queries'
import type { Session } from '@/api/types'
import { i18n } from '@/i18n'

/** Somebody who may do `permissions`. */
export function makeSession(permissions: string[]): Session {
  return {
    user: { id: 1, username: 'ada', role: 'administrator' },
    permissions,
    signed_in_at: '2026-10-12T04:00:00Z',
    idle_expires_at: '2026-10-12T05:00:00Z',
    expires_at: '2026-10-12T16:00:00Z',
    client_address: '192.0.2.7',
    version: 'dev',
    timezone: 'UTC',
  }
}

/**
 * Shows a part of a page with all it stands on; its links lead nowhere. `permissions` are those of who is signed in; `fill` puts
 * answers of the server into the cache before anything asks for them.
 */
export function renderPart(
  part: ReactNode,
  permissions: string[] = [],
  fill?: (client: QueryClient) => void,
): RenderResult {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } } })
  client.setQueryData(sessionQuery.queryKey, makeSession(permissions))
  fill?.(client)
  const router = createRouter({ routeTree: createRootRoute(), history: createMemoryHistory() })
  return render(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <QueryClientProvider client={client}>
          <Notifications />
          <RouterContextProvider router={router as never}>{part}</RouterContextProvider>
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>,
  )
}

import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { Notifications, notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { configure, render } from '@testing-library/react'
import type { FunctionComponent } from 'react'
import { vi } from 'vitest'
import { i18n } from '@/i18n'

// A page is much to render; on a busy machine a second is too short.
configure({ asyncUtilTimeout: 4_000 })
vi.setConfig({ testTimeout: 20_000 })

interface Options {
  /** The page's own route, e.g. `/jails/$host/$jail`. */
  path: string
  /** Where we are; the route itself if left out. */
  url?: string
  search?: (raw: Record<string, unknown>) => object
  /** What the one who is signed in may do; everything if left out. */
  permissions?: string[]
}

const everything = [
  ...[
    'hosts.read',
    'jails.read',
    'bans.read',
    'bans.write',
    'jails.control',
    'jails.write',
    'audit.read',
    'filters.test',
  ],
  ...['blocklists.read', 'blocklists.import', 'blocklists.write'],
  ...['jobs.read', 'jobs.run', 'jobs.write', 'replicas.read'],
]

/** Shows a page as the application does, without the shell: routes, words, queries, toasts. */
export async function renderPage(Page: FunctionComponent, { path, url = path, search, permissions }: Options) {
  notifications.clean()
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 10_000 } } })
  client.setQueryData(['get', '/session'], { permissions: permissions ?? everything })
  const root = createRootRoute()
  const app = createRoute({ getParentRoute: () => root, id: 'app', component: Outlet })
  const page = createRoute({ getParentRoute: () => app, path, component: Page, validateSearch: search })
  const router = createRouter({
    routeTree: root.addChildren([app.addChildren([page])]),
    history: createMemoryHistory({ initialEntries: [url] }),
  })
  await router.load()
  const view = render(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <QueryClientProvider client={client}>
          <Notifications />
          {/* biome-ignore lint/suspicious/noExplicitAny: the application's router is another type than this small one */}
          <RouterProvider router={router as any} />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>,
  )
  return { ...view, client, router }
}

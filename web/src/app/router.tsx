import { createRouter } from '@tanstack/react-router'
import { basePath } from '@/api/base'
import { setTurnstile } from '@/api/client'
import { queryClient, sessionQuery } from '@/api/queries'
import { NotFound } from './NotFound'
import { PageError } from './PageError'
import { routeTree } from './routes'

/** The routes under the path that the server is published at. */
export const router = createRouter({
  routeTree,
  basepath: basePath,
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: NotFound,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

setTurnstile({
  signInNeeded() {
    queryClient.removeQueries({ queryKey: sessionQuery.queryKey })
    if (router.state.location.pathname === '/sign-in') return
    void router.navigate({ to: '/sign-in', search: { next: router.state.location.href } })
  },
  setupNeeded() {
    if (router.state.location.pathname !== '/setup') void router.navigate({ to: '/setup' })
  },
})

// Only a change of page moves the focus to the new heading; a first load and a change of filters leave it where it is.
router.subscribe('onBeforeNavigate', ({ fromLocation, pathChanged }) => {
  document.documentElement.dataset['navigated'] = String(fromLocation !== undefined && pathChanged)
})

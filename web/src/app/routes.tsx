import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { queryClient, sessionQuery } from '@/api/queries'
import { addressSearch } from '@/features/addresses/search'
import { allowancesSearch } from '@/features/allowances/search'
import { bansSearch } from '@/features/bans/search'
import { addListSearch, listSearch } from '@/features/blocklists/search'
import { reviewSearch, revisionSearch, revisionsSearch } from '@/features/config/revisionSearch'
import { configFileSearch, configSearch } from '@/features/config/search'
import { dashboardSearch } from '@/features/dashboard/search'
import { enforcementSearch } from '@/features/enforcement/search'
import { historySearch } from '@/features/history/search'
import { jailSearch, jailsSearch } from '@/features/jails/search'
import { jobsSearch } from '@/features/jobs/search'
import { logSearch } from '@/features/log/search'
import { mapSearch } from '@/features/map/search'
import { signInSearch } from '@/features/session/search'
import { benchSearch } from '@/features/workbench/search'
import { asApiError } from '@/lib/problem'
import { NotFound } from './NotFound'
import { StartError } from './StartError'
import { Shell } from './shell/Shell'

const root = createRootRoute()

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('@/features/setup/SetupPage'), 'SetupPage'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('@/features/session/SignInPage'), 'SignInPage'),
})

/** All pages inside the shell: set up first, then signed in, then these. */
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: ({ location }) => admit(location.href),
  component: Shell,
  errorComponent: StartError,
})

async function admit(href: string): Promise<void> {
  try {
    await queryClient.ensureQueryData(sessionQuery)
  } catch (thrown) {
    const error = asApiError(thrown)
    if (error.code === 'setup_needed') throw redirect({ to: '/setup' })
    if (error.status === 401) throw redirect({ to: '/sign-in', search: { next: href === '/' ? undefined : href } })
    throw error
  }
}

const dashboard = createRoute({
  getParentRoute: () => app,
  path: '/',
  validateSearch: dashboardSearch,
  component: lazyRouteComponent(() => import('@/features/dashboard/DashboardPage'), 'DashboardPage'),
})

const map = createRoute({
  getParentRoute: () => app,
  path: '/map',
  validateSearch: mapSearch,
  component: lazyRouteComponent(() => import('@/features/map/MapPage'), 'MapPage'),
})

const bans = createRoute({
  getParentRoute: () => app,
  path: '/bans',
  validateSearch: bansSearch,
  component: lazyRouteComponent(() => import('@/features/bans/BansPage'), 'BansPage'),
})

const history = createRoute({
  getParentRoute: () => app,
  path: '/history',
  validateSearch: historySearch,
  component: lazyRouteComponent(() => import('@/features/history/HistoryPage'), 'HistoryPage'),
})

const log = createRoute({
  getParentRoute: () => app,
  path: '/log',
  validateSearch: logSearch,
  component: lazyRouteComponent(() => import('@/features/log/LogPage'), 'LogPage'),
})

const address = createRoute({
  getParentRoute: () => app,
  path: '/addresses/$address',
  validateSearch: addressSearch,
  component: lazyRouteComponent(() => import('@/features/addresses/AddressPage'), 'AddressPage'),
})

const jails = createRoute({
  getParentRoute: () => app,
  path: '/jails',
  validateSearch: jailsSearch,
  component: lazyRouteComponent(() => import('@/features/jails/JailsPage'), 'JailsPage'),
})

const jail = createRoute({
  getParentRoute: () => app,
  path: '/jails/$host/$jail',
  validateSearch: jailSearch,
  component: lazyRouteComponent(() => import('@/features/jails/JailPage'), 'JailPage'),
})

const allowances = createRoute({
  getParentRoute: () => app,
  path: '/allowlist',
  validateSearch: allowancesSearch,
  component: lazyRouteComponent(() => import('@/features/allowances/AllowancesPage'), 'AllowancesPage'),
})

const blocklists = createRoute({
  getParentRoute: () => app,
  path: '/blocklists',
  component: lazyRouteComponent(() => import('@/features/blocklists/BlocklistsPage'), 'BlocklistsPage'),
})

const addBlocklist = createRoute({
  getParentRoute: () => app,
  path: '/blocklists/add',
  validateSearch: addListSearch,
  component: lazyRouteComponent(() => import('@/features/blocklists/AddListPage'), 'AddListPage'),
})

const blocklist = createRoute({
  getParentRoute: () => app,
  path: '/blocklists/$id',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('@/features/blocklists/ListPage'), 'ListPage'),
})

const enforcement = createRoute({
  getParentRoute: () => app,
  path: '/blocklists/enforcement',
  validateSearch: enforcementSearch,
  component: lazyRouteComponent(() => import('@/features/enforcement/EnforcementPage'), 'EnforcementPage'),
})

const configuration = createRoute({
  getParentRoute: () => app,
  path: '/configuration',
  validateSearch: configSearch,
  component: lazyRouteComponent(() => import('@/features/config/ConfigPage'), 'ConfigPage'),
})

const configPart = createRoute({
  getParentRoute: () => app,
  path: '/configuration/$host/$kind/$name',
  validateSearch: configSearch,
  component: lazyRouteComponent(() => import('@/features/config/PartPage'), 'PartPage'),
})

const configServer = createRoute({
  getParentRoute: () => app,
  path: '/configuration/$host/server',
  validateSearch: configSearch,
  component: lazyRouteComponent(() => import('@/features/config/ServerPage'), 'ServerPage'),
})

const configFile = createRoute({
  getParentRoute: () => app,
  path: '/configuration/$host/file',
  validateSearch: configFileSearch,
  component: lazyRouteComponent(() => import('@/features/config/FilePage'), 'FilePage'),
})

const review = createRoute({
  getParentRoute: () => app,
  path: '/configuration/$host/review',
  validateSearch: reviewSearch,
  component: lazyRouteComponent(() => import('@/features/config/ReviewPage'), 'ReviewPage'),
})

const revisions = createRoute({
  getParentRoute: () => app,
  path: '/revisions',
  validateSearch: revisionsSearch,
  component: lazyRouteComponent(() => import('@/features/config/RevisionsPage'), 'RevisionsPage'),
})

const revision = createRoute({
  getParentRoute: () => app,
  path: '/revisions/$id',
  validateSearch: revisionSearch,
  component: lazyRouteComponent(() => import('@/features/config/RevisionPage'), 'RevisionPage'),
})

const workbench = createRoute({
  getParentRoute: () => app,
  path: '/configuration/workbench',
  validateSearch: benchSearch,
  component: lazyRouteComponent(() => import('@/features/workbench/WorkbenchPage'), 'WorkbenchPage'),
})

const jobs = createRoute({
  getParentRoute: () => app,
  path: '/jobs',
  validateSearch: jobsSearch,
  component: lazyRouteComponent(() => import('@/features/jobs/JobsPage'), 'JobsPage'),
})

const job = createRoute({
  getParentRoute: () => app,
  path: '/jobs/$id',
  component: lazyRouteComponent(() => import('@/features/jobs/JobPage'), 'JobPage'),
})

const replicas = createRoute({
  getParentRoute: () => app,
  path: '/replicas',
  component: lazyRouteComponent(() => import('@/features/replicas/ReplicasPage'), 'ReplicasPage'),
})

const apiDocs = createRoute({
  getParentRoute: () => app,
  path: '/api-docs',
  component: lazyRouteComponent(() => import('@/features/api/ApiPage'), 'ApiPage'),
})

/** Any other path: inside the shell, so that one finds the way from there. */
const elsewhere = createRoute({
  getParentRoute: () => app,
  path: '$',
  component: NotFound,
})

const pages = [
  ...[dashboard, map, bans, history, log, address, jails, jail, allowances],
  ...[blocklists, addBlocklist, blocklist, enforcement],
  ...[configuration, configPart, configServer, configFile, review, workbench, revisions, revision],
  ...[jobs, job, replicas, apiDocs, elsewhere],
] as const

export const routeTree = root.addChildren([setup, signIn, app.addChildren(pages)])

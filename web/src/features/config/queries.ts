import { queryOptions } from '@tanstack/react-query'
import { api, must } from '@/api/client'
import { asApiError } from '@/lib/problem'

/** What a host's files come to, with the draft of the one who is signed in. */
export const configQuery = (host: string) =>
  queryOptions({
    queryKey: ['get', '/config/{host}', { host }],
    queryFn: async ({ signal }) =>
      must(await api.GET('/config/{host}', { params: { path: { host }, query: { draft: true } }, signal })),
  })

/** What every option means; it changes with a new version of BanGUI only. */
export const configOptionsQuery = queryOptions({
  queryKey: ['get', '/config-options'],
  queryFn: async ({ signal }) => must(await api.GET('/config-options', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
})

/** One file with its text; null if it is not there, which is an answer like another: asked again, it stays until the next one. */
export const configFileQuery = (host: string, name: string) =>
  queryOptions({
    queryKey: ['get', '/config/{host}/file', { host, name }],
    queryFn: async ({ signal }) => {
      try {
        return must(await api.GET('/config/{host}/file', { params: { path: { host }, query: { name } }, signal }))
      } catch (error) {
        if (asApiError(error).status === 404) return null
        throw error
      }
    },
  })

/** A part of the configuration as the path of its page names it. */
export interface PartKey {
  host: string
  kind: PartKind
  /** Empty for the server. */
  name: string
}

export type PartKind = 'jails' | 'filters' | 'actions' | 'server'

/** The options of a part, and where each value comes from. */
export const configPartQuery = ({ host, kind, name }: PartKey) =>
  queryOptions({
    queryKey: ['get', `/config/{host}/${kind}`, { host, name }],
    queryFn: async ({ signal }) => must(await askFor({ host, kind, name }, signal)),
  })

function askFor({ host, kind, name }: PartKey, signal: AbortSignal) {
  const query = { draft: true }
  switch (kind) {
    case 'jails':
      return api.GET('/config/{host}/jails/{jail}', { params: { path: { host, jail: name }, query }, signal })
    case 'filters':
      return api.GET('/config/{host}/filters/{filter}', { params: { path: { host, filter: name }, query }, signal })
    case 'actions':
      return api.GET('/config/{host}/actions/{action}', { params: { path: { host, action: name }, query }, signal })
    case 'server':
      return api.GET('/config/{host}/server', { params: { path: { host }, query }, signal })
  }
}

/** What a jail lacks if it is enabled, with the draft of the one who is signed in: fail2ban itself is asked, which takes a second. */
export const activationQuery = (host: string, jail: string) =>
  queryOptions({
    queryKey: ['get', '/config/{host}/jails/{jail}/activation', { host, jail }],
    queryFn: async ({ signal }) =>
      must(
        await api.GET('/config/{host}/jails/{jail}/activation', {
          params: { path: { host, jail }, query: { draft: true } },
          signal,
        }),
      ),
  })

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, must } from '@/api/client'
import { type Range, rangeLengths } from '@/lib/ranges'

/** What all blocks of the dashboard are narrowed to. */
export interface Scope {
  range: Range
  host?: string
  jail?: string
}

/** The figures. */
export const summaryQuery = (scope: Scope) =>
  queryOptions({
    queryKey: ['get', '/stats/summary', scope],
    queryFn: async ({ signal }) => must(await api.GET('/stats/summary', { params: { query: scope }, signal })),
    placeholderData: keepPreviousData,
  })

/** Bans by jail, whatever jail is chosen: the bars are what one chooses by. */
export const sharesQuery = ({ range, host }: Scope) =>
  queryOptions({
    queryKey: ['get', '/stats/jails', { range, host }],
    queryFn: async ({ signal }) =>
      must(await api.GET('/stats/jails', { params: { query: { range, host } }, signal })).items,
    placeholderData: keepPreviousData,
  })

/** The newest bans of the range. */
export const recentQuery = (scope: Scope, limit: number) =>
  queryOptions({
    queryKey: ['get', '/bans', { ...scope, limit }],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - rangeLengths[scope.range]).toISOString()
      const query = { from, host: scope.host, jail: scope.jail, limit }
      return must(await api.GET('/bans', { params: { query }, signal })).items
    },
    placeholderData: keepPreviousData,
  })

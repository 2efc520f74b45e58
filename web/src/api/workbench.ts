import { queryOptions } from '@tanstack/react-query'
import { api, must } from './client'
import type { TestOrder } from './types'

/** What there is to try lines on at a host: jails with their logs, and filters; `draft` is as the draft of the one who is signed in has it. */
export const benchQuery = (host: string, draft: boolean) =>
  queryOptions({
    queryKey: ['get', '/config/{host}/bench', { host, draft }],
    queryFn: async ({ signal }) =>
      must(await api.GET('/config/{host}/bench', { params: { path: { host }, query: { draft } }, signal })),
  })

/** Tries a filter on lines. */
export async function testFilter(host: string, body: TestOrder, signal?: AbortSignal) {
  return must(await api.POST('/config/{host}/test', { params: { path: { host } }, body, signal }))
}

/** The expressions of a jail or a filter: a test without lines. */
export const expressionsQuery = (host: string, subject: Pick<TestOrder, 'jail' | 'filter' | 'use_draft'>) =>
  queryOptions({
    queryKey: ['post', '/config/{host}/test', host, subject],
    queryFn: async ({ signal }) => (await testFilter(host, subject, signal)).expressions,
  })

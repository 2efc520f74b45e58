import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { api, must } from './client'
import { invalidatePaths } from './queries'
import type { paths } from './schema.gen'
import type { Draft, DraftCheck, Revision, RevisionDetail, RevisionDiff } from './types'

export type DraftEdit =
  paths['/config/{host}/draft/edits']['post']['requestBody']['content']['application/json']['edits'][number]
export type ApplyOrder = paths['/config/{host}/draft/apply']['post']['requestBody']['content']['application/json']

/** What the one who is signed in is about to change on a host. */
export const draftQuery = (host: string) =>
  queryOptions({
    queryKey: ['get', '/config/{host}/draft', { host }],
    queryFn: async ({ signal }) => must(await api.GET('/config/{host}/draft', { params: { path: { host } }, signal })),
  })

/** What would come of a draft. It is asked anew for each state of the draft: fail2ban itself is asked, which takes a second. */
export const draftCheckQuery = (host: string, hash: string) =>
  queryOptions({
    queryKey: ['post', '/config/{host}/draft/check', { host, hash }],
    queryFn: async ({ signal }): Promise<DraftCheck> =>
      must(await api.POST('/config/{host}/draft/check', { params: { path: { host } }, signal })),
    staleTime: 15_000,
    gcTime: 60_000,
  })

/** Files that are not as the last revision left them. */
export const changedByHandQuery = (host: string) =>
  queryOptions({
    queryKey: ['get', '/config/{host}/changed', { host }],
    queryFn: async ({ signal }) =>
      must(await api.GET('/config/{host}/changed', { params: { path: { host } }, signal })).items,
    staleTime: 30_000,
  })

export type DraftFileChange = paths['/config/{host}/draft/file']['put']['requestBody']['content']['application/json']

/** Gives a file a new text in the draft. */
export async function putDraftFile(host: string, body: DraftFileChange): Promise<Draft> {
  return must(await api.PUT('/config/{host}/draft/file', { params: { path: { host } }, body }))
}

/** Changes options in the draft. */
export async function editDraft(host: string, edits: DraftEdit[]): Promise<Draft> {
  return must(await api.POST('/config/{host}/draft/edits', { params: { path: { host } }, body: { edits } }))
}

export type NewJail = paths['/config/{host}/draft/jails']['post']['requestBody']['content']['application/json']
export type NewDefinition =
  paths['/config/{host}/draft/definitions']['post']['requestBody']['content']['application/json']
export type Assignment = paths['/config/{host}/draft/assignments']['post']['requestBody']['content']['application/json']

/** Makes a jail in the draft. */
export async function makeJail(host: string, body: NewJail): Promise<Draft> {
  return must(await api.POST('/config/{host}/draft/jails', { params: { path: { host } }, body }))
}

/** Makes a filter or an action in the draft. */
export async function makeDefinition(host: string, body: NewDefinition): Promise<Draft> {
  return must(await api.POST('/config/{host}/draft/definitions', { params: { path: { host } }, body }))
}

/** Has a jail use a filter or an action, in the draft. */
export async function assignPart(host: string, body: Assignment): Promise<Draft> {
  return must(await api.POST('/config/{host}/draft/assignments', { params: { path: { host } }, body }))
}

/** Has the draft remove a file. */
export async function removeInDraft(host: string, name: string): Promise<Draft> {
  return must(await api.POST('/config/{host}/draft/remove', { params: { path: { host } }, body: { name } }))
}

/** Takes a file out of the draft: it stays as it is. */
export async function takeOutOfDraft(host: string, name: string): Promise<Draft> {
  return must(await api.DELETE('/config/{host}/draft/file', { params: { path: { host }, query: { name } } }))
}

/** Forgets the whole draft. */
export async function discardDraft(host: string): Promise<void> {
  await api.DELETE('/config/{host}/draft', { params: { path: { host } } })
}

/** Applies the draft; what it comes to is told by the revision. */
export async function applyDraft(host: string, order: ApplyOrder): Promise<RevisionDetail> {
  return must(await api.POST('/config/{host}/draft/apply', { params: { path: { host } }, body: order }))
}

/** Fetches anew what a draft shows in. */
export function draftChanged(client: QueryClient): void {
  void invalidatePaths(client, ['/config/'])
}

const pageSize = 30

/** Revisions of one host, or of all, newest first, by pages. */
export const revisionPagesQuery = (host?: string) =>
  infiniteQueryOptions({
    queryKey: ['get', '/revisions', { host }],
    queryFn: async ({ pageParam, signal }) => {
      const query = { host, limit: pageSize, cursor: pageParam }
      return must(await api.GET('/revisions', { params: { query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

/** One revision with its steps and diffs. */
export const revisionQuery = (id: Revision['id']) =>
  queryOptions({
    queryKey: ['get', '/revisions/{id}', id],
    queryFn: async ({ signal }) => must(await api.GET('/revisions/{id}', { params: { path: { id } }, signal })),
  })

/** How the files after a revision differ from those after another; 0 is now. */
export const compareQuery = (id: Revision['id'], other: Revision['id']) =>
  queryOptions({
    queryKey: ['get', '/revisions/{id}/compare', { id, other }],
    queryFn: async ({ signal }): Promise<RevisionDiff[]> =>
      must(await api.GET('/revisions/{id}/compare', { params: { path: { id }, query: { with: other } }, signal }))
        .items,
  })

/** Keeps a change that waits for it. */
export async function confirmRevision(id: Revision['id']): Promise<RevisionDetail> {
  return must(await api.POST('/revisions/{id}/confirm', { params: { path: { id } } }))
}

/** Calls a change off, or takes it back. */
export async function undoRevision(id: Revision['id']): Promise<RevisionDetail> {
  return must(await api.POST('/revisions/{id}/undo', { params: { path: { id } } }))
}

/** Makes a draft with the files as they were after a revision, or before it. */
export async function restoreRevision(id: Revision['id'], before: boolean, replace: boolean): Promise<Draft> {
  return must(await api.POST('/revisions/{id}/restore', { params: { path: { id } }, body: { before, replace } }))
}

/** Fetches anew what a revision changes. */
export function revisionsChanged(client: QueryClient): void {
  void invalidatePaths(client, ['/revisions', '/config/', '/hosts'])
}

import { api, must } from './client'
import type { HistoryFilters, HistoryPage } from './history'

/** Each may take the server 25 ms (internal/httpapi/bans.go, listPatience), so a second in all. */
const mostAnswers = 40

/** The newest bans that match, as one page. An answer may have few of them, or none, and be continued: so it is, up to a number of times. */
export async function newestBans(
  query: HistoryFilters & { limit: number; cursor?: string },
  signal?: AbortSignal,
  answers = mostAnswers,
): Promise<HistoryPage> {
  const page = must(await api.GET('/bans', { params: { query }, signal }))
  const limit = query.limit - page.items.length
  if (!page.next_cursor || limit <= 0 || answers <= 1) return page
  const rest = await newestBans({ ...query, limit, cursor: page.next_cursor }, signal, answers - 1)
  return { ...rest, items: [...page.items, ...rest.items] }
}

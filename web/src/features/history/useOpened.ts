import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'

const openedQuery = queryOptions({
  queryKey: ['history-opened'],
  queryFn: () => Date.now(),
  initialData: () => Date.now(),
  staleTime: 'static',
})

/**
 * When the history was opened, in milliseconds since 1970, and how to open it anew. Who leaves the page and comes back within minutes
 * finds the list as it was.
 */
export function useOpened(): [opened: number, open: () => void] {
  const client = useQueryClient()
  const { data } = useQuery(openedQuery)
  return [data, () => client.setQueryData(openedQuery.queryKey, Date.now())]
}

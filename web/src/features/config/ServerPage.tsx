import { getRouteApi } from '@tanstack/react-router'
import { ConfigFrame } from './ConfigFrame'
import { PartDetail } from './PartDetail'
import type { ConfigSearch } from './search'

const route = getRouteApi('/app/configuration/$host/server')

/** fail2ban's own options as the files have them. */
export function ServerPage() {
  const { host } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const parts = search.parts ?? 'server'
  const onList = (change: ConfigSearch) =>
    void navigate({
      search: (old) => ({ ...old, ...change, ...('parts' in change && { parts: change.parts ?? 'jails' }) }),
      replace: true,
    })
  return (
    <ConfigFrame {...search} parts={parts} host={host} current="server" onList={onList}>
      <PartDetail part={{ host, kind: 'server', name: '' }} search={{ ...search, parts }} />
    </ConfigFrame>
  )
}

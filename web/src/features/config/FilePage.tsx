import { getRouteApi } from '@tanstack/react-router'
import { ConfigFrame } from './ConfigFrame'
import { FileDetail } from './FileDetail'
import type { ConfigSearch } from './search'

const route = getRouteApi('/app/configuration/$host/file')

/** One of fail2ban's files as it is. */
export function FilePage() {
  const { host } = route.useParams()
  const { name, line, ...list } = route.useSearch()
  const navigate = route.useNavigate()
  const parts = list.parts ?? 'files'
  const onList = (change: ConfigSearch) =>
    void navigate({
      search: (old) => ({ ...old, ...change, ...('parts' in change && { parts: change.parts ?? 'jails' }) }),
      replace: true,
    })
  const onLine = (to: number) => void navigate({ search: (old) => ({ ...old, line: to }), replace: true })
  return (
    <ConfigFrame {...list} parts={parts} host={host} current={name} onList={onList}>
      <FileDetail
        key={`${host}/${name}`}
        host={host}
        name={name}
        line={line}
        onLine={onLine}
        back={{ ...list, parts, host }}
      />
    </ConfigFrame>
  )
}

import { useLingui } from '@lingui/react/macro'
import { getRouteApi } from '@tanstack/react-router'
import { ConfigFrame } from './ConfigFrame'
import { PartDetail } from './PartDetail'
import type { ConfigSearch, ConfigTab } from './search'
import { Unknown } from './Unknown'

const route = getRouteApi('/app/configuration/$host/$kind/$name')

/** A jail, a filter or an action as the files have it. */
export function PartPage() {
  const { t } = useLingui()
  const { host, kind, name } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const known = ['jails', 'filters', 'actions'].find((k): k is Exclude<ConfigTab, 'files' | 'server'> => k === kind)
  const parts = search.parts ?? known
  const onList = (change: ConfigSearch) =>
    void navigate({ search: (old) => ({ ...old, ...withTab(change) }), replace: true })
  return (
    <ConfigFrame {...search} parts={parts} host={host} current={`${kind}/${name}`} onList={onList}>
      {known ? (
        <PartDetail key={`${host}/${kind}/${name}`} part={{ host, kind: known, name }} search={{ ...search, parts }} />
      ) : (
        <Unknown title={name} words={t`There is no such part of a configuration.`} back={{ host }} />
      )}
    </ConfigFrame>
  )
}

/** On these pages the first list, too, is named: without a name it is the one that the part is in. */
function withTab(change: ConfigSearch): ConfigSearch {
  return 'parts' in change ? { ...change, parts: change.parts ?? 'jails' } : change
}

import '@/theme/forms'
import { useLingui } from '@lingui/react/macro'
import { getRouteApi } from '@tanstack/react-router'
import { useWide } from '@/ui/useWide'
import { JailDetail } from './JailDetail'
import { JailList } from './JailList'
import classes from './JailPage.module.css'

const route = getRouteApi('/app/jails/$host/$jail')

/** One jail; from 1200 px on with the list of all at its left. */
export function JailPage() {
  const { t } = useLingui()
  const { host, jail } = route.useParams()
  const { list, only } = route.useSearch()
  const navigate = route.useNavigate()
  const wide = useWide()
  const onFilter = (text: string) =>
    void navigate({ search: (old) => ({ ...old, list: text || undefined }), replace: true })
  return (
    <div className={classes.split}>
      {wide && (
        <section className={classes.master} aria-label={t`All jails`}>
          <JailList host={only} filter={list ?? ''} onFilter={onFilter} current={{ host, jail }} />
        </section>
      )}
      <JailDetail key={`${host}/${jail}`} host={host} jail={jail} />
    </div>
  )
}

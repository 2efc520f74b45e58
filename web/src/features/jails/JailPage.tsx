import '@/theme/forms'
import '@mantine/core/styles/Tabs.layer.css'
import { useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { JailDetail } from './JailDetail'
import { JailList } from './JailList'
import classes from './JailPage.module.css'
import { useWide } from './useWide'

/** One jail; from 1200 px on with the list of all at its left. */
export function JailPage() {
  const { t } = useLingui()
  const { host, jail } = useParams({ from: '/app/jails/$host/$jail' })
  const wide = useWide()
  const [filter, setFilter] = useState('')
  return (
    <div className={classes.split}>
      {wide && (
        <section className={classes.master} aria-label={t`All jails`}>
          <JailList filter={filter} onFilter={setFilter} current={{ host, jail }} />
        </section>
      )}
      <JailDetail key={`${host}/${jail}`} host={host} jail={jail} />
    </div>
  )
}

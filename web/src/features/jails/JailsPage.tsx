import '@/theme/forms'
import { useLingui } from '@lingui/react/macro'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { JailList } from './JailList'
import { useHostJails } from './useHostJails'
import { useWide } from './useWide'

/** All jails. Where there is room for a jail beside the list, the first one is shown at once. */
export function JailsPage() {
  const { t } = useLingui()
  const { host, q } = useSearch({ from: '/app/jails' })
  const navigate = useNavigate()
  useFirstJail(host)
  const onFilter = (text: string) =>
    void navigate({ to: '/jails', search: (old) => ({ ...old, q: text || undefined }), replace: true })
  return (
    <Page>
      <PageHeader title={t`Jails`} note={t`Each watches logs for one kind of attack and bans where it comes from.`} />
      <JailList host={host} filter={q ?? ''} onFilter={onFilter} />
    </Page>
  )
}

function useFirstJail(host: string | undefined): void {
  const wide = useWide()
  const navigate = useNavigate()
  const first = useHostJails(host).hosts?.flatMap((h) => h.jails)[0]
  useEffect(() => {
    if (!wide || first === undefined) return
    void navigate({ to: '/jails/$host/$jail', params: { host: first.host, jail: first.name }, replace: true })
  }, [wide, first, navigate])
}

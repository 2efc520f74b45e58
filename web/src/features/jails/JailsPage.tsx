import '@/theme/forms'
import { useLingui } from '@lingui/react/macro'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { useWide } from '@/ui/useWide'
import { JailList } from './JailList'
import { narrow, useHostJails } from './useHostJails'

/** All jails. Where there is room for a jail beside the list, the first one is shown at once. */
export function JailsPage() {
  const { t } = useLingui()
  const { host, q } = useSearch({ from: '/app/jails' })
  const navigate = useNavigate()
  useFirstJail(host, q)
  const onFilter = (text: string) =>
    void navigate({ to: '/jails', search: (old) => ({ ...old, q: text || undefined }), replace: true })
  return (
    <Page>
      <PageHeader title={t`Jails`} note={t`Each watches logs for one kind of attack and bans where it comes from.`} />
      <JailList host={host} filter={q ?? ''} onFilter={onFilter} />
    </Page>
  )
}

function useFirstJail(host: string | undefined, q: string | undefined): void {
  const wide = useWide()
  const navigate = useNavigate()
  const all = useHostJails(host).hosts
  const first = all && (narrow(all, q ?? '')[0] ?? all[0])?.jails[0]
  useEffect(() => {
    if (!wide || first === undefined) return
    const params = { host: first.host, jail: first.name }
    void navigate({ to: '/jails/$host/$jail', params, search: { list: q, only: host }, replace: true })
  }, [wide, first, host, q, navigate])
}

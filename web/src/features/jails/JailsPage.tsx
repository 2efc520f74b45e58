import { useLingui } from '@lingui/react/macro'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'

export function JailsPage() {
  const { t } = useLingui()
  return (
    <Page>
      <PageHeader title={t`Jails`} />
    </Page>
  )
}

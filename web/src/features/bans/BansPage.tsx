import { useLingui } from '@lingui/react/macro'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'

export function BansPage() {
  const { t } = useLingui()
  return (
    <Page>
      <PageHeader title={t`Active bans`} />
    </Page>
  )
}

import { useLingui } from '@lingui/react/macro'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'

export function SetupPage() {
  const { t } = useLingui()
  return (
    <Page>
      <PageHeader title={t`Set up BanGUI`} />
    </Page>
  )
}

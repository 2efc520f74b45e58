import { Trans, useLingui } from '@lingui/react/macro'
import { IconError404 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'

/** For an address that leads nowhere. */
export function NotFound() {
  const { t } = useLingui()
  return (
    <Page>
      <PageHeader title={t`Page not found`} />
      <Card>
        <EmptyState
          title={t`There is nothing at this address.`}
          icon={<IconError404 size={30} stroke={1.4} aria-hidden="true" />}
          actions={
            <Link to="/">
              <Trans>Go to the dashboard</Trans>
            </Link>
          }
        >
          <Trans>The link may be old, or the jail or host it names may be gone.</Trans>
        </EmptyState>
      </Card>
    </Page>
  )
}

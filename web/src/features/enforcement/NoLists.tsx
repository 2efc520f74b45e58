import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'

/** Nothing is to be blocked: says why, and what to do. */
export function NoLists() {
  const { t } = useLingui()
  return (
    <Card>
      <EmptyState
        title={t`No list is blocked yet`}
        actions={
          <Link to="/blocklists">
            <Trans>Block lists</Trans>
          </Link>
        }
      >
        <Trans>
          Hosts block what the block lists that are on have. As soon as one was imported, they bring it into their
          kernels by themselves.
        </Trans>
      </EmptyState>
    </Card>
  )
}

import '@/theme/forms'
import '@/theme/mono'
import { Trans, useLingui } from '@lingui/react/macro'
import { useMediaQuery } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { blocklistsQuery } from '@/api/blocklists'
import { BusyBar } from '@/ui/BusyBar'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { Page } from '@/ui/Page'
import { PageHeader } from '@/ui/PageHeader'
import { PlainButton } from '@/ui/PlainButton'
import { Skeleton } from '@/ui/Skeleton'
import { useGuard } from '@/ui/useGuard'
import { BlocklistsFigures } from './BlocklistsFigures'
import { BlocklistsItems } from './BlocklistsItems'
import { BlocklistsTable } from './BlocklistsTable'

/** Where the columns of the table do not fit side by side. */
const narrow = '(width < 75em)'

/** While something is imported it is asked for again all the same, in case an event goes astray. */
const refreshMs = 5_000

/** The lists whose addresses are blocked before a packet reaches a service: all of them, with how they are. */
export function BlocklistsPage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const guard = useGuard('blocklists.write')
  const cards = useMediaQuery(narrow, window.matchMedia?.(narrow).matches)
  const { data, error, isFetching, refetch } = useQuery({
    ...blocklistsQuery,
    refetchInterval: ({ state }) => (state.data?.items.some((list) => list.asked) ? refreshMs : 60_000),
  })
  const lists = data?.items
  const add = () => void navigate({ to: '/blocklists/add' })
  const List = cards ? BlocklistsItems : BlocklistsTable
  return (
    <Page>
      <PageHeader
        title={t`Block lists`}
        note={t`Addresses and networks that others publish, dropped in the kernel of every host. What is allowed or protected is let through all the same.`}
        actions={
          <PlainButton
            primary
            icon={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
            onClick={add}
            {...guard.button}
          >
            <Trans>Add a list</Trans>
          </PlainButton>
        }
      />
      {lists?.length !== 0 && <BlocklistsFigures lists={lists} />}
      <Card flush>
        <BusyBar busy={isFetching && data !== undefined} />
        {!lists ? (
          error ? (
            <ErrorState error={error} onRetry={() => void refetch()} />
          ) : (
            <Skeleton rows={6} />
          )
        ) : lists.length === 0 ? (
          <EmptyState
            title={t`No block lists yet`}
            actions={
              guard.allowed && (
                <PlainButton primary onClick={add}>
                  <Trans>Look at the catalogue</Trans>
                </PlainButton>
              )
            }
          >
            <Trans>
              Nothing is blocked that you did not choose. The catalogue has well-known lists with their terms; your own
              address or file does as well.
            </Trans>
          </EmptyState>
        ) : (
          <List lists={lists} />
        )}
      </Card>
    </Page>
  )
}

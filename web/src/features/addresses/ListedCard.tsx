import { useLingui } from '@lingui/react/macro'
import type { AddressReport } from '@/api/types'
import { Card } from '@/ui/Card'
import { ListedIn } from '@/ui/enforcement/ListedIn'

/** Which block lists have it, if any: since when, by which entry, what was dropped, and why it is let through nevertheless. */
export function ListedCard({ listed }: { listed: AddressReport['listed'] }) {
  const { t } = useLingui()
  if (!listed || listed.lists.length === 0) return null
  return (
    <Card title={t`Block lists`}>
      <ListedIn listed={listed} />
    </Card>
  )
}

import { useLingui } from '@lingui/react/macro'
import { BanItem } from '@/ui/bans/BanItem'
import { ItemList } from '@/ui/ItemList'
import type { RecentProps } from './RecentTable'

/** Recent bans on a phone. */
export function RecentItems({ bans, actions, manyHosts }: RecentProps) {
  const { t } = useLingui()
  return (
    <ItemList label={t`Recent bans`}>
      {bans.map((ban) => (
        <BanItem key={ban.id} ban={ban} manyHosts={manyHosts} onOpen={actions.show} />
      ))}
    </ItemList>
  )
}

import { useLingui } from '@lingui/react/macro'
import { BanItem } from '@/ui/bans/BanItem'
import { VirtualItems } from '@/ui/VirtualItems'
import type { BansListProps } from './BansTable'

/** Active bans on a phone: two lines each, a tap opens the rest with what can be done. */
export function BansItems({ bans, actions, manyHosts, onEnd }: BansListProps) {
  const { t } = useLingui()
  return (
    <VirtualItems
      label={t`Active bans`}
      count={bans.length}
      keyOf={(i) => bans[i]?.id ?? i}
      item={(i) => {
        const ban = bans[i]
        return ban && <BanItem key={ban.id} ban={ban} manyHosts={manyHosts} onOpen={actions.show} />
      }}
      onEnd={onEnd}
      loaded={bans.length}
    />
  )
}

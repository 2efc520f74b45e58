import { useLingui } from '@lingui/react/macro'
import { BanEnd } from '@/ui/bans/BanEnd'
import { FailureWords } from '@/ui/bans/Failures'
import { JailName } from '@/ui/bans/JailChip'
import { Item, ItemList } from '@/ui/ItemList'
import { RelativeTime } from '@/ui/RelativeTime'
import type { RecentProps } from './RecentTable'

/** Recent bans on a phone: two lines each; a tap opens the rest with what can be done. */
export function RecentItems({ bans, actions, manyHosts }: RecentProps) {
  const { t } = useLingui()
  return (
    <ItemList label={t`Recent bans`}>
      {bans.map((ban) => (
        <Item
          key={ban.id}
          head={<span className="mono">{ban.address}</span>}
          aside={<RelativeTime at={ban.banned_at} />}
          detail={
            <>
              <JailName jail={ban.jail} />
              {manyHosts && <span>{ban.host}</span>}
              <FailureWords ban={ban} />
              <span>
                <BanEnd ban={ban} />
              </span>
            </>
          }
          onOpen={() => actions.show(ban)}
        />
      ))}
    </ItemList>
  )
}

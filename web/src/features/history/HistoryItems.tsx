import { useLingui } from '@lingui/react/macro'
import type { Ban } from '@/api/types'
import { BanEnd } from '@/ui/bans/BanEnd'
import { BanTime } from '@/ui/bans/BanTime'
import { Country } from '@/ui/bans/Country'
import { JailName } from '@/ui/bans/JailChip'
import { RepeatBadge } from '@/ui/bans/RepeatBadge'
import { Item } from '@/ui/ItemList'
import { VirtualItems } from '@/ui/VirtualItems'
import type { HistoryListProps } from './HistoryTable'
import classes from './history.module.css'

/** The history on a phone: address and time, then country and jail; a tap opens the rest. */
export function HistoryItems({ bans, actions, manyHosts, onEnd, step, onPosition, foot }: HistoryListProps) {
  const { t } = useLingui()
  return (
    <>
      <VirtualItems
        label={t`Bans`}
        count={bans.length}
        keyOf={(i) => bans[i]?.id ?? i}
        item={(i) => {
          const ban = bans[i]
          return ban && <HistoryItem key={ban.id} ban={ban} manyHosts={manyHosts} onOpen={actions.show} />
        }}
        onEnd={onEnd}
        loaded={step}
        onFirst={(index) => bans[index] && onPosition({ began: bans[index].banned_at, top: index === 0 })}
      />
      {foot && <div className={classes.itemsFoot}>{foot}</div>}
    </>
  )
}

function HistoryItem({ ban, manyHosts, onOpen }: { ban: Ban; manyHosts: boolean; onOpen: (ban: Ban) => void }) {
  return (
    <Item
      head={
        <span className={classes.address}>
          <span className="mono">{ban.address}</span> <RepeatBadge n={ban.repeats} />
        </span>
      }
      aside={<BanTime at={ban.banned_at} />}
      detail={
        <>
          {ban.country !== '' && <Country code={ban.country} />}
          <JailName jail={ban.jail} />
          {manyHosts && <span>{ban.host}</span>}
          <span>
            <BanEnd ban={ban} />
          </span>
        </>
      }
      onOpen={() => onOpen(ban)}
    />
  )
}

import type { Ban } from '@/api/types'
import { Item } from '@/ui/ItemList'
import { RelativeTime } from '@/ui/RelativeTime'
import { BanEnd } from './BanEnd'
import { FailureWords } from './Failures'
import { JailName } from './JailChip'

/** A ban on a phone: two lines, a tap opens the rest with what can be done. */
export function BanItem({ ban, manyHosts, onOpen }: { ban: Ban; manyHosts: boolean; onOpen: (ban: Ban) => void }) {
  return (
    <Item
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
      onOpen={() => onOpen(ban)}
    />
  )
}

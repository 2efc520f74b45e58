import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useJailColor } from '@/ui/bans/jailColors'
import { RankedBars } from '@/ui/RankedBars'
import { Block } from './Block'
import { EstimatedNote } from './EstimatedNote'
import { jailsRankQuery } from './queries'
import { RankWait } from './RankWait'
import type { Scope } from './search'

/** Jails by rank; pressing one narrows the page to it, pressing it again ends that. */
export function JailsCard({ filter: { jail }, asked, narrow }: Scope) {
  const { t } = useLingui()
  const color = useJailColor()
  const query = useQuery(jailsRankQuery(asked))
  return (
    <Block
      title={t`Bans by jail`}
      note={query.data?.estimated && <EstimatedNote />}
      chosen={jail ? { label: jail, onClear: () => narrow({ jail: undefined }) } : undefined}
      query={query}
      wait={<RankWait rows={8} />}
    >
      {({ items }) => (
        <RankedBars
          items={items.map(({ jail: name, n, share, n_before, values }) => ({
            key: name,
            label: name,
            n,
            share,
            before: n_before,
            values,
            color: color(name),
          }))}
          selected={jail}
          onSelect={(name) => narrow({ jail: name === jail ? undefined : name })}
        />
      )}
    </Block>
  )
}

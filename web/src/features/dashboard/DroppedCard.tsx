import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { droppedQuery } from '@/api/enforcement'
import type { Dropped } from '@/api/types'
import { formatBytes } from '@/lib/bytes'
import { formatCount } from '@/lib/numbers'
import { EmptyState } from '@/ui/EmptyState'
import { useListPaints } from '@/ui/enforcement/listPaints'
import { RankedBars } from '@/ui/RankedBars'
import { Sparkline } from '@/ui/Sparkline'
import { Block } from './Block'
import classes from './dropped.module.css'
import { RankWait } from './RankWait'
import type { Scope } from './search'

const mostLists = 4

/** How much was dropped because of which block list. Of the filters only time and host mean something to it. */
export function DroppedCard({ filter: { range, from, to, host }, asked }: Scope) {
  const { t } = useLingui()
  const query = useQuery(droppedQuery(asked))
  return (
    <Block
      title={t`Dropped because of block lists`}
      note={
        <Link to="/blocklists/enforcement" search={{ range, from, to, host }} className={classes.link}>
          <Trans>Enforcement</Trans>
        </Link>
      }
      query={query}
      wait={<RankWait rows={mostLists} />}
    >
      {(dropped) => (dropped.total.packets === 0 ? <Nothing /> : <Amounts dropped={dropped} />)}
    </Block>
  )
}

function Nothing() {
  const { t } = useLingui()
  return <EmptyState title={t`Nothing was dropped in this range`} />
}

function Amounts({ dropped: { total, lists } }: { dropped: Dropped }) {
  const { t } = useLingui()
  const paints = useListPaints(lists.map((list) => list.id))
  return (
    <div className={classes.root}>
      <div className={classes.total}>
        <div>
          <div className={classes.value}>{formatCount(total.packets)}</div>
          <div className="note">{t`packets, ${formatBytes(total.bytes)}`}</div>
        </div>
        <Sparkline values={total.packets_over_time} width={180} height={44} />
      </div>
      <div>
        <RankedBars
          most={mostLists}
          items={lists.map(({ id, name, packets, packets_over_time }) => ({
            key: String(id),
            label: name,
            n: packets,
            share: packets / total.packets,
            values: packets_over_time,
            color: `var(${paints.get(String(id))?.variable})`,
          }))}
        />
      </div>
    </div>
  )
}

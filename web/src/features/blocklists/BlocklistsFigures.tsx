import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { Blocklist } from '@/api/types'
import { formatBytes } from '@/lib/bytes'
import { formatShare } from '@/lib/numbers'
import { Figure } from '@/ui/Figure'
import { Columns } from '@/ui/Page'
import { needsLook } from './words'

const allIPv4 = 2 ** 32

/** How much is on, what it comes to, and whether something needs somebody. */
export function BlocklistsFigures({ lists }: { lists: readonly Blocklist[] | undefined }) {
  const { t } = useLingui()
  const on = lists?.filter((list) => list.enabled)
  const sum = (of: (contents: NonNullable<Blocklist['contents']>) => number) =>
    on?.reduce((n, { contents }) => n + (contents ? of(contents) : 0), 0)
  const covered = sum((c) => c.covered_ipv4)
  const memory = sum((c) => c.memory_bytes)
  const odd = on?.filter(needsLook).length
  const total = lists?.length ?? 0
  return (
    <Columns layout="four">
      <Figure
        label={t`Lists that are on`}
        value={on?.length}
        note={lists && <Plural value={total} one="of # list" other="of # lists" />}
      />
      <Figure
        label={t`Entries in force`}
        value={sum((c) => c.entries)}
        note={memory !== undefined && <Trans>about {formatBytes(memory)} in each kernel</Trans>}
      />
      <Figure
        label={t`IPv4 addresses covered`}
        value={covered}
        note={
          covered !== undefined && (
            <span title={t`What several lists have counts once for each.`}>
              <Trans>at most {formatShare(covered / allIPv4)} of all</Trans>
            </span>
          )
        }
      />
      <Figure
        label={t`Need a look`}
        value={odd}
        note={odd !== undefined && (odd === 0 ? <Trans>all imports went well</Trans> : <Trans>see below why</Trans>)}
      />
    </Columns>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { Enforcement } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { droppedWords } from '@/ui/enforcement/amounts'
import { RelativeTime } from '@/ui/RelativeTime'
import { Fact, Facts } from './Facts'
import { totalsOf } from './stands'

/** What the kernel of a host has beside what it should have. */
export function KernelFacts({ host }: { host: Enforcement }) {
  const { t } = useLingui()
  const { wished, entries, packets, bytes } = totalsOf(host.lists)
  const { revision, wished_revision, wished_at, since, reported_at, repaired_at } = host
  return (
    <Facts>
      <Fact
        name={t`Revision in its kernel`}
        note={
          revision === wished_revision ? (
            since && (
              <Trans>
                since <RelativeTime at={since} />
              </Trans>
            )
          ) : (
            <Trans>
              {wished_revision} is wished for {wished_at && <RelativeTime at={wished_at} />}
            </Trans>
          )
        }
      >
        {host.armed ? formatCount(revision) : t`none`}
      </Fact>
      <Fact name={t`Entries in its kernel`} note={t`of ${formatCount(wished)} wished for`}>
        {formatCount(entries)}
      </Fact>
      <Fact name={t`Dropped`} note={packets > 0 ? <CountedSince host={host} /> : t`counted by list`}>
        {droppedWords({ packets, bytes })}
      </Fact>
      <Fact name={t`At the next boot`} note={host.kept ? t`before BanGUI runs` : t`only when BanGUI runs`}>
        {host.kept ? t`blocks at once` : t`blocks later`}
      </Fact>
      <Fact
        name={t`Repairs`}
        note={
          repaired_at ? (
            <Trans>
              last <RelativeTime at={repaired_at} />
            </Trans>
          ) : (
            t`nobody changed it`
          )
        }
      >
        {host.repairs === 0 ? t`none` : formatCount(host.repairs)}
      </Fact>
      <Fact
        name={t`Looked at`}
        note={<Plural value={host.allow} one="# network let through first" other="# networks let through first" />}
      >
        {reported_at ? <RelativeTime at={reported_at} /> : t`not yet`}
      </Fact>
    </Facts>
  )
}

/** From when on packets are counted: the oldest of the lists. */
function CountedSince({ host }: { host: Enforcement }) {
  const times = host.lists.flatMap((list) => list.counted_since ?? []).sort()
  const [first] = times
  return (
    first && (
      <Trans>
        since <RelativeTime at={first} />
      </Trans>
    )
  )
}

import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useJailColor } from '@/ui/bans/jailColors'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { RankedBars } from '@/ui/RankedBars'
import { inRange } from '@/ui/rangeWords'
import { type Scope, sharesQuery } from './queries'

interface Props {
  scope: Scope
  /** Called with the jail that was pressed; undefined if it is the one already chosen. */
  onJail: (jail: string | undefined) => void
}

/** Ranked bars; pressing one narrows the page to its jail. */
export function BansByJail({ scope, onJail }: Props) {
  const { t } = useLingui()
  const color = useJailColor()
  const { data, error, refetch } = useQuery(sharesQuery(scope))
  return (
    <Card title={t`Bans by jail`} aside={t(inRange[scope.range])}>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <RankedBars
          items={data?.map(({ jail, n, share }) => ({ key: jail, n, share, color: color(jail), label: jail }))}
          selected={scope.jail}
          onSelect={(jail) => onJail(jail === scope.jail ? undefined : jail)}
        />
      )}
    </Card>
  )
}

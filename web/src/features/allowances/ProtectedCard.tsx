import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { protectedQuery } from '@/api/allowances'
import { Address } from '@/ui/Address'
import { ProtectedWords } from '@/ui/allow/ProtectedWords'
import { Card } from '@/ui/Card'
import { ErrorState } from '@/ui/ErrorState'
import { Skeleton } from '@/ui/Skeleton'
import classes from './allowances.module.css'

/** What is protected without being on the list: nobody has to think of it. */
export function ProtectedCard() {
  const { t } = useLingui()
  const query = useQuery(protectedQuery)
  const others = query.data?.items.filter((one) => one.why !== 'allowance')
  return (
    <Card title={t`Protected by itself`}>
      <div className={classes.config}>
        <p className="dim">
          <Trans>
            No block list ever blocks these, and banning them needs a second yes. Each host protects its own addresses,
            too, and from block lists also its gateway and its name servers.
          </Trans>
        </p>
        {!others ? (
          query.error ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <Skeleton rows={2} />
          )
        ) : (
          <ul className={classes.protected} aria-label={t`Protected by itself`}>
            {others.map((one) => (
              <li key={`${one.network} ${one.why} ${one.detail}`}>
                <Address value={one.network} />
                <span className="dim">
                  <ProtectedWords one={one} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { allowancesChanged, endAllowance } from '@/api/allowances'
import type { Covering, Protected } from '@/api/types'
import { asApiError } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { useGuard } from '@/ui/useGuard'
import { useExactTime } from '@/ui/zone'
import classes from './allow.module.css'
import { ProtectedWords } from './ProtectedWords'

interface Props {
  address: string
  allowances: readonly Covering[]
  protections: readonly Protected[]
}

/** Why an address must not be blocked: the allowances in force that it lies in, each with a way to end it, and what else. Nothing if nothing. */
export function AllowedNow({ address, allowances, protections }: Props) {
  const { t } = useLingui()
  if (allowances.length + protections.length === 0) return null
  return (
    <ul className={classes.now} aria-label={t`Why it must not be blocked`}>
      {allowances.map((one) => (
        <One key={one.id} one={one} address={address} />
      ))}
      {protections.map((one) => (
        <li key={`${one.why} ${one.network} ${one.detail}`} data-tone="warn">
          <span>
            <ProtectedWords one={one} />
            {one.network !== address && (
              <span className="dim">
                {' '}
                · <span className="mono">{one.network}</span>
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

function One({ one, address }: { one: Covering; address: string }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const guard = useGuard('bans.write')
  const exact = useExactTime()
  const end = useMutation({ mutationFn: () => endAllowance(one.id), onSettled: () => allowancesChanged(client) })
  return (
    <li>
      <span>
        {one.until === null ? (
          <Trans>On the allow list without an end</Trans>
        ) : (
          <Trans>On the allow list until {exact(one.until)}</Trans>
        )}
        {one.jails.length > 0 && ` · ${one.jails.join(', ')}`}
        {one.hosts.length > 0 && ` · ${t`on ${one.hosts.join(', ')}`}`}
        <span className="dim">
          {' '}
          · {one.by}
          {one.address !== address && (
            <>
              {' '}
              · <span className="mono">{one.address}</span>
            </>
          )}
          {one.note && ` · “${one.note}”`}
        </span>
      </span>
      <Button
        size="compact-xs"
        variant="default"
        loading={end.isPending}
        onClick={() => end.mutate()}
        aria-label={t`End the allowance of ${one.address}`}
        {...guard.button}
      >
        <Trans>End now</Trans>
      </Button>
      {end.error && <Banner tone="bad">{asApiError(end.error).message}</Banner>}
    </li>
  )
}

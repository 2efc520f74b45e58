import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { allowancesChanged, endAllowance } from '@/api/allowances'
import type { Covering } from '@/api/types'
import { asApiError } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { useGuard } from '@/ui/useGuard'
import { useExactTime } from '@/ui/zone'
import classes from './allow.module.css'

/** The allowances in force that an address lies in, each with a way to end it. Nothing if there are none. */
export function AllowedNow({ address, allowances }: { address: string; allowances: readonly Covering[] }) {
  const { t } = useLingui()
  if (allowances.length === 0) return null
  return (
    <ul className={classes.now} aria-label={t`Allowed for a time`}>
      {allowances.map((one) => (
        <One key={one.id} one={one} address={address} />
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
        <Trans>Jails ignore it until {exact(one.until)}</Trans>
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
          {one.reason && ` · “${one.reason}”`}
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

import { Trans } from '@lingui/react/macro'
import { sentence } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { Mend } from '@/ui/StaleBanner'
import { useClock } from '@/ui/zone'
import { useServerFault } from './useServerFault'

/** Says that the server cannot answer now, why, and how old what is shown is. Goes by itself once it can. */
export function ServerBanner() {
  const fault = useServerFault()
  const words = useClock()
  if (!fault) return null
  const { error, since } = fault
  const clock = since > 0 ? words(new Date(since).toISOString()) : undefined
  return (
    <Banner tone="bad" aside={clock && <Trans>as of {clock}</Trans>}>
      <strong>{sentence(error.message)}</strong> {error.mend && <Mend text={error.mend} />}{' '}
      <Trans>This page goes on by itself.</Trans>
    </Banner>
  )
}

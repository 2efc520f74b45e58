import { Trans, useLingui } from '@lingui/react/macro'
import { sentence } from '@/lib/problem'
import { Banner } from './Banner'
import { useClock } from './zone'

interface Props {
  /** The host that does not answer. */
  host: string
  /** What is wrong and how to mend it, as the server says it. */
  problem?: { message: string; mend: string } | null
  /** When what is shown was true (RFC 3339); null if never. */
  asOf?: string | null
}

/** Says that a host is out of reach, why, how to mend it, and how old what is shown is. Goes by itself once the host is back. */
export function StaleBanner({ host, problem, asOf }: Props) {
  const { t } = useLingui()
  const words = useClock()
  const clock = asOf ? words(asOf) : undefined
  return (
    <Banner tone="bad" aside={clock && <Trans>as of {clock}</Trans>}>
      <strong>{t`${host} is unreachable.`}</strong> {problem && sentence(problem.message)}{' '}
      {problem?.mend && <Mend text={problem.mend} />}
    </Banner>
  )
}

/** Advice with commands between backquotes, which are shown as code. */
export function Mend({ text }: { text: string }) {
  const parts = text.split('`')
  return (
    <>
      {parts.map((part, i) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
        i % 2 === 1 ? <code key={i}>{part}</code> : part,
      )}
    </>
  )
}

import { Trans } from '@lingui/react/macro'
import { asApiError } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { Mend } from '@/ui/StaleBanner'

/** Why a form could not be saved: in words, or that it stands at the fields. */
export function FormProblem({ error, faults }: { error: unknown; faults: Record<string, string> }) {
  if (!error) return null
  const { message, mend } = asApiError(error)
  return (
    <Banner tone="bad">
      {Object.keys(faults).length > 0 ? (
        <Trans>Not saved: see what is said at the fields above.</Trans>
      ) : (
        <>
          {message} {mend && <Mend text={mend} />}
        </>
      )}
    </Banner>
  )
}

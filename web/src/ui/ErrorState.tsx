import { Trans } from '@lingui/react/macro'
import { IconAlertTriangle } from '@tabler/icons-react'
import { asApiError } from '@/lib/problem'
import { PlainButton } from './PlainButton'
import { Mend } from './StaleBanner'
import classes from './states.module.css'

interface Props {
  error: unknown
  /** Offers "Try again". */
  onRetry?: () => void
}

/** An error in the block that failed: cause in plain words, what to do, request ID for whoever looks into the log. */
export function ErrorState({ error, onRetry }: Props) {
  const { message, mend, requestId } = asApiError(error)
  return (
    <div className={classes.state} role="alert">
      <IconAlertTriangle size={22} stroke={1.6} aria-hidden="true" />
      <div className={classes.title}>{message}</div>
      {mend && (
        <div className={classes.text}>
          <Mend text={mend} />
        </div>
      )}
      {requestId && (
        <div className={classes.text}>
          <Trans>
            Request ID <code>{requestId}</code>
          </Trans>
        </div>
      )}
      {onRetry && (
        <div className={classes.actions}>
          <PlainButton onClick={onRetry}>
            <Trans>Try again</Trans>
          </PlainButton>
        </div>
      )}
    </div>
  )
}

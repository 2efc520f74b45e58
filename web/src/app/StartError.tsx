import { useLingui } from '@lingui/react/macro'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { ErrorState } from '@/ui/ErrorState'
import { PageHeader } from '@/ui/PageHeader'
import { PlainPage } from '@/ui/PlainPage'

/** When not even the session is known: most often the server does not answer. */
export function StartError({ error, reset }: ErrorComponentProps) {
  const { t } = useLingui()
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <PlainPage>
      <PageHeader title={t`BanGUI could not start`} />
      <ErrorState error={error} onRetry={retry} />
    </PlainPage>
  )
}

import '@/theme/forms'
import '@mantine/core/styles/Stepper.layer.css'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { setupQuery } from '@/api/queries'
import { ErrorState } from '@/ui/ErrorState'
import { PageHeader } from '@/ui/PageHeader'
import { PlainPage } from '@/ui/PlainPage'
import states from '@/ui/states.module.css'
import { SetupForm } from './SetupForm'

/** The first visit: makes the administrator and connects fail2ban. Once done it leads to the dashboard. */
export function SetupPage() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(setupQuery)
  if (data?.completed) return <Navigate to="/" replace />
  return (
    <PlainPage wide>
      <PageHeader
        title={t`Set up BanGUI`}
        note={<Trans>Three short steps; nothing is changed on this machine before the last one.</Trans>}
      />
      {error && <ErrorState error={error} onRetry={refetch} />}
      {!data && !error && (
        <p role="status" className={`note ${states.late}`}>
          <Trans>Loading</Trans>
        </p>
      )}
      {data?.defaults && <SetupForm defaults={data.defaults} />}
    </PlainPage>
  )
}

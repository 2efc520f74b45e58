import { useLingui } from '@lingui/react/macro'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { serverAway } from '@/lib/problem'
import { ErrorState } from '@/ui/ErrorState'
import { PageHeader } from '@/ui/PageHeader'
import { PlainPage } from '@/ui/PlainPage'

const againMs = 3_000

/** When not even the session is known: most often the server does not answer. It is asked again until it does. */
export function StartError({ error, reset }: ErrorComponentProps) {
  const { t } = useLingui()
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  const latest = useRef(retry)
  useEffect(() => {
    latest.current = retry
  })
  useEffect(() => {
    if (!serverAway(error)) return
    const timer = setInterval(() => latest.current(), againMs)
    return () => clearInterval(timer)
  }, [error])
  return (
    <PlainPage>
      <PageHeader title={t`BanGUI could not start`} />
      <ErrorState error={error} onRetry={retry} />
    </PlainPage>
  )
}

import { Plural, Trans } from '@lingui/react/macro'
import type { JailDetail } from '@/api/types'
import { durationWords } from '@/lib/durationWords'

type Settings = NonNullable<JailDetail['settings']>

/** The rule of a jail as a sentence: "5 failed attempts within 10 minutes lead to a ban of 1 hour." */
export function RuleText({ settings }: { settings: Settings }) {
  const { increment } = settings
  const within = durationWords(settings.find_time_seconds)
  const attempts = (
    <strong>
      <Plural value={settings.max_retry} one="# failed attempt" other="# failed attempts" />
    </strong>
  )
  const most = increment.max_time_seconds === null ? undefined : durationWords(increment.max_time_seconds)
  return (
    <>
      {settings.ban_time_seconds < 0 ? (
        <Trans>
          {attempts} within {within} lead to a <strong>permanent</strong> ban.
        </Trans>
      ) : (
        <Trans>
          {attempts} within {within} lead to a ban of <strong>{durationWords(settings.ban_time_seconds)}</strong>.
        </Trans>
      )}{' '}
      {increment.enabled &&
        (most ? <Trans>Repeated bans get longer, up to {most}.</Trans> : <Trans>Repeated bans get longer.</Trans>)}
    </>
  )
}

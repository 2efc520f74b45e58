import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'

/** Why a number is not exact. */
export const estimatedWords = msg`There are too many bans to count each of them for these filters, so the numbers come from a sample.`

/** Stands before a number that comes from a sample. */
export function Estimated() {
  const { t } = useLingui()
  return (
    <span title={t(estimatedWords)}>
      <span aria-hidden="true">≈</span>
      <span className="sr">{t`about`} </span>
    </span>
  )
}

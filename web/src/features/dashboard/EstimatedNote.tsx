import { Trans, useLingui } from '@lingui/react/macro'
import { estimatedWords } from '@/ui/Estimated'

/** Says of all numbers of a block that they come from a sample. */
export function EstimatedNote() {
  const { t } = useLingui()
  return (
    <span title={t(estimatedWords)}>
      ≈ <Trans>estimated</Trans>
    </span>
  )
}

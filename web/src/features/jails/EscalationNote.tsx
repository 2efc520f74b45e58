import { Trans } from '@lingui/react/macro'
import type { JailDetail } from '@/api/types'

type Increment = NonNullable<JailDetail['settings']>['increment']

/** By what a repeated ban gets longer, as the configuration has it. */
export function EscalationNote({ increment }: { increment: Increment }) {
  const { multipliers, formula, factor, overall_jails: overall } = increment
  return (
    <>
      <Trans>Each ban of an address that was banned before is longer than the last.</Trans>{' '}
      {multipliers ? (
        <Trans>
          Multipliers: <code>{multipliers}</code>.
        </Trans>
      ) : (
        formula && (
          <Trans>
            Formula: <code>{formula}</code>.
          </Trans>
        )
      )}{' '}
      {factor && (
        <Trans>
          Factor: <code>{factor}</code>.
        </Trans>
      )}{' '}
      {overall && <Trans>Bans in other jails count too.</Trans>}
    </>
  )
}

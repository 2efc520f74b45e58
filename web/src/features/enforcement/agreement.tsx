import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { EnforcedList } from '@/api/types'
import { Chip } from '@/ui/Chip'
import type { Tone } from '@/ui/StatusDot'
import { type Agreement, agreementOf } from './stands'

const words: Record<Agreement, { message: MessageDescriptor; tone: Tone | undefined }> = {
  same: { message: msg`agrees`, tone: 'ok' },
  missing: { message: msg`not in its kernel`, tone: 'warn' },
  surplus: { message: msg`still in its kernel`, tone: 'warn' },
  other: { message: msg`differs`, tone: 'warn' },
}

/** Whether the checksum of what the kernel has is that of what it should have; both are in the tooltip. */
export function AgreementChip({ list }: { list: EnforcedList }) {
  const { t } = useLingui()
  const { message, tone } = words[agreementOf(list)]
  const none = t`nothing`
  const title = t`In its kernel: ${short(list.digest) || none}. Wished for: ${short(list.wished_digest) || none}.`
  return (
    <span title={title}>
      <Chip tone={tone}>{t(message)}</Chip>
    </span>
  )
}

/** The beginning of a checksum: enough to compare two by eye. */
export function short(digest: string): string {
  return digest.slice(0, 12)
}

import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { JobState } from '@/api/types'
import type { Tone } from '@/ui/StatusDot'

/** How each state is called, coloured and explained. */
export const stateWords: Record<
  JobState,
  { name: MessageDescriptor; tone?: Tone | 'accent'; means: MessageDescriptor }
> = {
  running: { name: msg`Running`, tone: 'accent', means: msg`It runs now.` },
  succeeded: { name: msg`Done`, tone: 'ok', means: msg`It ended as it should.` },
  failed: { name: msg`Failed`, tone: 'bad', means: msg`It ended with an error; it is tried again at its next time.` },
  cancelled: { name: msg`Cancelled`, means: msg`Somebody ended it.` },
  lost: {
    name: msg`Lost`,
    tone: 'warn',
    means: msg`Its replica did not answer any more. Nothing that it wrote later counts; another replica takes the task over.`,
  },
  released: {
    name: msg`Handed over`,
    means: msg`Its replica was stopped and gave it back; another one does it again.`,
  },
}

import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { cancelJob, putJob } from '@/api/jobs'
import type { Job } from '@/api/types'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { titleOf } from './words'

interface Way {
  cancel: () => Promise<void>
  /** What the question says of what comes after it. */
  after: string
}

/** Cancels jobs after a question, in a way of its own where the page has one; put `dialog` somewhere into the page. */
export function useCancel(way?: Way): { ask: (job: Job) => void; dialog: ReactNode } {
  const { t } = useLingui()
  const client = useQueryClient()
  const [job, setJob] = useState<Job>()
  const [opened, setOpened] = useState(false)
  const title = job ? titleOf(job) : ''
  return {
    ask: (asked) => {
      setJob(asked)
      setOpened(true)
    },
    dialog: (
      <ConfirmDialog
        opened={opened}
        danger
        title={t`Cancel “${title}”?`}
        confirm={t`Cancel this run`}
        keep={t`Let it run`}
        onConfirm={way?.cancel ?? (async () => job && putJob(client, await cancelJob(job.id)))}
        onClose={() => setOpened(false)}
      >
        <p>{way?.after ?? t`It stops at its next step; what it has done so far stays. Its schedule goes on.`}</p>
      </ConfirmDialog>
    ),
  }
}

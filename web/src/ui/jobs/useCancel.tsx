import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { cancelJob, putJob } from '@/api/jobs'
import type { Job } from '@/api/types'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { titleOf } from './words'

/** Cancels jobs after a question, by `cancel` where the page has a way of its own; put `dialog` somewhere into the page. */
export function useCancel(cancel?: () => Promise<void>): { ask: (job: Job) => void; dialog: ReactNode } {
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
        onConfirm={cancel ?? (async () => job && putJob(client, await cancelJob(job.id)))}
        onClose={() => setOpened(false)}
      >
        <p>{t`It stops at its next step; what it has done so far stays. Its schedule goes on.`}</p>
      </ConfirmDialog>
    ),
  }
}

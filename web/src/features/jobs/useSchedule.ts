import { useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { changeSchedule, runNow, schedulesQuery } from '@/api/jobs'
import type { Schedule, ScheduleChange } from '@/api/types'
import { titleOf } from '@/ui/jobs/words'
import { toastDone, toastError, toastUndo } from '@/ui/toast'

/** Changes a schedule and puts what the server then has into the cache. */
export function useScheduleChange(task: string) {
  const client = useQueryClient()
  return useMutation({
    mutationKey: ['change-schedule', task],
    mutationFn: async (change: ScheduleChange) => {
      await client.cancelQueries({ queryKey: schedulesQuery.queryKey })
      const schedule = await changeSchedule(task, change)
      client.setQueryData(
        schedulesQuery.queryKey,
        (old) => old && { ...old, items: old.items.map((s) => (s.task === task ? schedule : s)) },
      )
      return schedule
    },
  })
}

/** Switches a schedule on and off. It moves at once and goes back if the server refuses; switching off can be taken back. */
export function useEnabled(schedule: Schedule): { enabled: boolean; toggle: () => void } {
  const { t } = useLingui()
  const { mutateAsync, isPending, variables } = useScheduleChange(schedule.task)
  const title = titleOf(schedule)
  const enabled = (isPending ? variables.enabled : undefined) ?? schedule.enabled
  const toggle = async () => {
    if (isPending) return
    try {
      await mutateAsync({ enabled: !enabled })
      if (enabled) toastUndo(t`“${title}” is switched off.`, () => mutateAsync({ enabled: true }))
      else toastDone(t`“${title}” is switched on.`)
    } catch (error) {
      toastError(error)
    }
  }
  return { enabled, toggle: () => void toggle() }
}

/** Asks for a run besides the schedule. */
export function useRunNow(schedule: { task: string; title: string }): { run: () => void; asking: boolean } {
  const { t } = useLingui()
  const client = useQueryClient()
  const { mutate, isPending } = useMutation({
    mutationFn: () => runNow(schedule.task),
    onSuccess: () => toastDone(t`“${titleOf(schedule)}” starts within seconds.`),
    onError: toastError,
    onSettled: () => client.invalidateQueries({ queryKey: schedulesQuery.queryKey }),
  })
  return { run: () => mutate(), asking: isPending }
}

/** The part of a schedule that a change sets: what an undo puts back. */
export function timesOf({ every_seconds, cron, zone, missed, custom }: Schedule): ScheduleChange {
  return custom ? { every_seconds, cron, zone, missed } : { reset: true }
}

import { useLingui } from '@lingui/react/macro'
import { useMediaQuery } from '@mantine/hooks'
import { lazy, Suspense, useState } from 'react'
import type { Schedule } from '@/api/types'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { titleOf } from '@/ui/jobs/words'
import { Sheet } from '@/ui/Sheet'
import { Skeleton } from '@/ui/Skeleton'
import { ScheduleItems } from './ScheduleItems'
import { ScheduleTable } from './ScheduleTable'

const ScheduleForm = lazy(() => import('./ScheduleForm').then((m) => ({ default: m.ScheduleForm })))

/** Where the columns of the table do not fit side by side. */
const narrow = '(width < 62em)'

/** What will run and when. */
export function SchedulesCard({ schedules }: { schedules: readonly Schedule[] }) {
  const { t } = useLingui()
  const cards = useMediaQuery(narrow, window.matchMedia?.(narrow).matches)
  const [edited, setEdited] = useState<string>()
  const [opened, setOpened] = useState(false)
  const schedule = schedules.find((s) => s.task === edited)
  const edit = (task: string) => {
    setEdited(task)
    setOpened(true)
  }
  const List = cards ? ScheduleItems : ScheduleTable
  return (
    <Card title={t`Schedules`} flush>
      {schedules.length === 0 ? (
        <EmptyState title={t`No schedules`}>{t`No replica that runs has any task.`}</EmptyState>
      ) : (
        <List schedules={schedules} onEdit={edit} />
      )}
      <Sheet opened={opened} onClose={() => setOpened(false)} title={schedule && titleOf(schedule)}>
        {schedule && (
          <Suspense fallback={<Skeleton rows={6} />}>
            <ScheduleForm key={schedule.task} schedule={schedule} onDone={() => setOpened(false)} />
          </Suspense>
        )}
      </Sheet>
    </Card>
  )
}

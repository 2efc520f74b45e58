import { Skeleton } from '@/ui/Skeleton'
import classes from './dashboard.module.css'

/** As high as a ranking of so many rows with its "Show all". */
export function RankWait({ rows }: { rows: number }) {
  return (
    <div className={classes.rankWait} style={{ '--rows': rows } as object}>
      <Skeleton rows={rows} />
    </div>
  )
}

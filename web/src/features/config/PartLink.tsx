import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { moveInList } from '@/ui/moveInList'
import classes from './ConfigList.module.css'
import type { PartKey } from './queries'

interface Props {
  part: PartKey & { kind: 'jails' | 'filters' | 'actions' }
  current: string | undefined
  /** It is not in use. */
  quiet: boolean
  sub: ReactNode
  marks: ReactNode
}

/** A line of a list that leads to a part; arrow keys lead to the next one. */
export function PartLink({ part, current, quiet, sub, marks }: Props) {
  const isCurrent = current === `${part.kind}/${part.name}`
  return (
    <li className={classes.item} data-current={isCurrent || undefined}>
      <Link
        to="/configuration/$host/$kind/$name"
        params={part}
        search={({ parts, q }) => ({ parts, q })}
        className={quiet ? `${classes.name} ${classes.quiet}` : classes.name}
        aria-current={isCurrent ? 'page' : undefined}
        onKeyDown={moveInList}
        data-item
      >
        {part.name}
      </Link>
      <span className={classes.marks}>{marks}</span>
      {sub && <span className={classes.sub}>{sub}</span>}
    </li>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useContext, useState } from 'react'
import { dayOf, searchDay, shiftDay } from '@/lib/calendarDay'
import { TimeZone } from '@/ui/zone'
import classes from './history.module.css'

/** The row that is the first in sight. */
export interface Position {
  /** When its ban began (RFC 3339). */
  began: string
  /** Whether it is the first of all. */
  top: boolean
}

interface Props {
  /** The day that the list was told to begin with; undefined for the newest. */
  at: string | undefined
  position: Position | undefined
  /** undefined is the newest. */
  onGo: (at: string | undefined) => void
}

/** Where in the history we are by day, and the way to newer and older ones and to any date. */
export function DayNav({ at, position, onGo }: Props) {
  const { t } = useLingui()
  const zone = useContext(TimeZone)
  const [typed, setTyped] = useState<string>()
  const today = dayOf(Date.now(), zone)
  const seen = position && dayOf(Date.parse(position.began), zone)
  const day = seen ?? at ?? today
  // The list may begin with a day without bans, which is passed over when one goes to newer ones.
  const newest = at !== undefined && (position === undefined || position.top) ? at : day
  const go = (to: string) => onGo(to >= today ? undefined : to)
  const type = (text: string) => {
    setTyped(text)
    const to = searchDay(text)
    if (to) go(to)
  }
  return (
    <fieldset className={classes.nav}>
      <legend className="sr">
        <Trans>Where in the history</Trans>
      </legend>
      <button
        type="button"
        className={classes.step}
        disabled={at === undefined && position?.top !== false}
        onClick={() => onGo(undefined)}
      >
        <Trans>Newest</Trans>
      </button>
      <button
        type="button"
        className={classes.step}
        aria-label={t`A day newer`}
        title={t`A day newer`}
        disabled={newest >= today}
        onClick={() => go(shiftDay(newest, 1))}
      >
        <IconChevronLeft size={16} stroke={1.8} aria-hidden="true" />
      </button>
      <input
        type="date"
        className={classes.date}
        aria-label={t`Go to a day`}
        title={t`Go to a day`}
        max={today}
        value={typed ?? day}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={() => setTyped(undefined)}
      />
      <button
        type="button"
        className={classes.step}
        aria-label={t`A day older`}
        title={t`A day older`}
        onClick={() => go(shiftDay(day, -1))}
      >
        <IconChevronRight size={16} stroke={1.8} aria-hidden="true" />
      </button>
    </fieldset>
  )
}

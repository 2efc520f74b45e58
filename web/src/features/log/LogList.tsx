import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { LogItem } from './LogItem'
import classes from './log.module.css'
import type { NumberedRecord } from './useLog'

interface Props {
  host: string
  records: readonly NumberedRecord[]
  /** Called when the end of what is loaded is near. */
  onEnd: () => void
  /** Whether there is more. */
  more: boolean
  searching: boolean
}

const rowHeight = 30
const nearEnd = 30

/** The records, of which only what is in sight is in the document; each is as high as it must be. */
export function LogList({ host, records, onEnd, more, searching }: Props) {
  const { t } = useLingui()
  const frame = useRef<HTMLOListElement>(null)
  const virtual = useWindowVirtualizer({
    count: records.length,
    estimateSize: () => rowHeight,
    overscan: 20,
    scrollMargin: frame.current?.offsetTop ?? 0,
    getItemKey: (i) => records[i]?.n ?? i,
  })
  const items = virtual.getVirtualItems()
  const atEnd = (items.at(-1)?.index ?? 0) >= records.length - nearEnd
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that comes asks for the next if its end is in sight
  useEffect(() => {
    if (atEnd) onEnd()
  }, [atEnd, records.length, searching])
  const before = (items[0]?.start ?? 0) - virtual.options.scrollMargin
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? 0) - virtual.options.scrollMargin)
  return (
    <>
      <ol
        ref={frame}
        className={classes.list}
        aria-label={t`Records`}
        style={{ paddingTop: Math.max(0, before), paddingBottom: Math.max(0, after) }}
      >
        {items.map(({ index, key }) => {
          const record = records[index]
          return (
            record && (
              <li key={key} ref={virtual.measureElement} data-index={index} className={classes.record}>
                {record.leftOut ? <LeftOut count={record.leftOut} /> : <LogItem host={host} record={record} />}
              </li>
            )
          )
        })}
      </ol>
      <p className={`note ${classes.end}`}>
        {more ? <Trans>Reading on…</Trans> : <Trans>This is the beginning of the log.</Trans>}
      </p>
    </>
  )
}

/** In the place of records that came too fast to be kept. */
function LeftOut({ count }: { count: number }) {
  return (
    <strong className={classes.left}>
      <Plural
        value={count}
        one="# record is left out here; load the page anew to read it."
        other="# records are left out here; load the page anew to read them."
      />
    </strong>
  )
}

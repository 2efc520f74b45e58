import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { AddressLink } from '@/ui/Address'
import { Chip } from '@/ui/Chip'
import type { Tone } from '@/ui/StatusDot'
import { useExactTime, useMoment } from '@/ui/zone'
import classes from './log.module.css'
import { messageParts } from './message'
import type { NumberedRecord } from './useLog'

const tones: Record<string, Tone | 'accent' | undefined> = {
  CRITICAL: 'bad',
  ERROR: 'bad',
  WARNING: 'warn',
  NOTICE: 'accent',
}

/** One record: when, how bad, who wrote it, and what, with links to jails and addresses. */
export function LogItem({ host, record }: { host: string; record: NumberedRecord }) {
  const { t } = useLingui()
  const moment = useMoment()
  const exact = useExactTime()
  // What has no beginning of its own goes on what was written before.
  const headed = record.level !== ''
  return (
    <>
      {headed ? (
        <time className={`${classes.time} num`} dateTime={record.at} title={exact(record.at)}>
          {moment(record.at)}
        </time>
      ) : (
        <span className={classes.time} />
      )}
      <span className={classes.level}>{headed && <Chip tone={tones[record.level]}>{record.level}</Chip>}</span>
      <span className={classes.logger} title={t`Which part of fail2ban wrote it`}>
        {record.logger.replace(/^fail2ban\./, '')}
      </span>
      <span className={`${classes.message} mono`}>
        {messageParts(record.message).map((part, i) =>
          part.kind === 'address' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
            <AddressLink key={i} value={part.text}>
              {part.text}
            </AddressLink>
          ) : part.kind === 'jail' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
            <Link key={i} to="/jails/$host/$jail" params={{ host, jail: part.text }}>
              {part.text}
            </Link>
          ) : (
            part.text
          ),
        )}
      </span>
    </>
  )
}

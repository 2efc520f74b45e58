import { Trans } from '@lingui/react/macro'
import type { Refusal } from '@/api/types'
import { Banner } from '@/ui/Banner'
import { RegexText } from '@/ui/RegexText'
import classes from './workbench.module.css'

/** Names the expression that takes seconds with a long line. */
export function SlowBanner({ slow }: { slow: Refusal }) {
  const name = slow.index === null ? slow.list : `${slow.list} ${slow.index + 1}`
  const seconds = slow.after_seconds.toFixed(0)
  const length = slow.line.length
  return (
    <Banner>
      <div className={classes.refused}>
        <p>
          <strong>
            <Trans>{name} is slow with long lines.</Trans>
          </strong>{' '}
          <Trans>
            It was not done after {seconds} s with a line of {length} characters that was made for it. Whoever can write
            such lines into the log can hold fail2ban up; many filters that come with it are like that, too.
          </Trans>
        </p>
        {slow.expression && (
          <p className={`${classes.expression} mono`}>
            <RegexText text={slow.expression} />
          </p>
        )}
      </div>
    </Banner>
  )
}

/** Names the expression that never gets done. */
export function RefusedBanner({ refused }: { refused: Refusal }) {
  const name = refused.index === null ? refused.list : `${refused.list} ${refused.index + 1}`
  const seconds = refused.after_seconds.toFixed(0)
  return (
    <Banner tone="bad">
      <div className={classes.refused}>
        <p>
          <strong>
            <Trans>Do not use this: {name} keeps fail2ban busy.</Trans>
          </strong>{' '}
          {refused.memory ? (
            <Trans>It used up all memory that it was given.</Trans>
          ) : (
            <Trans>It was ended after {seconds} s with a single line.</Trans>
          )}{' '}
          <Trans>
            While one expression runs, fail2ban does nothing else: no jail bans, and it cannot even be stopped.
          </Trans>
        </p>
        {refused.expression && (
          <p className={`${classes.expression} mono`}>
            <RegexText text={refused.expression} />
          </p>
        )}
        <p>
          {refused.made ? <Trans>With a line that was made for it:</Trans> : <Trans>With this line:</Trans>}{' '}
          <code className={classes.refusedLine}>{refused.line.slice(0, 160)}</code>
        </p>
        <p>
          <Trans>
            Usually two repetitions can take the same characters, as in <code>(a+)+</code> or <code>(.*,)*</code>: leave
            one of them out, or let each take only what the other does not.
          </Trans>
        </p>
      </div>
    </Banner>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Enforcement } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { ProgressBar } from '@/ui/ProgressBar'
import { RelativeTime } from '@/ui/RelativeTime'
import classes from './enforcement.module.css'
import { Fact, Facts } from './Facts'

type ImportJail = NonNullable<Enforcement['jail']>

/** How far the jail is that bans what lists have, on hosts that do not block in their kernel. */
export function JailFacts({ host, jail }: { host: string; jail: ImportJail }) {
  const { t } = useLingui()
  const wanted = Math.min(jail.wished - jail.allowed, jail.most)
  return (
    <>
      <p className={classes.words}>
        <Trans>
          What lists have is banned in the jail{' '}
          <Link to="/jails/$host/$jail" params={{ host, jail: jail.jail }}>
            {jail.jail}
          </Link>
          , 25 at a time, and at most {formatCount(jail.most)} addresses and networks. <Link to="/jobs">Jobs</Link> show
          how that goes.
        </Trans>
      </p>
      {wanted > 0 && (
        <ProgressBar label={t`Banned of what is to be banned`} share={Math.min(1, jail.banned / wanted)} />
      )}
      <Facts>
        <Fact name={t`Banned`} note={t`of ${formatCount(Math.max(0, wanted))} to be banned`}>
          {formatCount(jail.banned)}
        </Fact>
        <Fact name={t`On lists`} note={t`addresses and networks`}>
          {formatCount(jail.wished)}
        </Fact>
        <Fact name={t`Left out over the cap`} note={t`at most ${formatCount(jail.most)}`}>
          {formatCount(jail.over)}
        </Fact>
        <Fact name={t`Let through`} note={t`protected or allowed`}>
          {formatCount(jail.allowed)}
        </Fact>
        <Fact name={t`Refused`} note={t`by fail2ban`}>
          {formatCount(jail.refused)}
        </Fact>
        <Fact name={t`Looked at`} note={t`every 5 minutes, and after changes`}>
          {jail.at ? <RelativeTime at={jail.at} /> : t`not yet`}
        </Fact>
      </Facts>
    </>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { RehearsalReport, RehearsalSide } from '@/api/types'
import { durationWords } from '@/lib/durationWords'
import { formatCount } from '@/lib/numbers'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { useExactTime } from '@/ui/zone'
import { Offenders } from './Offenders'
import { RefusedBanner } from './RefusedBanner'
import classes from './workbench.module.css'

/** What came of a rehearsal: the difference, then who, then what it cannot know. */
export function RehearsalResult({ report }: { report: RehearsalReport }) {
  const { t } = useLingui()
  if (report.refused) {
    return (
      <Card title={t`Result`}>
        <RefusedBanner refused={report.refused} />
      </Card>
    )
  }
  return (
    <div className={classes.stack}>
      <Card title={t`Difference`} aside={<Range report={report} />}>
        <Difference report={report} />
      </Card>
      <Card title={t`Who would have been banned`} flush>
        {report.offenders.length > 0 ? (
          <Offenders report={report} />
        ) : (
          <EmptyState title={t`Nobody`}>
            <Trans>No address failed often enough in that time.</Trans>
          </EmptyState>
        )}
      </Card>
      <Card title={t`What a rehearsal cannot know`}>
        <Limits report={report} />
      </Card>
    </div>
  )
}

function Range({ report }: { report: RehearsalReport }) {
  const exact = useExactTime()
  return (
    <Trans>
      since {exact(report.since)}, {formatCount(report.lines)} lines of {report.source}
    </Trans>
  )
}

function Difference({ report }: { report: RehearsalReport }) {
  const { t } = useLingui()
  const { present, changed } = report
  return (
    <div className={classes.form}>
      <p className={classes.verdict}>
        <Verdict report={report} />
      </p>
      <table className={classes.sides}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t`As it is`}</th>
            <th scope="col">{t`Changed`}</th>
          </tr>
        </thead>
        <tbody>
          <Row name={t`Addresses banned`} of={(s) => formatCount(s.addresses)} sides={[present, changed]} />
          <Row name={t`Bans`} of={(s) => formatCount(s.bans)} sides={[present, changed]} />
          <Row name={t`Failures found`} of={(s) => formatCount(s.failures)} sides={[present, changed]} />
          <Row name={t`Max retry`} of={(s) => String(s.max_retry)} sides={[present, changed]} />
          <Row name={t`Find time`} of={(s) => durationWords(s.find_time_seconds, 'short')} sides={[present, changed]} />
          <Row
            name={t`Ban time`}
            of={(s) => (s.ban_time_seconds < 0 ? t`permanent` : durationWords(s.ban_time_seconds, 'short'))}
            sides={[present, changed]}
          />
          <Row
            name={t`Longer for repeated ones`}
            of={(s) => (s.increment_enabled ? t`yes` : t`no`)}
            sides={[present, changed]}
          />
        </tbody>
      </table>
    </div>
  )
}

function Verdict({ report }: { report: RehearsalReport }) {
  const { only_changed: more, only_present: fewer } = report
  if (more === 0 && fewer === 0) return <Trans>Both would have banned the same addresses.</Trans>
  return (
    <>
      {more > 0 && (
        <Plural
          value={more}
          one="# address more would have been banned."
          other="# addresses more would have been banned."
        />
      )}{' '}
      {fewer > 0 && (
        <Plural
          value={fewer}
          one="# address would not have been banned any more."
          other="# addresses would not have been banned any more."
        />
      )}
    </>
  )
}

interface RowProps {
  name: string
  of: (side: RehearsalSide) => string
  sides: readonly [RehearsalSide, RehearsalSide]
}

function Row({ name, of, sides: [present, changed] }: RowProps) {
  const differs = of(present) !== of(changed)
  return (
    <tr data-differs={differs || undefined}>
      <th scope="row">{name}</th>
      <td className="num">{of(present)}</td>
      <td className="num">{of(changed)}</td>
    </tr>
  )
}

function Limits({ report }: { report: RehearsalReport }) {
  const { present, changed } = report
  const undated = Math.max(present.undated, changed.undated)
  return (
    <ul className={classes.unknown}>
      <li>
        <Trans>
          The log is as it was written. Failures within a ban that would have been are not counted; what an attacker
          would have done instead nobody knows.
        </Trans>
      </li>
      <li>
        <Trans>
          Bans of other jails are not considered, nor bans from before this time, which make repeated ones longer.
        </Trans>
      </li>
      <li>
        <Trans>Host names are not looked up, in lines and on ignore lists.</Trans>
      </li>
      {(present.ignore_command || changed.ignore_command) && (
        <li>
          <Trans>The jail also asks a program whom to ignore (ignorecommand). It is not run here.</Trans>
        </li>
      )}
      {(present.own_formula || changed.own_formula) && (
        <li>
          <Trans>
            Bans get longer by a formula of your own, which is not evaluated here: each is taken for twice as long as
            the one before.
          </Trans>
        </li>
      )}
      {undated > 0 && (
        <li>
          <Plural
            value={undated}
            one="# line matches and has no time. It is left out."
            other="# lines match and have no time. They are left out."
          />
        </li>
      )}
      {report.left.length > 0 && (
        <li>
          <Trans>Not read: {report.left.join(', ')}</Trans>
        </li>
      )}
    </ul>
  )
}

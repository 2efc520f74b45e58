import { Trans, useLingui } from '@lingui/react/macro'
import type { AddressReport, Ban } from '@/api/types'
import { AddressLink } from '@/ui/Address'
import { Evidence } from '@/ui/bans/Evidence'
import { FailureWords } from '@/ui/bans/Failures'
import { JailChip } from '@/ui/bans/JailChip'
import { WhyLines } from '@/ui/bans/WhyLines'
import { Card } from '@/ui/Card'
import { RelativeTime } from '@/ui/RelativeTime'
import classes from './addresses.module.css'

/** What led to the newest ban: its lines, and the expression of the jail that matches each. */
export function WhyCard({ report, newest, manyHosts }: { report: AddressReport; newest: Ban; manyHosts: boolean }) {
  const { t } = useLingui()
  return (
    <Card title={t`Why`}>
      <div className={classes.why}>
        <p className={classes.line}>
          <JailChip host={newest.host} jail={newest.jail} />
          {manyHosts && <span>{t`on ${newest.host}`}</span>}
          {newest.address !== report.address && (
            <span className="mono">
              <AddressLink value={newest.address}>{newest.address}</AddressLink>
            </span>
          )}
          <span className="dim">
            <Trans>
              newest ban, <RelativeTime at={newest.banned_at} />
            </Trans>
          </span>
          <span className="dim">
            <FailureWords ban={newest} />
            {newest.actor && ` · ${newest.actor}`}
          </span>
        </p>
        {newest.reason && <p>“{newest.reason}”</p>}
        {newest.evidence_lines > 0 ? <WhyLines id={newest.id} /> : <Evidence ban={newest} />}
      </div>
    </Card>
  )
}

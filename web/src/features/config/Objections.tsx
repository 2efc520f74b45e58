import { Trans } from '@lingui/react/macro'
import type { DraftObjection } from '@/api/types'
import { sentence } from '@/lib/problem'
import { Mend } from '@/ui/StaleBanner'
import classes from './Findings.module.css'
import { PlaceLink } from './PlaceLink'
import { SeverityIcon } from './Severity'

/** What stands against a change, in fail2ban's words where it is fail2ban that objects. */
export function Objections({ host, objections }: { host: string; objections: readonly DraftObjection[] }) {
  return (
    <ul className={classes.list}>
      {objections.map((o, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike in all they have
        <li key={i} className={classes.finding} data-severity="fatal">
          <SeverityIcon severity="fatal" size={17} />
          <div className={classes.words}>
            <div>
              {o.jail !== '' && <strong>{o.jail}: </strong>}
              {o.option !== '' && !o.message.includes(o.option) && <code>{o.option}: </code>}
              {sentence(o.message)}
            </div>
            {o.mend && (
              <div className={classes.mend}>
                <Mend text={sentence(o.mend)} />
              </div>
            )}
            {o.step === 'trial' && (
              <div className={classes.mend}>
                <Trans>A scratch server of fail2ban said this when it was given the commands.</Trans>
              </div>
            )}
            {o.file !== '' && <PlaceLink host={host} file={o.file} line={o.line} />}
          </div>
        </li>
      ))}
    </ul>
  )
}

import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Offender, RehearsalReport, Sentence } from '@/api/types'
import { addressKind } from '@/lib/address'
import { formatCount } from '@/lib/numbers'
import { Address } from '@/ui/Address'
import { Country } from '@/ui/bans/Country'
import { Chip } from '@/ui/Chip'
import { DataTable, table } from '@/ui/DataTable'
import { ItemList } from '@/ui/ItemList'
import { usePhone } from '@/ui/usePhone'
import { useExactTime } from '@/ui/zone'
import classes from './workbench.module.css'

const atOnce = 100

/** The addresses that either side would have banned. */
export function Offenders({ report }: { report: RehearsalReport }) {
  const { t } = useLingui()
  const [most, setMost] = useState(atOnce)
  const phone = usePhone()
  const shown = report.offenders.slice(0, most)
  const left = report.offenders.length - shown.length
  return (
    <>
      {phone ? (
        <ItemList label={t`Who would have been banned`}>
          {shown.map((o) => (
            <li key={o.id} className={classes.offender}>
              <div className={classes.lineHead}>
                <Who offender={o} />
                <Marks offender={o} />
              </div>
              <dl className={classes.facts}>
                <dt>{t`As it is`}</dt>
                <dd>
                  <Bans sentence={o.present} ignored={o.ignored} />
                </dd>
                <dt>{t`Changed`}</dt>
                <dd>
                  <Bans sentence={o.changed} ignored={o.changed_ignored} />
                </dd>
              </dl>
            </li>
          ))}
        </ItemList>
      ) : (
        <DataTable label={t`Who would have been banned`}>
          <thead>
            <tr>
              <th scope="col">{t`Address`}</th>
              <th scope="col">{t`Country`}</th>
              <th scope="col">{t`As it is`}</th>
              <th scope="col">{t`Changed`}</th>
              <th scope="col" className={table.num}>{t`Failures`}</th>
              <th scope="col">{t`Note`}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((o) => (
              <tr key={o.id}>
                <td>
                  <Who offender={o} />
                </td>
                <td>
                  <Country code={o.country} />
                </td>
                <td>
                  <Bans sentence={o.present} ignored={o.ignored} />
                </td>
                <td>
                  <Bans sentence={o.changed} ignored={o.changed_ignored} />
                </td>
                <td className={table.num}>
                  {formatCount(Math.max(o.present?.failures ?? 0, o.changed?.failures ?? 0))}
                </td>
                <td>
                  <Marks offender={o} />
                </td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      )}
      {left > 0 && (
        <div className={classes.more}>
          <Button variant="default" size="xs" onClick={() => setMost(most + 5 * atOnce)}>
            <Plural value={left} one="Show # more" other="Show # more" />
          </Button>
        </div>
      )}
      {report.all > report.offenders.length && (
        <p className={`note ${classes.limits}`}>
          <Trans>
            These are {formatCount(report.offenders.length)} of {formatCount(report.all)}.
          </Trans>
        </p>
      )}
    </>
  )
}

function Who({ offender: { id } }: { offender: Offender }) {
  return addressKind(id) ? <Address value={id} /> : <span className="mono">{id}</span>
}

/** How often and when first; a dash for who would not have been banned. */
function Bans({ sentence, ignored }: { sentence: Sentence | null; ignored: string }) {
  const exact = useExactTime()
  if (!sentence) return <span className="dim">–</span>
  if (ignored) {
    return (
      <span className="dim">
        <Trans>passed over: ignore list has {ignored}</Trans>
      </span>
    )
  }
  return (
    <span title={sentence.times.map((at) => exact(at)).join('\n')}>
      <Plural value={sentence.bans} one="# ban" other="# bans" />,{' '}
      <span className="dim num">
        <Trans>first {exact(sentence.first)}</Trans>
      </span>
    </span>
  )
}

function Marks({ offender }: { offender: Offender }) {
  const { t } = useLingui()
  const exact = useExactTime()
  const { changed, present, ignored, changed_ignored, signed_in, allowed, allowed_until } = offender
  const before = present !== null && ignored === ''
  const after = changed !== null && changed_ignored === ''
  return (
    <span className={classes.marks}>
      {signed_in.length > 0 && <Chip tone="bad">{t`${signed_in.join(', ')} is signed in from here`}</Chip>}
      {allowed && (
        <Chip
          tone="warn"
          words={allowed_until ? t`allowed until ${exact(allowed_until)}` : t`allowed without an end`}
        >{t`allow-listed`}</Chip>
      )}
      {after && !before && <Chip tone="accent">{t`only changed`}</Chip>}
      {before && !after && <Chip>{t`not any more`}</Chip>}
    </span>
  )
}

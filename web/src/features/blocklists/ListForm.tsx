import { Trans, useLingui } from '@lingui/react/macro'
import { Switch, Textarea, TextInput } from '@mantine/core'
import { Card } from '@/ui/Card'
import { DurationField } from '@/ui/DurationField'
import { TimesField } from '@/ui/schedule/TimesField'
import classes from './blocklists.module.css'
import type { Fault, ListFields } from './listFields'
import { SourceFields } from './SourceFields'

export interface FieldsProps {
  fields: ListFields
  onChange: (change: Partial<ListFields>) => void
  /** What the server said, by field. */
  faults: Record<string, string>
  /** What was left out when somebody tried to go on. */
  missing: ReadonlySet<Fault>
}

/** All settings of a list, with help at each. */
export function ListForm(props: FieldsProps) {
  const { t } = useLingui()
  return (
    <>
      <Card title={t`Source`}>
        <div className={classes.fields}>
          <SourceFields {...props} />
        </div>
      </Card>
      {props.fields.fetched && (
        <Card title={t`When it is fetched`}>
          <div className={classes.fields}>
            <WhenFields {...props} />
          </div>
        </Card>
      )}
      <Card title={t`In force`}>
        <div className={classes.fields}>
          <ForceFields {...props} />
        </div>
      </Card>
      <Card title={t`About it`}>
        <div className={classes.fields}>
          <AboutFields {...props} />
        </div>
      </Card>
    </>
  )
}

function WhenFields({ fields, onChange, faults, missing }: FieldsProps) {
  const { t } = useLingui()
  const times = {
    every_seconds: faults['schedule.every_seconds'] ?? '',
    cron: faults['schedule.cron'] ?? '',
    zone: faults['schedule.zone'] ?? '',
  }
  return (
    <>
      <TimesField
        fields={fields.times}
        onChange={(change) => onChange({ times: { ...fields.times, ...change } })}
        faults={times}
        label={t`What makes it be fetched`}
        everyHelp={t`From the start of one import to the start of the next.`}
        presets={['1h', '6h', '12h', '1d']}
        onDemand={<Trans>It is imported only when somebody presses “Import now”.</Trans>}
      />
      <DurationField
        label={t`At most every`}
        description={t`Whatever the schedule says, it is never downloaded more often, but for a look at it: makers of lists block who asks too much.`}
        value={fields.minInterval}
        onChange={(minInterval) => onChange({ minInterval })}
        presets={['5m', '30m', '1h']}
        error={faults['min_interval_seconds'] ?? (missing.has('minInterval') ? t`Use 1m to 30d.` : undefined)}
      />
    </>
  )
}

function ForceFields({ fields, onChange, faults, missing }: FieldsProps) {
  const { t } = useLingui()
  return (
    <>
      <Switch
        label={t`On`}
        description={
          fields.fetched
            ? t`It is fetched by itself, and what it has is blocked on all hosts.`
            : t`What it has is blocked on all hosts.`
        }
        checked={fields.enabled}
        onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
      />
      <TextInput
        label={t`Priority`}
        description={t`1 to 1000. Where several lists have an address, dropped packets count for the one with the smallest number.`}
        inputMode="numeric"
        value={fields.priority}
        onChange={(event) => onChange({ priority: event.currentTarget.value })}
        error={faults['priority'] ?? (missing.has('priority') && t`Use a whole number from 1 to 1000.`)}
      />
    </>
  )
}

function AboutFields({ fields, onChange, faults }: FieldsProps) {
  const { t } = useLingui()
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          label={t`Licence`}
          description={t`Its terms, in a few words.`}
          value={fields.licence}
          onChange={(event) => onChange({ licence: event.currentTarget.value })}
          error={faults['licence']}
          maxLength={2000}
        />
        <TextInput
          label={t`Credit`}
          description={t`Whom to name where the list is shown.`}
          value={fields.credit}
          onChange={(event) => onChange({ credit: event.currentTarget.value })}
          error={faults['credit']}
          maxLength={2000}
        />
      </div>
      <TextInput
        label={t`Homepage`}
        value={fields.homepage}
        onChange={(event) => onChange({ homepage: event.currentTarget.value })}
        error={faults['homepage']}
        maxLength={2000}
        inputMode="url"
        spellCheck={false}
      />
      <Textarea
        label={t`Note`}
        description={t`Why you use it, for whoever looks at it later.`}
        autosize={false}
        rows={2}
        value={fields.note}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
        error={faults['note']}
        maxLength={2000}
      />
    </>
  )
}

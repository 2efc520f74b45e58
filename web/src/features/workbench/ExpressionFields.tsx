import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Textarea, TextInput } from '@mantine/core'
import { useMay } from '@/api/may'
import { Card } from '@/ui/Card'
import { KeepInDraft } from './KeepInDraft'
import { runOn } from './LinesCard'
import type { OwnForm, Subject } from './own'
import classes from './workbench.module.css'

interface Props {
  host: string
  subject: Subject
  form: OwnForm
  /** What the configuration says. */
  configured: OwnForm
  onChange: (edit: Partial<OwnForm>) => void
  onReset: () => void
  onRun: () => void
  /** What is wrong, by the names of the API. */
  errors: Record<string, string>
}

/** The expressions, to be changed for a try, and to be kept in the draft of the configuration. */
export function ExpressionFields({ host, subject, form, configured, onChange, onReset, onRun, errors }: Props) {
  const { t } = useLingui()
  const may = useMay('config.write')
  const changed = JSON.stringify(form) !== JSON.stringify(configured)
  const field = (name: keyof OwnForm, label: string, description: string, rows: number) => (
    <Textarea
      label={label}
      description={description}
      value={form[name]}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
      onKeyDown={(event) => runOn(event, onRun)}
      error={errors[`own.${name}`]}
      rows={rows}
      classNames={{ input: classes.code ?? '' }}
      wrap="off"
      spellCheck={false}
      autoCapitalize="off"
      autoComplete="off"
    />
  )
  return (
    <Card
      title={t`Expressions`}
      aside={
        changed ? (
          <span className={classes.buttons}>
            <Button variant="default" size="xs" onClick={onReset}>
              <Trans>Back to the configured ones</Trans>
            </Button>
            {may && <KeepInDraft host={host} subject={subject} form={form} configured={configured} />}
          </span>
        ) : subject.use_draft ? (
          <Trans>as in your draft</Trans>
        ) : (
          <Trans>as configured</Trans>
        )
      }
    >
      <div className={classes.form}>
        {field(
          'fail_regex',
          'failregex',
          t`One a line. A line that one of them matches is a failure.`,
          rowsFor(form.fail_regex, 4),
        )}
        {field(
          'ignore_regex',
          'ignoreregex',
          t`One a line. What one of them matches is passed over.`,
          rowsFor(form.ignore_regex, 2),
        )}
        {field('pref_regex', 'prefregex', t`Must match first; the others see what it leaves. May be empty.`, 2)}
        {field('date_pattern', 'datepattern', t`How the time is found. Empty: the forms that fail2ban knows.`, 2)}
        <TextInput
          label="maxlines"
          description={t`How many lines are looked at together; usually 1.`}
          inputMode="numeric"
          placeholder="1"
          value={form.max_lines}
          onChange={(event) => onChange({ max_lines: event.currentTarget.value })}
          error={errors['own.max_lines']}
          className={classes.number}
        />
      </div>
    </Card>
  )
}

/** As many rows as there are lines, within bounds. */
function rowsFor(text: string, least: number): number {
  return Math.min(14, Math.max(least, text.split('\n').length))
}

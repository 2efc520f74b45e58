import { Trans, useLingui } from '@lingui/react/macro'
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import type { BenchJail } from '@/api/types'
import { Card } from '@/ui/Card'
import { SegmentedControl } from '@/ui/SegmentedControl'
import classes from './workbench.module.css'

/** Where lines come from. */
export interface LinesForm {
  from: 'paste' | 'log'
  text: string
  /** One of the jail's logs; empty means the journal. */
  path: string
  count: string
}

interface Props {
  jail: BenchJail | undefined
  lines: LinesForm
  onChange: (lines: LinesForm) => void
  onRun: () => void
  busy: boolean
}

/** The lines that are tried: pasted ones, or the last of a log. */
export function LinesCard({ jail, lines, onChange, onRun, busy }: Props) {
  const { t } = useLingui()
  const set = (change: Partial<LinesForm>) => onChange({ ...lines, ...change })
  const hasLog = jail !== undefined && (jail.logs.length > 0 || jail.journal)
  return (
    <Card
      title={t`Lines`}
      aside={
        <SegmentedControl
          label={t`Where the lines come from`}
          value={lines.from}
          options={[
            { value: 'paste', label: t`Pasted` },
            { value: 'log', label: t`From the log` },
          ]}
          onChange={(from) => set({ from })}
        />
      }
    >
      <div className={classes.form}>
        {lines.from === 'paste' ? (
          <Textarea
            aria-label={t`Lines to try`}
            placeholder={t`Paste lines of a log`}
            value={lines.text}
            onChange={(event) => set({ text: event.currentTarget.value })}
            onKeyDown={(event) => runOn(event, onRun)}
            rows={8}
            classNames={{ input: classes.code ?? '' }}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
          />
        ) : hasLog ? (
          <LogChoice jail={jail} lines={lines} set={set} />
        ) : (
          <p className="note">
            {jail === undefined ? (
              <Trans>A filter by itself has no log. Choose a jail, or paste lines.</Trans>
            ) : (
              <Trans>This jail has no log that can be read here. Paste lines instead.</Trans>
            )}
          </p>
        )}
        <div className={classes.run}>
          <Button onClick={onRun} loading={busy} disabled={lines.from === 'log' ? !hasLog : lines.text.trim() === ''}>
            <Trans>Try</Trans>
          </Button>
          <span className="dim">
            <kbd>Ctrl</kbd> <kbd>Enter</kbd>
          </span>
        </div>
      </div>
    </Card>
  )
}

interface ChoiceProps {
  jail: BenchJail
  lines: LinesForm
  set: (change: Partial<LinesForm>) => void
}

function LogChoice({ jail, lines, set }: ChoiceProps) {
  const { t } = useLingui()
  const journal = jail.journal ? [{ value: '', label: t`The journal` }] : []
  return (
    <div className={classes.log}>
      <TextInput
        label={t`Last lines`}
        inputMode="numeric"
        value={lines.count}
        onChange={(event) => set({ count: event.currentTarget.value })}
        description={t`Up to 10,000.`}
      />
      <NativeSelect
        label={t`of`}
        value={lines.path}
        onChange={(event) => set({ path: event.currentTarget.value })}
        data={[...jail.logs.map((path) => ({ value: path, label: path })), ...journal]}
      />
    </div>
  )
}

/** Ctrl or ⌘ with Enter runs, also from within a field. */
export function runOn(event: KeyboardEvent, run: () => void): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  run()
}

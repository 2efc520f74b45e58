import { Trans, useLingui } from '@lingui/react/macro'
import type { ConfigFile, ConfigFinding, ConfigOption } from '@/api/types'
import { Card } from '@/ui/Card'
import type { Caret } from './editor/Editor'
import { scopeOf } from './editor/scope'
import classes from './FileDetail.module.css'
import { Findings } from './Findings'

interface Props {
  host: string
  file: ConfigFile
  findings: readonly ConfigFinding[]
  known: readonly ConfigOption[]
  caret: Caret | undefined
  onLine: (line: number) => void
}

/** Beside a file: what is wrong in it, what the option under the cursor means, and where changes belong. */
export function FileAside({ host, file, findings, known, caret, onLine }: Props) {
  const { t } = useLingui()
  const option = known.find((o) => o.scope === scopeOf(file.kind) && o.name === caret?.option)
  const local = file.name.replace(/\.conf$/, '.local')
  return (
    <aside className={classes.aside} aria-label={t`About this file`}>
      {findings.length > 0 && (
        <Card title={t`Findings`} flush>
          <Findings host={host} findings={findings} onLine={onLine} />
        </Card>
      )}
      {option && <Meaning option={option} />}
      {local !== file.name && (
        <Card title={t`Where changes belong`}>
          <p>
            <Trans>
              An upgrade of the package replaces this file. Put what shall be different into <code>{local}</code>, which
              counts over it.
            </Trans>
          </p>
        </Card>
      )}
    </aside>
  )
}

function Meaning({ option }: { option: ConfigOption }) {
  return (
    <Card title={option.name}>
      <div className={classes.label}>{option.label}</div>
      <p>{option.help}</p>
      {option.warning && <p>{option.warning}</p>}
      {option.default && (
        <div className={classes.default}>
          <Trans>
            Default <code>{option.default}</code>
          </Trans>
        </div>
      )}
    </Card>
  )
}

import type { ConfigFinding } from '@/api/types'
import { sentence } from '@/lib/problem'
import { Mend } from '@/ui/StaleBanner'
import classes from './Findings.module.css'
import { PlaceLink } from './PlaceLink'
import { SeverityIcon, severities } from './Severity'

interface Props {
  host: string
  findings: readonly ConfigFinding[]
  /** Where they are shown already says which jail they are about. */
  ofJail?: boolean
  /** All are in the file that is shown: only the line is told. */
  onLine?: (line: number) => void
}

/** What is wrong, worst first, each with its place and what to do. */
export function Findings({ host, findings, ofJail, onLine }: Props) {
  const sorted = severities.flatMap((severity) => findings.filter((f) => f.severity === severity))
  return (
    <ul className={classes.list}>
      {sorted.map((finding, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two findings may be alike in all they have
        <li key={i} className={classes.finding} data-severity={finding.severity}>
          <SeverityIcon severity={finding.severity} size={17} />
          <div className={classes.words}>
            <div>
              {!ofJail && finding.jail !== '' && <strong>{finding.jail}: </strong>}
              {said(finding)}
            </div>
            {finding.mend && (
              <div className={classes.mend}>
                <Mend text={sentence(finding.mend)} />
              </div>
            )}
            <Where host={host} finding={finding} onLine={onLine} />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** A message as a sentence; one that begins with the name of an option keeps it as it is written in files. */
function said({ message, option }: ConfigFinding): string {
  const whole = sentence(message)
  return option !== '' && message.startsWith(option) ? option + whole.slice(option.length) : whole
}

function Where({ host, finding, onLine }: { host: string; finding: ConfigFinding; onLine: Props['onLine'] }) {
  const { file, line } = finding
  if (file === '') return null
  if (!onLine) return <PlaceLink host={host} file={file} line={line} />
  if (line === 0) return null
  return (
    <button type="button" className={classes.line} onClick={() => onLine(line)}>
      {`${file}:${line}`}
    </button>
  )
}

import { Trans, useLingui } from '@lingui/react/macro'
import { IconChevronRight, IconFolder } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ConfigFileStatus, ConfigFinding } from '@/api/types'
import { Chip } from '@/ui/Chip'
import { moveInList } from '@/ui/moveInList'
import { ByHandMark } from './ChangedByHand'
import classes from './ConfigList.module.css'
import { SeverityIcon, severities } from './Severity'

interface Props {
  host: string
  files: readonly ConfigFileStatus[]
  findings: readonly ConfigFinding[]
  /** The name of the file that is chosen. */
  current: string | undefined
  /** All directories are open: what is in them was searched for. */
  open: boolean
}

const few = 12

/** The files by directory. Directories with many files are folded up unless what is looked for is in them. */
export function FileTree({ host, files, findings, current, open }: Props) {
  const inside = (dir: string) => files.filter((f) => dirOf(f.name) === dir)
  const dirs = [...new Set(files.map((f) => dirOf(f.name)))].filter((dir) => dir !== '').sort()
  const row = (file: ConfigFileStatus) => (
    <Row key={file.name} host={host} file={file} findings={findings} current={file.name === current} />
  )
  return (
    <div data-list>
      <ul className={classes.items}>{inside('').map(row)}</ul>
      {dirs.map((dir) => (
        <details
          key={`${dir} ${open}`}
          className={classes.folder}
          open={open || inside(dir).length <= few || (current !== undefined && dirOf(current) === dir)}
        >
          <summary className={classes.folderName}>
            <IconChevronRight size={15} stroke={1.8} aria-hidden="true" />
            <IconFolder size={16} stroke={1.6} aria-hidden="true" />
            {dir}
            <span className={classes.count}>{inside(dir).length}</span>
          </summary>
          <ul className={classes.inside}>{inside(dir).map(row)}</ul>
        </details>
      ))}
    </div>
  )
}

function dirOf(name: string): string {
  return name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : ''
}

interface RowProps {
  host: string
  file: ConfigFileStatus
  findings: readonly ConfigFinding[]
  current: boolean
}

function Row({ host, file, findings, current }: RowProps) {
  const { t } = useLingui()
  const own = findings.filter((f) => f.file === file.name)
  const worst = severities.find((s) => own.some((f) => f.severity === s))
  return (
    <li className={classes.item} data-current={current || undefined}>
      <Link
        to="/configuration/$host/file"
        params={{ host }}
        search={({ parts, q }) => ({ parts, q, name: file.name })}
        className={file.name.endsWith('.conf') ? `${classes.name} ${classes.quiet}` : classes.name}
        aria-current={current ? 'page' : undefined}
        onKeyDown={moveInList}
        data-item
      >
        {file.name.slice(file.name.lastIndexOf('/') + 1)}
      </Link>
      <span className={classes.marks}>
        <ByHandMark host={host} name={file.name} />
        {file.ours && (
          <Chip tone="accent">
            <Trans>own</Trans>
          </Chip>
        )}
        {file.problem !== '' && <SeverityIcon severity="error" words={file.problem} size={15} />}
        {worst && <SeverityIcon severity={worst} words={t`Findings: ${own.length}`} size={15} />}
      </span>
    </li>
  )
}

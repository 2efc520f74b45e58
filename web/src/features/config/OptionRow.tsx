import { Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconChevronRight, IconPencil } from '@tabler/icons-react'
import { lazy, Suspense, useId, useState } from 'react'
import { Chain } from './Chain'
import type { OptionLine } from './groups'
import type { EditTarget } from './OptionEdit'
import classes from './OptionRow.module.css'
import { OptionValue } from './OptionValue'
import { Origin } from './Origin'

const OptionEdit = lazy(() => import('./OptionEdit').then((m) => ({ default: m.OptionEdit })))

interface Props {
  host: string
  line: OptionLine
  /** The jail that it is an option of, if it is one's. */
  jail?: string
  /** Where a change of it goes; left out if it cannot be changed here. */
  target?: EditTarget
}

/** Values that need the whole width: commands, expressions, and whatever else is long. */
function isWide({ known, set }: OptionLine): boolean {
  const text = set?.value.text ?? ''
  if (known?.type === 'command' || known?.type === 'expressions' || known?.type === 'expression')
    return text.length > 44
  return text.length > 160
}

/** An option with its meaning, its value, and where that comes from. */
export function OptionRow({ host, line, jail, target }: Props) {
  const { t } = useLingui()
  const { name, known, set } = line
  const [open, setOpen] = useState(false)
  const [editing, setEditing] = useState(false)
  const id = useId()
  const chain = set !== undefined && (set.value.uses.length > 0 || set.hidden.length > 0)
  return (
    <li className={classes.row} data-wide={isWide(line) || undefined}>
      <div className={classes.words}>
        <div className={classes.label}>
          {known?.label && <span>{known.label}</span>}
          <code className={known?.label ? classes.name : undefined}>{name}</code>
        </div>
        {known?.help && <p className={classes.help}>{known.help}</p>}
        {known?.warning && (
          <p className={classes.warning}>
            <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
            <span>{known.warning}</span>
          </p>
        )}
      </div>
      <div className={classes.value}>
        {editing && target ? (
          <Suspense fallback={<OptionValue line={line} />}>
            <OptionEdit host={host} line={line} target={target} onClose={() => setEditing(false)} />
          </Suspense>
        ) : (
          <OptionValue line={line} />
        )}
        {set?.failed && <p className={classes.failed}>{set.failed}</p>}
      </div>
      <div className={classes.origin}>
        {target && !editing && (
          <button
            type="button"
            className={classes.more}
            aria-label={t`Change ${name}`}
            onClick={() => setEditing(true)}
          >
            <IconPencil size={14} stroke={1.8} aria-hidden="true" />
            <Trans>Change</Trans>
          </button>
        )}
        {set ? <Origin host={host} value={set.value} jail={jail} /> : <Trans>not set in any file</Trans>}
        {chain && (
          <button
            type="button"
            className={classes.more}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            <IconChevronRight size={14} stroke={1.8} aria-hidden="true" />
            <Trans>How it came about</Trans>
            <span className="sr">: {name}</span>
          </button>
        )}
      </div>
      {chain && (
        <div id={id} hidden={!open} className={classes.chain}>
          {open && <Chain host={host} option={set} />}
        </div>
      )}
    </li>
  )
}

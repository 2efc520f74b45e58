import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ConfigOption, ConfigUse } from '@/api/types'
import { Fold } from './Fold'
import { groupOptions } from './groups'
import { OptionRow } from './OptionRow'
import rows from './OptionRow.module.css'
import classes from './UsedDefinition.module.css'

interface Props {
  host: string
  use: ConfigUse
  known: readonly ConfigOption[]
}

/** The filter or an action of a jail, with the parameters of the jail put in. */
export function UsedDefinition({ host, use, known }: Props) {
  const { kind, name, as } = use
  const lines = groupOptions(kind, '', known, use.options).flatMap((g) => g.lines.filter((line) => line.set))
  const title = kind === 'filter' ? <Trans>Filter {name}</Trans> : <Trans>Action {name}</Trans>
  return (
    <Fold title={title} count={lines.length} note={as !== '' && as !== name && <Trans>as {as}</Trans>}>
      <p className={classes.lead}>
        <Trans>As this jail uses it, with its parameters put in.</Trans>{' '}
        <Link to="/configuration/$host/$kind/$name" params={{ host, kind: `${kind}s`, name }}>
          {kind === 'filter' ? <Trans>See the filter itself</Trans> : <Trans>See the action itself</Trans>}
        </Link>
      </p>
      <ul className={rows.rows}>
        {lines.map((line) => (
          <OptionRow key={line.name} host={host} line={line} />
        ))}
      </ul>
    </Fold>
  )
}

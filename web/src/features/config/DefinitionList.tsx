import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ConfigDefinition } from '@/api/types'
import { Chip } from '@/ui/Chip'
import classes from './ConfigList.module.css'
import { PartLink } from './PartLink'
import { CountMark } from './Severity'

interface Props {
  host: string
  kind: 'filters' | 'actions'
  items: readonly ConfigDefinition[]
  /** The names of the active jails. */
  active: readonly string[]
  current: string | undefined
}

/** Filters or actions: those that active jails use, then the others. */
export function DefinitionList({ host, kind, items, active, current }: Props) {
  const { t } = useLingui()
  const inUse = (item: ConfigDefinition) => item.jails.some((jail) => active.includes(jail))
  const groups = [
    { title: t`In use`, items: items.filter(inUse) },
    { title: t`Not in use`, items: items.filter((item) => !inUse(item)) },
  ]
  return (
    <div data-list>
      {groups.map(
        (group, i) =>
          group.items.length > 0 && (
            <section key={group.title} aria-label={group.title}>
              <div className={classes.group}>
                {group.title}
                <span className="num">{group.items.length}</span>
              </div>
              <ul className={classes.items}>
                {group.items.map((item) => (
                  <PartLink
                    key={item.name}
                    part={{ host, kind, name: item.name }}
                    current={current}
                    quiet={i > 0}
                    sub={i === 0 && <UsedBy jails={item.jails.filter((jail) => active.includes(jail))} />}
                    marks={
                      <>
                        {item.ours && (
                          <Chip tone="accent">
                            <Trans>own</Trans>
                          </Chip>
                        )}
                        <CountMark counts={item.findings} />
                      </>
                    }
                  />
                ))}
              </ul>
            </section>
          ),
      )}
    </div>
  )
}

const mostNamed = 2

function UsedBy({ jails }: { jails: readonly string[] }) {
  if (jails.length > mostNamed) return <Plural value={jails.length} one="# jail" other="# jails" />
  return jails.join(', ')
}

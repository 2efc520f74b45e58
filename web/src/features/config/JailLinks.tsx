import { Trans, useLingui } from '@lingui/react/macro'
import type { ConfigJail } from '@/api/types'
import { Chip } from '@/ui/Chip'
import classes from './ConfigList.module.css'
import { PartLink } from './PartLink'
import { CountMark } from './Severity'

interface Props {
  host: string
  jails: readonly ConfigJail[]
  current: string | undefined
}

/** Jails that are active, then those that are not. */
export function JailLinks({ host, jails, current }: Props) {
  const { t } = useLingui()
  const byName = jails.toSorted((a, b) => a.name.localeCompare(b.name))
  const active = byName.filter((j) => j.enabled)
  const others = byName.filter((j) => !j.enabled)
  return (
    <div data-list>
      {active.length > 0 && <Group title={t`Active`} host={host} jails={active} current={current} />}
      {others.length > 0 && <Group title={t`Not active`} host={host} jails={others} current={current} />}
    </div>
  )
}

function Group({ title, host, jails, current }: Props & { title: string }) {
  return (
    <section aria-label={title}>
      <div className={classes.group}>
        {title}
        <span className="num">{jails.length}</span>
      </div>
      <ul className={classes.items}>
        {jails.map((jail) => (
          <PartLink
            key={jail.name}
            part={{ host, kind: 'jails', name: jail.name }}
            current={current}
            quiet={!jail.enabled}
            sub={jail.enabled && <Sub jail={jail} />}
            marks={
              <>
                {jail.ours && (
                  <Chip tone="accent">
                    <Trans>own</Trans>
                  </Chip>
                )}
                <CountMark counts={jail.findings} />
              </>
            }
          />
        ))}
      </ul>
    </section>
  )
}

function Sub({ jail }: { jail: ConfigJail }) {
  if (jail.skipped) return <Trans>left out by fail2ban</Trans>
  const words = [jail.filter !== jail.name && jail.filter, jail.backend !== 'auto' && jail.backend]
  return words.filter(Boolean).join(' · ') || null
}

import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Config } from '@/api/types'
import classes from './ConfigList.module.css'

/** The one line under "Server": fail2ban's own options. */
export function ServerLink({ config, current }: { config: Config; current: string | undefined }) {
  const isCurrent = current === 'server'
  return (
    <ul className={classes.items}>
      <li className={classes.item} data-current={isCurrent || undefined}>
        <Link
          to="/configuration/$host/server"
          params={{ host: config.host }}
          search={({ parts, q }) => ({ parts, q })}
          className={classes.name}
          aria-current={isCurrent ? 'page' : undefined}
        >
          <Trans>fail2ban’s own options</Trans>
        </Link>
        <span className={classes.sub}>
          <Trans>log, database, socket</Trans>
        </span>
      </li>
    </ul>
  )
}

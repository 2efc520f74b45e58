import { Plural } from '@lingui/react/macro'
import type { Enforcement } from '@/api/types'
import { ProtectedWords } from '@/ui/allow/ProtectedWords'
import classes from './enforcement.module.css'

/** What no list blocks on a host, and why. */
export function ProtectedThere({ host }: { host: Enforcement }) {
  return (
    <details className={classes.protected}>
      <summary>
        <Plural
          value={host.protected.length}
          one="# network that no list blocks here, and why"
          other="# networks that no list blocks here, and why"
        />
      </summary>
      <ul>
        {host.protected.map((one) => (
          <li key={`${one.network} ${one.why} ${one.detail}`}>
            <span className="mono">{one.network}</span>
            <span className="dim">
              <ProtectedWords one={one} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

import { Trans } from '@lingui/react/macro'
import type { ConfigSetOption, ConfigValue } from '@/api/types'
import classes from './Chain.module.css'
import { Origin } from './Origin'
import { PlaceLink } from './PlaceLink'

/** How a value came about: as it is written, what was put into it, and what it stands before. */
export function Chain({ host, option: { value, hidden } }: { host: string; option: ConfigSetOption }) {
  return (
    <div className={classes.chain}>
      {value.place && value.place.text !== value.text && (
        <div className={classes.step}>
          <span className={classes.what}>
            <Trans>As it is written</Trans>
          </span>
          <code className={classes.text}>{value.place.text}</code>
        </div>
      )}
      {value.uses.length > 0 && (
        <div className={classes.step}>
          <span className={classes.what}>
            <Trans>Put into it</Trans>
          </span>
          <Uses host={host} value={value} />
        </div>
      )}
      {hidden.length > 0 && (
        <div className={classes.step}>
          <span className={classes.what}>
            <Trans>Would count without it</Trans>
          </span>
          <ul className={classes.list}>
            {hidden.map((place) => (
              <li key={`${place.file}:${place.line}`}>
                <code className={classes.text}>{place.text || '–'}</code>
                <span className={classes.place}>
                  <PlaceLink host={host} file={place.file} line={place.line} /> [{place.section}]
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

function Uses({ host, value }: { host: string; value: ConfigValue }) {
  return (
    <ul className={classes.list}>
      {value.uses.map((use) => (
        <li key={use.written}>
          <code className={classes.text}>
            <span className={classes.written}>{use.written}</span> = {use.value.text || '–'}
          </code>
          <span className={classes.place}>
            <Origin host={host} value={use.value} />
          </span>
          {use.value.uses.length > 0 && <Uses host={host} value={use.value} />}
        </li>
      ))}
      {value.more_uses && (
        <li>
          <Trans>and more</Trans>
        </li>
      )}
    </ul>
  )
}

import '@/theme/mono'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { Listed } from '@/api/types'
import { AddressLink } from '@/ui/Address'
import { ProtectedWords } from '@/ui/allow/ProtectedWords'
import { Chip } from '@/ui/Chip'
import { RelativeTime } from '@/ui/RelativeTime'
import { droppedWords } from './amounts'
import { ListName } from './ListName'
import classes from './listed.module.css'
import { Verdict } from './Verdict'

/** What block lists have of an address or network: which lists, which entries, since when, what was dropped, and why it is let through nevertheless. */
export function ListedIn({ listed }: { listed: Listed }) {
  const { t } = useLingui()
  return (
    <div className={classes.root}>
      <Verdict listed={listed} />
      {listed.exemptions.length > 0 && listed.lists.length > 0 && (
        <ul className={classes.spared} aria-label={t`Why it is let through nevertheless`}>
          {listed.exemptions.map((one) => (
            <li key={`${one.why} ${one.network} ${one.detail}`}>
              <ProtectedWords one={one} />
              <span className="dim">
                {one.network !== listed.address && (
                  <>
                    {' '}
                    · <span className="mono">{one.network}</span>
                  </>
                )}{' '}
                · {one.hosts.length === 0 ? t`on all hosts` : t`on ${one.hosts.join(', ')}`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {listed.lists.length > 0 && (
        <ul className={classes.lists} aria-label={t`Lists that have it`}>
          {listed.lists.map((list) => (
            <li key={list.id}>
              <List list={list} of={listed.address} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function List({ list, of }: { list: Listed['lists'][number]; of: string }) {
  const { t } = useLingui()
  return (
    <>
      <div className={classes.head}>
        <span className={classes.name}>
          <ListName list={list} />
          {!list.enabled && <Chip>{t`off`}</Chip>}
        </span>
        <span className="dim num" title={t`Because of the whole list, on all hosts`}>
          <Trans>{droppedWords(list)} in 30 days</Trans>
        </span>
      </div>
      <ul className={classes.entries} aria-label={t`Entries of ${list.name}`}>
        {list.entries.map(({ network, since }) => (
          <li key={network}>
            {network === of ? (
              <span className="mono">{network}</span>
            ) : (
              <AddressLink value={network} mono>
                {network}
              </AddressLink>
            )}
            <span className="dim">
              <Trans>
                on it since <RelativeTime at={since} />
              </Trans>
            </span>
          </li>
        ))}
        {list.more && (
          <li className="dim">
            <Plural value={list.entries.length} one="and more than this one" other="and more than these #" />
          </li>
        )}
      </ul>
      <p className="note">
        {list.hosts.length > 0 ? t`In the kernel of ${list.hosts.join(', ')}` : t`In no kernel as it is now`}
        {list.licence !== '' && ` · ${list.licence}`}
        {list.credit !== '' && ` · ${list.credit}`}
        {list.homepage !== '' && (
          <>
            {' · '}
            <a href={list.homepage} rel="noreferrer" target="_blank">
              <Trans>Who makes it</Trans>
            </a>
          </>
        )}
      </p>
    </>
  )
}

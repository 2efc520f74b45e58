import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { UseQueryResult } from '@tanstack/react-query'
import type { AllowPreview as Preview } from '@/api/types'
import { asApiError, sentence } from '@/lib/problem'
import { Chip } from '@/ui/Chip'
import { useExactTime } from '@/ui/zone'
import classes from './allow.module.css'
import { NamedAddresses } from './NamedAddresses'

type Item = Preview['items'][number]

interface Props {
  preview: UseQueryResult<Preview>
  lift: boolean
}

/** What allowing would come to: the bans that end, what names stand for, and what is odd. */
export function AllowPreview({ preview: { data, error, isFetching }, lift }: Props) {
  const { t } = useLingui()
  if (error && !isFetching)
    return <p className="note">{t`It could not be looked up what this comes to: ${asApiError(error).message}`}</p>
  if (!data)
    return isFetching ? (
      <p className="note" role="status">
        <Trans>Looking up what this comes to…</Trans>
      </p>
    ) : null
  const lines = data.items.filter(isTelling)
  return (
    <div className={classes.preview} data-stale={isFetching || undefined}>
      <p role="status">
        <Bans preview={data} lift={lift} />
      </p>
      {lines.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ul className={classes.results} aria-label={t`What it comes to`} tabIndex={0}>
          {lines.map((item) => (
            <li key={item.input}>
              <span className="mono">{item.address || item.input}</span>
              <Words item={item} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** How many bans would end, or go on. */
function Bans({ preview: { bans, total, at_least }, lift }: { preview: Preview; lift: boolean }) {
  if (total === 0) return <Trans>It is not banned now.</Trans>
  const first = bans.slice(0, 3).map((ban) => `${ban.address} (${ban.jail})`)
  const some = total > first.length || at_least ? `${first.join(', ')}, …` : first.join(', ')
  const many = at_least ? <Trans>More than {total} bans</Trans> : <Plural value={total} one="# ban" other="# bans" />
  return lift ? (
    <Trans>
      {many} in force will be lifted: <span className="mono">{some}</span>
    </Trans>
  ) : (
    <Trans>
      {many} in force will go on: <span className="mono">{some}</span>
    </Trans>
  )
}

/** Whether there is more to say than that it can be allowed. */
const isTelling = (item: Item) =>
  isNamed(item) || item.problem !== '' || item.warning !== '' || item.over.length > 0 || item.allowed.length > 0

function Words({ item }: { item: Item }) {
  const { t } = useLingui()
  const exact = useExactTime()
  const [first] = item.allowed
  return (
    <>
      {item.problem !== '' && <Chip tone={item.needs_force ? 'warn' : 'bad'}>{t`please look again`}</Chip>}
      {first && <Chip>{t`on the list already`}</Chip>}
      {isNamed(item) && item.addresses.length > 0 && (
        <span className={classes.why}>
          <NamedAddresses addresses={item.addresses} />
        </span>
      )}
      {item.problem !== '' && <span className={classes.why}>{sentence(item.problem)}</span>}
      {item.warning !== '' && <span className={classes.why}>{sentence(item.warning)}</span>}
      {first && (
        <span className={classes.why}>
          {first.until === null
            ? t`As ${first.address}, without an end.`
            : t`As ${first.address}, until ${exact(first.until)}.`}
        </span>
      )}
      {item.over.map((ban) => (
        <span key={ban.id} className={classes.why}>
          <Trans>
            The network {ban.address}, which it lies in, is banned in {ban.jail} on {ban.host}. That ban stays: lift it,
            too, to let it in.
          </Trans>
        </span>
      ))}
    </>
  )
}

/** A name stands for something else than itself. */
const isNamed = ({ address, addresses }: Item) =>
  addresses.some((one) => one.address !== address) || (address !== '' && addresses.length === 0)

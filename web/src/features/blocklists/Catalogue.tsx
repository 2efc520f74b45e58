import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { catalogueQuery } from '@/api/blocklists'
import type { ListOffer } from '@/api/types'
import { matches } from '@/lib/match'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { ErrorState } from '@/ui/ErrorState'
import { PlainButton } from '@/ui/PlainButton'
import { SearchField } from '@/ui/SearchField'
import { Skeleton } from '@/ui/Skeleton'
import { timesWords } from '@/ui/schedule/timesWords'
import classes from './blocklists.module.css'

/** The well-known lists, each with its terms, to pick one from. */
export function Catalogue({ onPick }: { onPick: (offer: ListOffer) => void }) {
  const { t } = useLingui()
  const [q, search] = useState('')
  const { data, error, refetch } = useQuery(catalogueQuery)
  if (!data)
    return <Card>{error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton rows={8} />}</Card>
  const offers = data.items.filter((offer) => matches(`${offer.name} ${offer.about} ${offer.credit}`, q))
  return (
    <div className={classes.choose}>
      <SearchField label={t`Search the catalogue`} placeholder={t`Name or contents`} value={q} onSearch={search} />
      {offers.length === 0 ? (
        <Card>
          <EmptyState title={t`No list of the catalogue matches`}>
            <Trans>Give the address of any other list under “Address”.</Trans>
          </EmptyState>
        </Card>
      ) : (
        <ul className={classes.offers} aria-label={t`Catalogue`}>
          {offers.map((offer) => (
            <Offer key={offer.key} offer={offer} onPick={() => onPick(offer)} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Offer({ offer, onPick }: { offer: ListOffer; onPick: () => void }) {
  const { t } = useLingui()
  const [made] = offer.lists
  return (
    <li className={classes.offer}>
      <div className={classes.offerHead}>
        <h2>{offer.name}</h2>
        <span className="dim num">
          <Plural value={offer.size} one="about # entry" other="about # entries" />
        </span>
      </div>
      <div>
        <p>{offer.about}.</p>
        {offer.caution && <p className={classes.caution}>{offer.caution}</p>}
      </div>
      <OfferTerms offer={offer} />
      <div className={classes.offerFoot}>
        <PlainButton onClick={onPick} aria-label={t`Choose ${offer.name}`}>
          <Trans>Choose</Trans>
        </PlainButton>
        {made !== undefined && (
          <Link to="/blocklists/$id" params={{ id: String(made) }}>
            <Trans>You have it already</Trans>
          </Link>
        )}
      </div>
    </li>
  )
}

/** Under which terms a list may be used, whom to name, and how often it may be fetched. */
export function OfferTerms({ offer }: { offer: ListOffer }) {
  const least = timesWords({ every_seconds: offer.min_interval_seconds })
  return (
    <dl className={classes.offerFacts}>
      <dt>
        <Trans>Terms</Trans>
      </dt>
      <dd>
        {offer.licence} ·{' '}
        <a href={offer.terms_url} target="_blank" rel="noreferrer">
          <Trans>read them</Trans>
        </a>
      </dd>
      <dt>
        <Trans>Credit</Trans>
      </dt>
      <dd>
        <a href={offer.homepage} target="_blank" rel="noreferrer">
          {offer.credit}
        </a>
      </dd>
      <dt>
        <Trans>Fetched</Trans>
      </dt>
      <dd>
        {offer.min_interval_asked ? (
          <Trans>{least} at most, as its makers ask</Trans>
        ) : (
          <Trans>{least} at most, as often as it is made anew</Trans>
        )}
      </dd>
    </dl>
  )
}

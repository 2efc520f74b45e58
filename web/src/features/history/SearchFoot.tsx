import { Trans } from '@lingui/react/macro'
import { Button, Loader } from '@mantine/core'
import { useContext } from 'react'
import { formatCount } from '@/lib/numbers'
import { asApiError } from '@/lib/problem'
import { TimeZone } from '@/ui/zone'
import classes from './history.module.css'
import type { useHistory } from './useHistory'

type List = ReturnType<typeof useHistory>

/** Below the last ban: how far the search has come, that more comes, or that this was all. */
export function SearchFoot({ list }: { list: List }) {
  if (list.isError && list.data) return <Failed list={list} />
  if (list.search) return <Searched list={list} />
  if (list.hasNextPage || list.isPlaceholderData)
    return list.isFetching ? <Trans>Older bans are loading…</Trans> : <Trans>Older bans load as you scroll.</Trans>
  return <Trans>These are all: {formatCount(list.bans.length)}.</Trans>
}

/** "Searched back to 3 March 2026…", with a button that stops it or goes on. */
export function Searched({ list }: { list: List }) {
  const zone = useContext(TimeZone)
  if (!list.search) return null
  const { back, stopped } = list.search
  const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeZone: zone }).format(Date.parse(back))
  return (
    <span className={classes.searched}>
      {!stopped && <Loader size={14} color="gray" aria-hidden="true" />}
      <span>{stopped ? <Trans>Searched back to {date}.</Trans> : <Trans>Searched back to {date}…</Trans>}</span>
      <Button size="compact-xs" variant="default" onClick={stopped ? list.goOn : list.stop}>
        {stopped ? <Trans>Go on</Trans> : <Trans>Stop</Trans>}
      </Button>
    </span>
  )
}

function Failed({ list }: { list: List }) {
  return (
    <span className={classes.searched} role="alert">
      <span>
        <Trans>Older bans could not be loaded:</Trans> {asApiError(list.error).message}
      </span>
      <Button size="compact-xs" variant="default" onClick={() => void list.fetchNextPage()}>
        <Trans>Try again</Trans>
      </Button>
    </span>
  )
}

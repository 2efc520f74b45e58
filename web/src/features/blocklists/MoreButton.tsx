import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import classes from './blocklists.module.css'

interface Props {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}

/** Fetches the next page of what is shown; nothing if there is none. */
export function MoreButton({ query }: Props) {
  if (!query.hasNextPage) return null
  return (
    <div className={classes.more}>
      <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        <Trans>Show more</Trans>
      </Button>
    </div>
  )
}

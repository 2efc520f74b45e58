import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Card } from '@/ui/Card'
import { EmptyState } from '@/ui/EmptyState'
import { PageHeader } from '@/ui/PageHeader'
import { BackLink } from './BackLink'
import type { ConfigSearch } from './search'

interface Props {
  title: string
  words: string
  /** The list that leads to others. */
  back: ConfigSearch
}

/** Stands where something is that the configuration does not have. */
export function Unknown({ title, words, back }: Props) {
  return (
    <>
      <PageHeader title={title} note={back.host} back={<BackLink {...back} />} />
      <Card>
        <EmptyState
          title={words}
          actions={
            <Link to="/configuration" search={back}>
              <Trans>See the whole configuration</Trans>
            </Link>
          }
        >
          <Trans>It may have been renamed or removed meanwhile.</Trans>
        </EmptyState>
      </Card>
    </>
  )
}

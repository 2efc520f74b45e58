import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { acceptBlocklist, blocklistsChanged, putBlocklist } from '@/api/blocklists'
import type { Blocklist, ListContents } from '@/api/types'
import { formatCount } from '@/lib/numbers'
import { sentence } from '@/lib/problem'
import { Banner } from '@/ui/Banner'
import { ConfirmDialog } from '@/ui/ConfirmDialog'
import { RelativeTime } from '@/ui/RelativeTime'
import { toastDone } from '@/ui/toast'
import { useGuard } from '@/ui/useGuard'
import classes from './blocklists.module.css'

/** Says why a list needs somebody: what waits to be accepted, or why its last import failed. Nothing if it does not. */
export function AlertBanner({ list }: { list: Blocklist }) {
  if (list.alert) return <Alert list={list} alert={list.alert} />
  if (list.failures === 0 || list.problem === '') return null
  return (
    <Banner tone="bad" aside={list.tried_at && <RelativeTime at={list.tried_at} />}>
      <strong>
        <Plural value={list.failures} one="The last import failed." other="The last # imports failed." />
      </strong>{' '}
      {sentence(list.problem)} <Trans>What was in force stays, and it is tried again by itself.</Trans>
    </Banner>
  )
}

function Alert({ list, alert }: { list: Blocklist; alert: NonNullable<Blocklist['alert']> }) {
  const guard = useGuard('blocklists.write')
  const [asking, ask] = useState(false)
  const { held, contents } = list
  return (
    <Banner tone="bad" aside={<RelativeTime at={alert.at} />}>
      <div className={classes.alert}>
        <p>
          <strong>{sentence(alert.message)}</strong>{' '}
          {contents ? <Trans>What was in force stays.</Trans> : <Trans>Nothing of it is in force yet.</Trans>}
        </p>
        {held && <Compare now={contents} then={held} />}
        <div className={classes.alertActions}>
          {held && (
            <Button size="xs" variant="default" onClick={() => ask(true)} {...guard.button}>
              <Trans>Accept…</Trans>
            </Button>
          )}
          <Link to="/blocklists/$id" params={{ id: String(list.id) }} search={{ part: 'imports' }}>
            <Trans>See the imports</Trans>
          </Link>
          <span className="dim">
            {held ? (
              <Trans>To keep what is in force, do nothing: an import that is not suspicious ends this by itself.</Trans>
            ) : (
              <Trans>The next good import ends this by itself.</Trans>
            )}
          </span>
        </div>
      </div>
      {held && <AcceptDialog list={list} held={held} opened={asking} onClose={() => ask(false)} />}
    </Banner>
  )
}

/** What is in force beside what would be. */
function Compare({ now, then }: { now: ListContents | null; then: ListContents }) {
  const n = (value: number | undefined) => formatCount(value ?? 0)
  return (
    <dl className={classes.compare}>
      <dt />
      <dt>
        <Trans>in force</Trans>
      </dt>
      <dt>
        <Trans>would be</Trans>
      </dt>
      <dt>
        <Trans>Entries</Trans>
      </dt>
      <dd>{n(now?.entries)}</dd>
      <dd>{n(then.entries)}</dd>
      <dt>
        <Trans>IPv4 covered</Trans>
      </dt>
      <dd>{n(now?.covered_ipv4)}</dd>
      <dd>{n(then.covered_ipv4)}</dd>
    </dl>
  )
}

interface AcceptProps {
  list: Blocklist
  held: ListContents
  opened: boolean
  onClose: () => void
}

function AcceptDialog({ list, held, opened, onClose }: AcceptProps) {
  const { t } = useLingui()
  const client = useQueryClient()
  const accept = async () => {
    const after = await acceptBlocklist(list.id, held.revision).finally(() => blocklistsChanged(client))
    putBlocklist(client, after)
    toastDone(t`The new contents of ${after.name} come into force.`)
  }
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={t`Accept what ${list.name} has now?`}
      confirm={t`Accept ${formatCount(held.entries)} entries`}
      danger
      onConfirm={accept}
    >
      <p>
        <Trans>
          {formatCount(held.added)} entries are added and {formatCount(held.removed)} removed, on all hosts, within
          seconds. Make sure that the list is what its makers mean it to be.
        </Trans>
      </p>
    </ConfirmDialog>
  )
}

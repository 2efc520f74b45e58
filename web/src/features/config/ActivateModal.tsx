import '@/theme/forms'
import '@mantine/core/styles/Radio.layer.css'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Radio, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Activation } from '@/api/types'
import { sentence } from '@/lib/problem'
import { ErrorState } from '@/ui/ErrorState'
import type { OverlayProps } from '@/ui/OnFirstUse'
import { Skeleton } from '@/ui/Skeleton'
import { NeedList } from './NeedList'
import classes from './parts.module.css'
import { activationQuery } from './queries'
import { useKeepInDraft } from './useKeepInDraft'

interface Props extends OverlayProps {
  host: string
  jail: string
}

/** Enables a jail in the draft: what it needs and whether that is there, and how to mend what is not. */
export function ActivateModal({ host, jail, opened, onClose }: Props) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery({ ...activationQuery(host, jail), enabled: opened })
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={620}
      title={t`Activate ${jail}`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {data ? (
        <Choice key={data.needs.length} host={host} activation={data} onClose={onClose} />
      ) : error ? (
        <ErrorState error={error} onRetry={refetch} />
      ) : (
        <>
          <p className={classes.quiet} role="status">
            <Trans>It is looked at what the jail needs, and a scratch server of fail2ban is asked…</Trans>
          </p>
          <Skeleton rows={4} />
        </>
      )}
    </Modal>
  )
}

const asItIs = 'none'
const otherLogs = 'logs'

function Choice({ host, activation, onClose }: { host: string; activation: Activation; onClose: () => void }) {
  const { t } = useLingui()
  const { jail, needs, remedies, ready, untried } = activation
  const { edit, busy } = useKeepInDraft(host)
  const lacksLog = needs.some((need) => need.subject === 'source' && need.state === 'missing')
  const [chosen, setChosen] = useState(ready ? asItIs : remedies.length > 0 ? '0' : lacksLog ? otherLogs : asItIs)
  const [paths, setPaths] = useState('')
  const logs = paths.split('\n').flatMap((line) => line.trim() || [])
  const settings =
    chosen === otherLogs
      ? [{ option: 'logpath', value: logs.join('\n').replaceAll('%', '%%') }]
      : (remedies[Number(chosen)]?.settings ?? [])
  const stuck = !ready && remedies.length === 0 && !lacksLog
  const activate = async () => {
    const all = [{ option: 'enabled', value: 'true' }, ...settings]
    await edit(
      all.map(({ option, value }) => ({ op: 'set', section: jail, option, value })),
      stuck ? undefined : 'review',
    )
    onClose()
  }
  return (
    <div className={classes.form}>
      <NeedList host={host} needs={needs} />
      {untried && (
        <p className={classes.quiet}>
          <Trans>fail2ban itself was not asked: {untried}.</Trans>
        </p>
      )}
      {(remedies.length > 0 || lacksLog) && (
        <Radio.Group
          label={ready ? t`It could be better` : t`What mends it`}
          description={remedies.length > 0 ? t`Each was tried on this host.` : undefined}
          value={chosen}
          onChange={setChosen}
        >
          <div className={classes.choices}>
            {remedies.map((remedy, i) => (
              <Radio
                key={remedy.message}
                value={String(i)}
                label={sentence(remedy.message)}
                description={
                  <code>{remedy.settings.map((s) => `${s.option} = ${s.value.replaceAll('\n', ' ')}`).join(', ')}</code>
                }
              />
            ))}
            {lacksLog && <Radio value={otherLogs} label={t`Read other log files.`} />}
            {lacksLog && chosen === otherLogs && (
              <Textarea
                aria-label={t`Log files`}
                description={t`One a line; patterns such as /var/log/app/*.log`}
                placeholder="/var/log/app.log"
                rows={3}
                resize="vertical"
                value={paths}
                onChange={(event) => setPaths(event.currentTarget.value)}
              />
            )}
            {ready && <Radio value={asItIs} label={t`Leave it as it is.`} />}
          </div>
        </Radio.Group>
      )}
      {stuck && (
        <p className={classes.quiet}>
          <Trans>
            fail2ban would not take it like this, and nothing that we know mends it. Keep it in your draft and change
            what is wrong on its page.
          </Trans>
        </p>
      )}
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose} disabled={busy}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          onClick={() => void activate()}
          loading={busy}
          disabled={chosen === otherLogs && logs.length === 0}
          variant={stuck ? 'default' : 'filled'}
        >
          {stuck ? <Trans>Keep in draft</Trans> : <Trans>Activate and review</Trans>}
        </Button>
      </Group>
    </div>
  )
}

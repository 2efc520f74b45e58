import '@/theme/forms'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Select } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { assignPart, draftChanged } from '@/api/revisions'
import type { OverlayProps } from '@/ui/OnFirstUse'
import { toastDone } from '@/ui/toast'
import { FormProblem } from './FormProblem'
import classes from './parts.module.css'
import { configQuery } from './queries'

interface Props extends OverlayProps {
  host: string
  kind: 'filter' | 'action'
  name: string
  /** Those that use it already. */
  jails: readonly string[]
}

/** Has a jail use a filter or an action, in the draft. */
export function AssignModal({ host, kind, name, jails, opened, onClose }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const all = useQuery(configQuery(host)).data?.jails ?? []
  const others = all.filter((j) => !jails.includes(j.name))
  const names = (active: boolean) => others.filter((j) => j.enabled === active).map((j) => j.name)
  const [jail, setJail] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const now = all.find((j) => j.name === jail)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (jail === null) return
    setBusy(true)
    setError(undefined)
    try {
      await assignPart(host, { jail, kind, name })
      draftChanged(client)
      toastDone(t`Kept in your draft`)
      onClose()
      await navigate({ to: '/configuration/$host/$kind/$name', params: { host, kind: 'jails', name: jail } })
    } catch (thrown) {
      setError(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={480}
      title={t`Use ${name} in a jail`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <form className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
        <Select
          label={t`Jail`}
          data={[
            { group: t`Active`, items: names(true) },
            { group: t`Not active`, items: names(false) },
          ]}
          value={jail}
          onChange={setJail}
          searchable
          nothingFoundMessage={t`No such jail`}
          data-autofocus
        />
        {now && (
          <p className={classes.quiet}>
            {kind === 'action' ? (
              <Trans>
                It comes beside the actions that {now.name} has: {now.actions.join(', ') || '–'}.
              </Trans>
            ) : now.filter ? (
              <Trans>It takes the place of the filter {now.filter}.</Trans>
            ) : (
              <Trans>The jail has no filter yet.</Trans>
            )}
          </p>
        )}
        <FormProblem error={error} shown={[]} />
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={onClose} disabled={busy}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={busy} disabled={jail === null}>
            <Trans>Keep in draft</Trans>
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

import '@/theme/forms'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Select, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { makeJail } from '@/api/revisions'
import type { OverlayProps } from '@/ui/OnFirstUse'
import { SegmentedControl } from '@/ui/SegmentedControl'
import { toastDone } from '@/ui/toast'
import { FormProblem } from './FormProblem'
import { freeName } from './freeName'
import classes from './parts.module.css'
import { configQuery } from './queries'
import { useMakeInDraft } from './useMakeInDraft'

interface Props extends OverlayProps {
  host: string
  /** The jail that it is a copy of, or the filter that it is to have. */
  like?: string
  filter?: string
}

/** Makes a jail in the draft: from a filter, or as a copy of another jail. */
export function NewJailModal({ host, like, filter, opened, onClose }: Props) {
  const { t } = useLingui()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={520}
      title={like ? t`Copy jail ${like}` : t`New jail`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {opened && <JailForm host={host} like={like} filter={filter} onClose={onClose} />}
    </Modal>
  )
}

type Source = 'like' | 'files' | 'journal'

interface FormProps {
  host: string
  like: string | undefined
  filter: string | undefined
  onClose: () => void
}

function JailForm({ host, like, filter: given, onClose }: FormProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const config = useQuery(configQuery(host)).data
  const taken = config?.jails.map((j) => j.name) ?? []
  const [name, setName] = useState(() => freeName(like ?? given ?? '', taken))
  const [filter, setFilter] = useState<string | null>(given ?? null)
  const [source, setSource] = useState<Source>(like ? 'like' : 'files')
  const [paths, setPaths] = useState('')
  const lines = paths.split('\n').flatMap((line) => line.trim() || [])
  const known = [...new Set(config?.jails.flatMap((j) => j.log_paths) ?? [])].sort()
  const ready = name !== '' && (like || filter) && (source !== 'files' || lines.length > 0)
  const { submit, busy, error, fields } = useMakeInDraft(
    () =>
      makeJail(host, {
        name,
        like,
        filter: filter ?? undefined,
        backend: source === 'journal' ? 'systemd' : undefined,
        log_paths: source === 'files' ? lines : undefined,
      }),
    async () => {
      toastDone(t`${name} is in your draft, not active yet`)
      onClose()
      await navigate({ to: '/configuration/$host/$kind/$name', params: { host, kind: 'jails', name } })
    },
  )
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
      <TextInput
        label={t`Name`}
        description={t`Letters, digits, _, . and -`}
        value={name}
        maxLength={255}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value.trim())}
        error={fields['name'] ?? (taken.includes(name) ? t`There is a jail of that name already.` : undefined)}
      />
      {!like && (
        <Select
          label={t`Filter`}
          description={t`Finds the failures in the log`}
          data={config?.filters.map((f) => f.name) ?? []}
          value={filter}
          onChange={setFilter}
          searchable
          nothingFoundMessage={t`No such filter`}
          error={fields['filter']}
        />
      )}
      <SegmentedControl
        label={t`What it reads`}
        value={source}
        options={[
          ...(like ? [{ value: 'like' as const, label: t`What ${like} reads` }] : []),
          { value: 'files' as const, label: t`Log files` },
          { value: 'journal' as const, label: t`The journal` },
        ]}
        onChange={setSource}
      />
      {source === 'files' && (
        <Textarea
          label={t`Log files`}
          description={t`One a line; patterns such as /var/log/app/*.log`}
          placeholder="/var/log/app.log"
          rows={3}
          resize="vertical"
          value={paths}
          onChange={(event) => setPaths(event.currentTarget.value)}
          error={fields['log_paths']}
        />
      )}
      {source === 'files' && known.length > 0 && (
        <Select
          label={t`Add one that other jails read`}
          data={known.filter((path) => !lines.includes(path))}
          value={null}
          limit={50}
          searchable
          nothingFoundMessage={t`No jail reads this`}
          onChange={(path) => path && setPaths((old) => (old.trim() ? `${old.trimEnd()}\n${path}` : path))}
        />
      )}
      {source === 'journal' && (
        <p className={classes.quiet}>
          <Trans>Which entries are meant is said by journalmatch, of the filter or of the jail.</Trans>
        </p>
      )}
      <FormProblem error={error} shown={['name', 'filter', 'log_paths']} />
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose} disabled={busy}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" loading={busy} disabled={!ready || taken.includes(name)}>
          <Trans>Make in draft</Trans>
        </Button>
      </Group>
    </form>
  )
}

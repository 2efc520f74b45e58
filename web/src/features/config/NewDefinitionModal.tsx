import '@/theme/forms'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Group, Modal, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { makeDefinition } from '@/api/revisions'
import type { OverlayProps } from '@/ui/OnFirstUse'
import { toastDone } from '@/ui/toast'
import { FormProblem } from './FormProblem'
import { freeName } from './freeName'
import { isProgram } from './ours'
import classes from './parts.module.css'
import { configQuery } from './queries'
import { useMakeInDraft } from './useMakeInDraft'

interface Props extends OverlayProps {
  host: string
  kind: 'filter' | 'action'
  /** The one that it is a copy of; chosen here if left out. */
  like?: string
}

/** Makes a filter or an action in the draft, empty or as a copy, and leads to its text. */
export function NewDefinitionModal({ host, kind, like, opened, onClose }: Props) {
  const { t } = useLingui()
  const title =
    kind === 'filter' ? (like ? t`Copy filter ${like}` : t`New filter`) : like ? t`Copy action ${like}` : t`New action`
  return (
    <Modal opened={opened} onClose={onClose} size={480} title={title} closeButtonProps={{ 'aria-label': t`Close` }}>
      {opened && <DefinitionForm host={host} kind={kind} like={like} onClose={onClose} />}
    </Modal>
  )
}

interface FormProps {
  host: string
  kind: 'filter' | 'action'
  like: string | undefined
  onClose: () => void
}

function DefinitionForm({ host, kind, like: given, onClose }: FormProps) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const config = useQuery(configQuery(host)).data
  const all = (kind === 'filter' ? config?.filters : config?.actions) ?? []
  const taken = all.map((d) => d.name)
  const [name, setName] = useState(() => (given ? freeName(`${given}-own`, taken) : ''))
  const [like, setLike] = useState<string | null>(given ?? null)
  const { submit, busy, error, fields } = useMakeInDraft(
    () => makeDefinition(host, { kind, name, like: like ?? undefined }),
    async () => {
      toastDone(t`${name} is in your draft`)
      onClose()
      const file = `${kind}.d/${name}.local`
      await navigate({ to: '/configuration/$host/file', params: { host }, search: { parts: `${kind}s`, name: file } })
    },
  )
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} noValidate>
      <TextInput
        label={t`Name`}
        description={t`Letters, digits, _, . and -`}
        value={name}
        maxLength={200}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value.trim())}
        error={fields['name'] ?? (taken.includes(name) ? t`There is one of that name already.` : undefined)}
      />
      {given === undefined && (
        <Select
          label={t`Copy of`}
          description={t`Empty if you begin with nothing`}
          data={all.filter((d) => !isProgram(d)).map((d) => d.name)}
          value={like}
          onChange={setLike}
          searchable
          clearable
          nothingFoundMessage={t`There is none of that name`}
          error={fields['like']}
        />
      )}
      <FormProblem error={error} shown={['name', 'like']} />
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose} disabled={busy}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" loading={busy} disabled={name === '' || taken.includes(name)}>
          <Trans>Make in draft</Trans>
        </Button>
      </Group>
    </form>
  )
}

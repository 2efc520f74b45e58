import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { blocklistsChanged, changeBlocklist, putBlocklist } from '@/api/blocklists'
import type { Blocklist, BlocklistChange } from '@/api/types'
import { Banner } from '@/ui/Banner'
import { toastDone } from '@/ui/toast'
import { useGuard } from '@/ui/useGuard'
import classes from './blocklists.module.css'
import { DeleteCard } from './DeleteCard'
import { FormProblem } from './FormProblem'
import { ListForm } from './ListForm'
import { changeOf, type Edits, fieldsOfList, type ListFields } from './listFields'
import { PreviewCard } from './PreviewCard'
import { useListForm } from './useListForm'

interface Props {
  list: Blocklist
  /** undefined while nobody edits. */
  edits: Edits | undefined
  onEdits: (edits: Edits | undefined) => void
}

/** The settings of a list, to be changed with a preview of what that comes to; and the end of the list. */
export function SettingsTab({ list, edits, onEdits }: Props) {
  const { t } = useLingui()
  const client = useQueryClient()
  const guard = useGuard('blocklists.write')
  const { before, fields } = edits ?? { before: list, fields: fieldsOfList(list) }
  const change = changeOf({ before, fields })
  const save = useMutation({ mutationFn: (order: BlocklistChange) => changeBlocklist(list.id, order) })
  const form = useListForm(fields, save.error, list)
  const edit = (some: Partial<ListFields>) => {
    save.reset()
    onEdits({ before, fields: { ...fields, ...some } })
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!change || !form.complete()) return
    const after = await save.mutateAsync(change).catch(() => undefined)
    if (!after) return
    onEdits(undefined)
    putBlocklist(client, after)
    blocklistsChanged(client)
    toastDone(t`${after.name} is changed.`)
  }
  if (!guard.allowed)
    return (
      <Banner>
        {guard.reason} <Trans>How the list is set up stands in its overview.</Trans>
      </Banner>
    )
  const unread = !fields.fetched && fields.text === undefined
  return (
    <>
      <form onSubmit={submit} noValidate className={classes.split}>
        <div className={classes.form}>
          <ListForm fields={fields} onChange={edit} faults={form.faults} missing={form.missing} />
        </div>
        <div className={classes.aside}>
          <PreviewCard
            preview={form.preview}
            onAsk={form.look}
            hindrance={unread ? t`Paste the text anew, or choose a file, to see what it would come to.` : undefined}
          />
        </div>
        <div className={classes.form}>
          <FormProblem error={save.error} faults={form.faults} />
          <div className={classes.formEnd}>
            <Button variant="default" onClick={() => onEdits(undefined)} disabled={!change || save.isPending}>
              <Trans>Discard</Trans>
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!change}>
              <Trans>Save</Trans>
            </Button>
          </div>
        </div>
      </form>
      <DeleteCard list={list} />
    </>
  )
}

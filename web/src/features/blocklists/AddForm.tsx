import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { blocklistsChanged, createBlocklist, putBlocklist } from '@/api/blocklists'
import type { ListOffer } from '@/api/types'
import { Card } from '@/ui/Card'
import { toastDone } from '@/ui/toast'
import classes from './blocklists.module.css'
import { OfferTerms } from './Catalogue'
import { FormProblem } from './FormProblem'
import { ListForm } from './ListForm'
import { type ListFields, orderOf } from './listFields'
import { PreviewCard } from './PreviewCard'
import { useListForm } from './useListForm'

/** Settings of a new list with a preview beside them. */
export function AddForm({ start, offer }: { start: ListFields; offer?: ListOffer }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [fields, setFields] = useState(start)
  const create = useMutation({ mutationFn: () => createBlocklist(orderOf(fields)) })
  const form = useListForm(fields, create.error)
  const edit = (change: Partial<ListFields>) => {
    create.reset()
    setFields((old) => ({ ...old, ...change }))
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!form.complete()) return
    const made = await create.mutateAsync().catch(() => undefined)
    if (!made) return
    putBlocklist(client, made)
    blocklistsChanged(client)
    toastDone(made.enabled ? t`${made.name} is added and imported now.` : t`${made.name} is added. It is off.`)
    void navigate({ to: '/blocklists/$id', params: { id: String(made.id) } })
  }
  return (
    <form onSubmit={save} noValidate className={classes.split}>
      <div className={classes.form}>
        {offer && (
          <Card
            title={offer.name}
            aside={
              <Link to="/blocklists/add">
                <Trans>Choose another</Trans>
              </Link>
            }
          >
            <div className={classes.found}>
              <div>
                <p>{offer.about}.</p>
                {offer.caution && <p className={classes.caution}>{offer.caution}</p>}
              </div>
              <OfferTerms offer={offer} />
            </div>
          </Card>
        )}
        <ListForm fields={fields} onChange={edit} faults={form.faults} missing={form.missing} />
      </div>
      <div className={classes.aside}>
        <PreviewCard preview={form.preview} onAsk={form.look} />
      </div>
      <div className={classes.form}>
        <FormProblem error={create.error} faults={form.faults} />
        <div className={classes.formEnd}>
          <Button variant="default" onClick={() => void navigate({ to: '/blocklists' })} disabled={create.isPending}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={create.isPending}>
            <Trans>Add the list</Trans>
          </Button>
        </div>
      </div>
    </form>
  )
}

import { lazy } from 'react'
import type { ConfigPart } from '@/api/types'
import { OnFirstUse } from '@/ui/OnFirstUse'
import { RemovePart } from './RemovePart'

const ActivateModal = lazy(() => import('./ActivateModal').then((m) => ({ default: m.ActivateModal })))
const NewJailModal = lazy(() => import('./NewJailModal').then((m) => ({ default: m.NewJailModal })))
const NewDefinitionModal = lazy(() => import('./NewDefinitionModal').then((m) => ({ default: m.NewDefinitionModal })))
const AssignModal = lazy(() => import('./AssignModal').then((m) => ({ default: m.AssignModal })))

/** The windows that a part can open: one of them is open at a time. */
export type DialogName = 'activate' | 'jail' | 'copy' | 'assign' | 'remove'

interface Props {
  host: string
  part: ConfigPart
  dialog: DialogName | undefined
  onClose: () => void
}

/** The windows of PartActions; the code of each comes with its first use. */
export function PartDialogs({ host, part, dialog, onClose }: Props) {
  const of = (name: DialogName) => ({ host, opened: dialog === name, onClose })
  const { kind, name } = part
  return (
    <>
      {kind === 'jail' && <OnFirstUse component={ActivateModal} props={{ ...of('activate'), jail: name }} />}
      {kind === 'jail' && <OnFirstUse component={NewJailModal} props={{ ...of('copy'), like: name }} />}
      {kind === 'filter' && <OnFirstUse component={NewJailModal} props={{ ...of('jail'), filter: name }} />}
      {(kind === 'filter' || kind === 'action') && (
        <>
          <OnFirstUse component={NewDefinitionModal} props={{ ...of('copy'), kind, like: name }} />
          <OnFirstUse component={AssignModal} props={{ ...of('assign'), kind, name, jails: part.jails }} />
        </>
      )}
      <RemovePart {...of('remove')} part={part} />
    </>
  )
}

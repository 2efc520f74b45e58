import { lazy } from 'react'
import type { Allowance } from '@/api/types'
import { OnFirstUse } from '@/ui/OnFirstUse'

const ChangeModal = lazy(() => import('./ChangeModal').then((m) => ({ default: m.ChangeModal })))

interface Props {
  /** The allowance that is to be changed; undefined while nothing is asked. */
  one: Allowance | undefined
  onClose: () => void
}

/** Says anew how long an allowance lasts and what it is for. Its code comes with its first use. */
export function ChangeDialog({ one, onClose }: Props) {
  return <OnFirstUse component={ChangeModal} props={{ opened: one !== undefined, one, onClose }} />
}

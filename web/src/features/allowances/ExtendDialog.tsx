import { lazy } from 'react'
import type { Allowance } from '@/api/types'
import { OnFirstUse } from '@/ui/OnFirstUse'

const ExtendModal = lazy(() => import('./ExtendModal').then((m) => ({ default: m.ExtendModal })))

interface Props {
  /** The allowance that is to last longer; undefined while nothing is asked. */
  one: Allowance | undefined
  onClose: () => void
}

/** Says anew how long an allowance lasts. Its code comes with its first use. */
export function ExtendDialog({ one, onClose }: Props) {
  return <OnFirstUse component={ExtendModal} props={{ opened: one !== undefined, one, onClose }} />
}

import { useEffect, useRef, useState } from 'react'
import { rehearse } from '@/api/rehearse'
import type { RehearsalOrder, RehearsalProgress, RehearsalReport } from '@/api/types'

interface State {
  progress: RehearsalProgress | undefined
  report: RehearsalReport | undefined
  error: unknown
  running: boolean
}

const still: State = { progress: undefined, report: undefined, error: undefined, running: false }

/** One rehearsal at a time; it ends with the page. */
export function useRehearsal(host: string) {
  const [state, setState] = useState<State>(still)
  const current = useRef<AbortController>(undefined)
  useEffect(() => () => current.current?.abort(), [])
  const start = async (order: RehearsalOrder) => {
    current.current?.abort()
    const controller = new AbortController()
    current.current = controller
    setState({ ...still, running: true })
    const set = (change: Partial<State>) => {
      if (!controller.signal.aborted) setState((old) => ({ ...old, ...change }))
    }
    try {
      set({ report: await rehearse(host, order, (progress) => set({ progress }), controller.signal), running: false })
    } catch (error) {
      set({ error, running: false })
    }
  }
  const cancel = () => {
    current.current?.abort()
    setState(still)
  }
  return { ...state, start, cancel }
}

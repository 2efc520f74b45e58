import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from './queries'
import type { Session } from './types'

/** Who is signed in; undefined outside the shell. */
export function useSession(): Session | undefined {
  return useQuery({ ...sessionQuery, enabled: false }).data
}

/** Whether the one who is signed in has a permission, e.g. `bans.write`. Controls that they may never use are left out. */
export function useMay(permission: string): boolean {
  return useSession()?.permissions?.includes(permission) ?? false
}

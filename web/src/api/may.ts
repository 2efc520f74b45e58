import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from './queries'

/** Whether the one who is signed in has a permission, e.g. `bans.write`. Controls that they may never use are left out. */
export function useMay(permission: string): boolean {
  const { data } = useQuery({ ...sessionQuery, enabled: false })
  return data?.permissions?.includes(permission) ?? false
}

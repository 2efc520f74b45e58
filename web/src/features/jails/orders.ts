import { api, must } from '@/api/client'
import type { paths } from '@/api/schema.gen'
import type { JailDetail, JailStatus } from '@/api/types'
import type { JailKey } from './queries'

export type JailAction = 'start' | 'stop' | 'reload' | 'idle' | 'resume'

export type JailChange = paths['/hosts/{host}/jails/{jail}']['patch']['requestBody']['content']['application/json']

/** Tells fail2ban to start, stop, reload, pause or resume a jail. */
export async function controlJail({ host, jail }: JailKey, action: JailAction): Promise<JailStatus> {
  return must(
    await api.POST('/hosts/{host}/jails/{jail}/actions/{action}', { params: { path: { host, jail, action } } }),
  )
}

/** Changes settings of a running jail; what is absent stays as it is. */
export async function changeJail({ host, jail }: JailKey, change: JailChange): Promise<JailDetail> {
  return must(await api.PATCH('/hosts/{host}/jails/{jail}', { params: { path: { host, jail } }, body: change }))
}

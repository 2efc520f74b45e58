import type { ConfigPart, ServerInForce } from '@/api/types'
import { durationText } from '@/lib/durationText'
import { secondsOf } from './seconds'

/** An option of fail2ban as a whole: what is in force, and what the files say. */
export interface InForce {
  name: string
  running: string
  /** Undefined if no file says it. */
  files: string | undefined
  /** Whether it is the same. */
  same: boolean
}

const none = /^(none|)$/i

/** Compares what is in force with the files. Files without a value are no difference: fail2ban has its own then. */
export function inForce(server: ServerInForce, options: ConfigPart['options']): InForce[] {
  const said = (name: string) => options.find((o) => o.name === name)?.value.text
  const line = (name: string, running: string, same: (text: string) => boolean): InForce => {
    const files = said(name)
    return { name, running, files, same: files === undefined || same(files) }
  }
  const database = [
    line('dbpurgeage', durationText(server.purge_age_seconds), (text) => secondsOf(text) === server.purge_age_seconds),
    line('dbmaxmatches', String(server.max_matches), (text) => Number(text) === server.max_matches),
  ]
  return [
    line('loglevel', server.log_level, (text) => text.trim().toUpperCase() === server.log_level),
    line('logtarget', server.log_target, (text) => withoutParameters(text) === server.log_target),
    line('dbfile', server.database, (text) => (server.database ? text === server.database : none.test(text))),
    ...(server.database ? database : []),
  ]
}

/** A target such as SYSLOG may have parameters in brackets. Source: fail2ban/server/server.py, setLogTarget. */
function withoutParameters(target: string): string {
  return target.replace(/\[.*\]$/, '').trim()
}

import { ApiError, readProblem } from '@/lib/problem'
import { linesOf } from './batch'
import { api } from './client'
import type { RehearsalLine, RehearsalOrder, RehearsalProgress, RehearsalReport } from './types'

/** Runs a rehearsal; `onProgress` is told after each piece of the log. Aborting `signal` ends it on the server, too. */
export async function rehearse(
  host: string,
  body: RehearsalOrder,
  onProgress: (progress: RehearsalProgress) => void,
  signal: AbortSignal,
): Promise<RehearsalReport> {
  const { data } = await api.POST('/config/{host}/rehearse', {
    params: { path: { host } },
    body,
    signal,
    parseAs: 'stream',
  })
  // The document says what one line is; with parseAs the client gives the stream itself.
  const stream = data as unknown as ReadableStream<Uint8Array> | null | undefined
  if (stream) {
    for await (const text of linesOf(stream)) {
      if (text === '') continue
      const line = JSON.parse(text) as RehearsalLine
      if (line.report) return line.report
      if (line.problem) throw readProblem(line.problem.status, line.problem, null)
      if (line.progress) onProgress(line.progress)
    }
  }
  throw new ApiError({ status: 0, code: 'offline', detail: 'The rehearsal broke off.', mend: 'Start it again.' })
}

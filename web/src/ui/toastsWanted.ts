let wanted = false
const watchers = new Set<() => void>()

/** Says that there is a message to show. */
export function wantToasts(): void {
  wanted = true
  for (const watcher of watchers) watcher()
}

/** Whether there has been a message: until then nothing is needed to show any. */
export const toastsWanted = (): boolean => wanted

/** Calls `watcher` when the first message comes; the result ends it. */
export function watchToasts(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

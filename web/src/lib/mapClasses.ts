import { recall, remember } from './storage'
import { automaticLimits, defaultLimits, type Limits, parseLimits } from './thresholds'

/** How the colours of the map are divided: by the counts at hand, in the usual steps, or by limits of the viewer's own. */
export type ClassChoice = 'automatic' | 'default' | Limits

const key = 'bangui.map-classes'

/** "automatic", "default" or "1,50,200,600,1500" as a choice; undefined for what is none of these. */
export function parseClasses(text: string | undefined): ClassChoice | undefined {
  if (text === 'automatic' || text === 'default') return text
  return text === undefined ? undefined : parseLimits(text)
}

/** The choice as the URL and the browser's storage have it. */
export function formatClasses(choice: ClassChoice): string {
  return typeof choice === 'string' ? choice : choice.join(',')
}

/** The limits that a choice means for the counts that are shown. */
export function limitsOf(choice: ClassChoice, counts: Iterable<number>): Limits {
  if (choice === 'automatic') return automaticLimits(counts)
  return choice === 'default' ? defaultLimits : choice
}

/** What this browser remembers; automatic if that is nothing. */
export function recallClasses(): ClassChoice {
  return parseClasses(recall(key)) ?? 'automatic'
}

export function rememberClasses(choice: ClassChoice): void {
  remember(key, formatClasses(choice))
}

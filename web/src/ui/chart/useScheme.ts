import { useSyncExternalStore } from 'react'

const attribute = 'data-mantine-color-scheme'

/** The colour scheme in force, from the page itself: what draws with its colours draws anew when it changes. */
export function useScheme(): string {
  return useSyncExternalStore(watch, () => document.documentElement.getAttribute(attribute) ?? 'light')
}

function watch(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: [attribute] })
  return () => observer.disconnect()
}

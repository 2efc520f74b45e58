/** Takes the set-up token out of the address (`#token=…`) and removes it there, so that it stays in no history or screenshot. */
export function takeToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? ''
  if (token !== '') history.replaceState(history.state, '', location.pathname + location.search)
  return token
}

/** Calls `take` when the link is opened in a tab that shows set-up already; the result ends it. */
export function onToken(take: (token: string) => void): () => void {
  const changed = () => {
    const token = takeToken()
    if (token !== '') take(token)
  }
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

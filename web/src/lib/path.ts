/** The path inside the application of `next`, if it is one that a sign-in may lead to; otherwise the start page. */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/') || /^\/[/\\]/.test(next)) return '/'
  return next.startsWith('/sign-in') || next.startsWith('/setup') ? '/' : next
}

/** `/fail2ban/bans` under the base `/fail2ban/` → `/bans`. */
export function withoutBase(path: string, base: string): string {
  return path.startsWith(base) ? `/${path.slice(base.length)}` : path
}

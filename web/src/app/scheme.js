// Runs before the first paint, outside the bundle: picks the colours and the row height that were stored in this browser.
try {
  const root = document.documentElement
  const stored = localStorage.getItem('bangui.scheme')
  const dark = stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  root.setAttribute('data-density', localStorage.getItem('bangui.density') || 'normal')
} catch {
  // Storage can be forbidden; the defaults in index.html stay.
}

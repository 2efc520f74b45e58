import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'
import { activate } from '@/i18n'

activate()
afterEach(cleanup)

// happy-dom has neither; Mantine asks for both.
window.matchMedia ??= (query) =>
  ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}

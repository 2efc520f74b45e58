import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'
import { activate } from '@/i18n'

activate()
// Machines that build at the same time are slow; what never appears still fails.
configure({ asyncUtilTimeout: 15_000 })
afterEach(cleanup)

// happy-dom has neither; Mantine asks for both.
window.matchMedia ??= (query) =>
  ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
}

// Nor has it fonts that may come later, for which fields that grow with their text wait.
Object.defineProperty(document, 'fonts', {
  value: { ready: Promise.resolve(), addEventListener() {}, removeEventListener() {} },
})

// happy-dom lays nothing out, so that everything is in sight.
window.IntersectionObserver = class {
  constructor(private readonly tell: IntersectionObserverCallback) {}
  observe(target: Element) {
    this.tell([{ isIntersecting: true, target } as IntersectionObserverEntry], this as unknown as IntersectionObserver)
  }
  unobserve() {}
  disconnect() {}
} as unknown as typeof IntersectionObserver

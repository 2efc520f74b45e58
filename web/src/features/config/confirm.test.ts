import { describe, expect, it } from 'vitest'
import { guardsAccess } from './confirm'

describe('guardsAccess', () => {
  it('knows jails that may shut out whoever changes them', () => {
    expect(guardsAccess(['nginx', 'sshd-ddos'])).toBe(true)
    expect(guardsAccess(['recidive'])).toBe(true)
    expect(guardsAccess(['nginx', 'postfix'])).toBe(false)
    expect(guardsAccess([])).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { editTarget } from './editTarget'

const line = { name: 'bantime' }

describe('editTarget', () => {
  it('leads to our own file for jails and the server', () => {
    expect(editTarget({ kind: 'jail', name: 'sshd' }, line)).toEqual({
      name: 'jail.d/zz-bangui.local',
      section: 'sshd',
    })
    expect(editTarget({ kind: 'server', name: '' }, line)).toEqual({
      name: 'fail2ban.d/zz-bangui.local',
      section: 'Definition',
    })
  })
  it('leads to the .local file of a filter or an action', () => {
    const file = 'filter.d/sshd.local'
    expect(editTarget({ kind: 'filter', name: 'sshd' }, line)).toEqual({ name: file, file, section: 'Definition' })
  })
})

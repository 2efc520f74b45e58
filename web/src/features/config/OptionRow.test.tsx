import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { makeConfigOption, makeSetOption } from '@/testing/makeConfig'
import { renderPart } from '@/testing/render'
import type { OptionLine } from './groups'
import { OptionRow } from './OptionRow'

const show = (line: OptionLine) => renderPart(<OptionRow host="local" line={line} jail="sshd" />)

describe('OptionRow', () => {
  it('says what an option means, what it is, and where that stands', () => {
    const known = makeConfigOption({ label: 'Ban time', help: 'How long.', warning: 'Not for ever.', type: 'duration' })
    show({ name: 'bantime', known, set: makeSetOption('bantime', { text: '1d 12h' }) })
    for (const text of ['Ban time', 'How long.', 'Not for ever.', '1d 12h', '1 day, 12 hours', 'for all jails'])
      expect(screen.getByText(text)).toBeTruthy()
    expect(screen.getByRole('link', { name: 'jail.conf:7' })).toBeTruthy()
    expect(screen.queryByRole('button')).toBeNull()
  })

  it('unfolds how a value came about', async () => {
    const port = makeSetOption('port', { text: 'ssh' }).value
    const set = makeSetOption('action', { text: 'nft[port=ssh]', uses: [{ written: '%(port)s', value: port }] })
    const place = { file: 'jail.local', line: 3, end: 3, section: 'DEFAULT', option: 'action', text: 'mail' }
    show({ name: 'action', set: { ...set, hidden: [place] } })
    expect(screen.queryByText('%(port)s')).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: /came about.*action/ }))
    expect(screen.getByText('%(port)s')).toBeTruthy()
    expect(screen.getByText('mail')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'jail.local:3' })).toBeTruthy()
  })

  it('tells what counts if nothing sets it', () => {
    show({ name: 'maxretry', known: makeConfigOption({ name: 'maxretry', default: '5' }) })
    expect(screen.getByText('not set: counts as')).toBeTruthy()
    expect(screen.getByText('not set in any file')).toBeTruthy()
  })

  it('shows a value that cannot be worked out as it is written, and why', () => {
    show({ name: 'x', set: { ...makeSetOption('x', { text: '%(y)s' }), failed: '%(y)s stands for nothing' } })
    expect(screen.getByText('%(y)s')).toBeTruthy()
    expect(screen.getByText('%(y)s stands for nothing')).toBeTruthy()
  })

  it.each([
    ['True', 'yes'],
    ['False', 'no'],
  ])('reads %s as an answer', (text, word) => {
    show({
      name: 'enabled',
      known: makeConfigOption({ name: 'enabled', type: 'boolean' }),
      set: makeSetOption('enabled', { text }),
    })
    expect(screen.getByText(word)).toBeTruthy()
  })

  it('names files outside of the directory and does not lead to them', () => {
    const place = { file: '/srv/x.conf', line: 2, end: 2, section: 'sshd', option: 'x', text: 'x' }
    show({ name: 'x', set: makeSetOption('x', { place }) })
    expect(screen.getByText('/srv/x.conf:2')).toBeTruthy()
    expect(screen.queryByRole('link')).toBeNull()
  })
})

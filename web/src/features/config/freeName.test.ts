import { expect, it } from 'vitest'
import { freeName } from './freeName'

it.each([
  ['', [], ''],
  ['sshd', [], 'sshd'],
  ['sshd', ['sshd'], 'sshd-2'],
  ['sshd', ['sshd', 'sshd-2', 'sshd-3'], 'sshd-4'],
])('%s among %j is %s', (wanted, taken, name) => {
  expect(freeName(wanted, taken)).toBe(name)
})

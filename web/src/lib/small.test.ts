import { expect, test } from 'vitest'
import { backoff } from './backoff'
import { matches } from './match'
import { passwordStrength } from './password'
import { safeNext, withoutBase } from './path'
import { typingIn } from './shortcuts'
import { sparklinePath } from './sparkline'

test.each([
  [undefined, '/'],
  ['/bans?jail=sshd', '/bans?jail=sshd'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/sign-in?next=%2F', '/'],
  ['/setup', '/'],
])('safeNext(%s)', (next, want) => {
  expect(safeNext(next)).toBe(want)
})

test('withoutBase takes the published path off', () => {
  expect(withoutBase('/fail2ban/bans', '/fail2ban/')).toBe('/bans')
  expect(withoutBase('/bans', '/')).toBe('/bans')
})

test('backoff doubles up to half a minute', () => {
  const middle = () => 0.5
  expect([0, 1, 2, 5, 20].map((n) => backoff(n, middle))).toEqual([1000, 2000, 4000, 30000, 30000])
  expect(backoff(0, () => 0)).toBe(800)
  expect(backoff(0, () => 1)).toBe(1200)
})

test('matches asks for every word', () => {
  expect(matches('Active bans', 'ban act')).toBe(true)
  expect(matches('Active bans', 'jail')).toBe(false)
  expect(matches('anything', '')).toBe(true)
})

test.each([
  ['', 0],
  ['aaaaaaaaaaaaaaaa', 0],
  ['password', 1],
  ['Tr0ub4dor&3', 3],
  ['correct horse battery staple', 4],
])('passwordStrength(%s)', (password, want) => {
  expect(passwordStrength(password)).toBe(want)
})

test('sparklinePath spans the box and keeps a flat line in the middle', () => {
  expect(sparklinePath([0, 10, 5], 100, 20)).toBe('M0 20L50 0L100 10')
  expect(sparklinePath([3, 3], 100, 20)).toBe('M0 10L100 10')
  expect(sparklinePath([3], 100, 20)).toBe('')
})

test.each([
  ['<input>', true],
  ['<input type="search">', true],
  ['<textarea></textarea>', true],
  ['<div role="menu"><button></button></div>', true],
  ['<input type="radio">', false],
  ['<input type="checkbox">', false],
  ['<button></button>', false],
])('typingIn(%s) is %s', (html, want) => {
  document.body.innerHTML = html
  expect(typingIn(document.body.querySelector('input, textarea, button'))).toBe(want)
})

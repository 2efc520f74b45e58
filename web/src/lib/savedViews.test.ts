import { beforeEach, expect, it } from 'vitest'
import { recallViews, rememberViews, withoutView, withView } from './savedViews'

const key = 'test.views'
const parse = (raw: Record<string, unknown>) => ({ jail: typeof raw['jail'] === 'string' ? raw['jail'] : undefined })
const names = (views: readonly { name: string }[]) => views.map((v) => v.name)

beforeEach(() => localStorage.clear())

it('remembers views in the order of their names, one for each name', () => {
  const views = withView(withView(withView([], ' ssh ', { jail: 'sshd' }), 'mail', { jail: 'postfix' }), 'ssh', {
    jail: 'sshd-ddos',
  })
  rememberViews(key, views)
  expect(recallViews(key, parse)).toEqual([
    { name: 'mail', search: { jail: 'postfix' } },
    { name: 'ssh', search: { jail: 'sshd-ddos' } },
  ])
  expect(names(withoutView(views, 'mail'))).toEqual(['ssh'])
})

it('takes no view without a name, and no more than fifty', () => {
  expect(withView([], '  ', {})).toEqual([])
  const many = Array.from({ length: 60 }, (_, i) => i).reduce(
    (views, i) => withView(views, `v${i}`, {}),
    withView([], 'v', {}),
  )
  expect(many).toHaveLength(50)
})

it.each(['', 'nonsense', '{}', '[1, null, {"name": 1}, {"name": "a", "search": null}, {"name": " ", "search": {}}]'])(
  'passes over %j',
  (text) => {
    localStorage.setItem(key, text)
    expect(recallViews(key, parse)).toEqual([])
  },
)

it('reads the filters of a view as those of a URL', () => {
  localStorage.setItem(key, '[{"name": "a", "search": {"jail": 7, "evil": true}}]')
  expect(recallViews(key, parse)).toEqual([{ name: 'a', search: { jail: undefined } }])
})

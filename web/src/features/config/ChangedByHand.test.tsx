import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { renderPart } from '@/testing/render'
import { problem, serve } from '@/testing/server'
import { ChangedByHand } from './ChangedByHand'

const file = { revision: 7, author: 'ada', gone: false, unread: '', diff: '', lines_added: 0, lines_removed: 0 }
const changed = { ...file, name: 'jail.local', diff: '--- a\n+++ b\n@@ -1 +1 @@\n-maxretry = 5\n+maxretry = 9\n' }
const link = { ...file, name: 'x.local', unread: 'x.local is a link' }

describe('ChangedByHand', () => {
  it('tells which file cannot be read beside those that have changed', async () => {
    serve({ 'GET /config/local/changed': () => ({ items: [changed, link], next_cursor: null }) })
    renderPart(<ChangedByHand host="local" />)
    expect(await screen.findByText('X.local is a link.')).toBeTruthy()
    expect(screen.getByText('+maxretry = 9')).toBeTruthy()
    expect(screen.getByText(/changed since/)).toBeTruthy()
  })

  it('says that it is not known', async () => {
    serve({ 'GET /config/local/changed': () => problem(502, 'unreachable', 'local does not answer') })
    renderPart(<ChangedByHand host="local" />)
    expect(await screen.findByText(/ocal does not answer/)).toBeTruthy()
  })
})

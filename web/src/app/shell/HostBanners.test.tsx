import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { makeHost } from '@/testing/make'
import { renderPart } from '@/testing/render'
import { serve } from '@/testing/server'
import { HostBanners } from './HostBanners'

const away = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    makeHost({
      name: `web-${i + 1}`,
      reachable: false,
      problem: { code: 'not_running', message: 'it is stopped', mend: '' },
    }),
  )

test('says of each host why it is out of reach', async () => {
  serve({ 'GET /hosts': () => ({ items: [makeHost(), ...away(2)], next_cursor: null }) })
  renderPart(<HostBanners />)
  expect(await screen.findByText('web-1 is unreachable.')).toBeTruthy()
  expect(screen.getByText('web-2 is unreachable.')).toBeTruthy()
})

test('says it once of many', async () => {
  serve({ 'GET /hosts': () => ({ items: [makeHost(), ...away(10)], next_cursor: null }) })
  renderPart(<HostBanners />)
  expect(await screen.findByText('10 of 11 hosts are unreachable:')).toBeTruthy()
  expect(screen.getAllByRole('status').length).toBe(1)
  expect(screen.getByRole('status').textContent).toContain('web-8 and 2 more')
})

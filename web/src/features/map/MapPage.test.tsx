import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { makeBan, makeHost, makeJail } from '@/testing/make'
import { renderPage } from '@/testing/page'
import { calls, problem, serve } from '@/testing/server'
import { MapPage } from './MapPage'
import { mapSearch } from './search'

const square = 'l100 0 0 100-100 0z'
const world = {
  regions: Object.fromEntries(
    ['world', 'europe', 'asia', 'africa', 'northAmerica', 'southAmerica', 'oceania'].map((name) => [
      name,
      [0, 0, 1000, 500],
    ]),
  ),
  territories: [
    ['DE', `M100 100${square}`],
    ['CN', `M600 100${square}`],
  ],
}
const ranking = (over: object = {}) => ({
  items: [
    { country: 'CN', n: 1200, n_before: 600, share: 0.6 },
    { country: 'DE', n: 700, n_before: 700, share: 0.35 },
    { country: '', n: 60, n_before: 0, share: 0.03 },
    { country: 'EU', n: 40, n_before: 40, share: 0.02 },
  ],
  total: 2000,
  total_before: 1000,
  next_cursor: null,
  range: '24h',
  from: '2026-10-11T05:00:00Z',
  to: '2026-10-12T05:00:00Z',
  bucket_seconds: 3600,
  timezone: 'UTC',
  estimated: false,
  ...over,
})
const geo = {
  version: '1',
  country: {
    known: true,
    built_in: true,
    type: 'BanGUI-Country',
    built_at: '2026-06-25T04:33:59Z',
    source: 'IPFire Location',
    source_url: 'https://location.ipfire.org/',
    licence: 'CC BY-SA 4.0',
    licence_url: 'https://creativecommons.org/licenses/by-sa/4.0/',
    credit: 'Countries from IPFire Location',
    problem: null,
  },
}
const bans = [1, 2, 3].map((id) => makeBan({ id, address: `192.0.2.${id}`, country: 'CN' }))

beforeEach(() => {
  localStorage.clear()
  // happy-dom lays nothing out; without a height the table would show no rows.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(400)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(400)
  serve({
    'GET /src/ui/map/world.json': () => world,
    'GET /hosts': () => ({ items: [makeHost()], next_cursor: null }),
    'GET /hosts/local/jails': () => ({ items: [makeJail()], next_cursor: null, reachable: true }),
    'GET /stats/jails': () => ({ items: [], next_cursor: null }),
    'GET /stats/countries': () => ranking(),
    'GET /geo': () => geo,
    'GET /bans': () => ({ items: bans, next_cursor: null, searched_to: null }),
    'GET /bans/count': () => ({ n: 3, exact: true, at_least: false }),
  })
  return () => vi.restoreAllMocks()
})

const show = (url = '/map') => renderPage(MapPage, { path: '/map', url, search: mapSearch })
const table = () => screen.findByRole('table', { name: 'Countries' })
const country = (name: string) => screen.findByRole('button', { name })
const asked = (path: string) => calls.map((call) => call.path).filter((p) => p.startsWith(path))
const shape = async (code: string) => {
  await screen.findByRole('application')
  const found = document.querySelector(`path[data-code="${code}"]`)
  if (!found) throw new Error(`${code} is not drawn`)
  return found
}

describe('MapPage', () => {
  it('says it in a sentence and in a table', async () => {
    await show()
    expect(
      await screen.findByText('2,000 bans from 2 countries in the last 24 hours, 100% more than the day before'),
    ).toBeTruthy()
    const rows = within(await table())
      .getAllByRole('row')
      .slice(1)
      .map((row) => row.textContent)
    expect(rows[0]).toMatch(/^1CNChina1,20060%/)
    expect(rows[2]).toMatch(/^–Unknown country603%new/)
    expect(rows[3]).toMatch(/^EUEuropean Union402%/)
    expect(asked('/hosts/')).toEqual([])
  })

  it('credits the data', async () => {
    await show()
    const link = await screen.findByRole('link', { name: 'IPFire Location' })
    expect(link.closest('p')?.textContent).toMatch(
      /^Countries: IPFire Location, CC BY-SA 4.0, June 25, 2026 · Map: Natural Earth$/,
    )
  })

  it('selects a country in the table and lets it go again, with the map and all countries in sight', async () => {
    const { router } = await show('/map?range=7d&jail=sshd')
    const china = await country('China')
    await userEvent.click(china)
    await waitFor(() => expect(router.state.location.search).toEqual({ range: '7d', jail: 'sshd', country: 'CN' }))
    expect(china.getAttribute('aria-pressed')).toBe('true')
    expect(await screen.findByRole('button', { name: 'Country: China' })).toBeTruthy()
    expect(asked('/stats/countries').every((path) => !path.includes('country='))).toBe(true)
    await userEvent.click(china)
    await waitFor(() => expect(router.state.location.search).toEqual({ range: '7d', jail: 'sshd' }))
  })

  it('selects on the map', async () => {
    const { router } = await show()
    await country('China')
    await userEvent.click(await shape('DE'))
    await waitFor(() => expect(router.state.location.search).toEqual({ country: 'DE' }))
    expect((await country('Germany')).getAttribute('aria-pressed')).toBe('true')
  })

  it('lists the bans of the selected country in the same time, from the server', async () => {
    await show('/map?country=CN&list=bans')
    expect(await screen.findByText('192.0.2.3')).toBeTruthy()
    expect(screen.getByRole('status', { name: '' }).textContent).toBe('3 bans from China')
    expect(asked('/bans?')).toEqual(['/bans?from=2026-10-11T05%3A00%3A00Z&country=CN&limit=100'])
    expect(asked('/bans/count')).toEqual(['/bans/count?from=2026-10-11T05%3A00%3A00Z&country=CN'])
  })

  it('asks for those without a country by ZZ', async () => {
    const { router } = await show('/map?list=bans')
    await screen.findByText('192.0.2.3')
    await userEvent.click(screen.getByRole('radio', { name: /^Countries/ }))
    await userEvent.click(await country('Unknown country'))
    await waitFor(() => expect(router.state.location.search).toEqual({ country: 'ZZ' }))
    expect(screen.getByRole('radio', { name: 'Bans · 60' })).toBeTruthy()
  })

  it('goes on by itself where a search is not at its end, and says how far it is', async () => {
    let go = () => {}
    const wait = new Promise<void>((resolve) => {
      go = resolve
    })
    serve({
      'GET /bans': async ({ path }) => {
        if (!path.includes('cursor=')) return { items: [], next_cursor: 'a', searched_to: '2026-10-11T20:00:00Z' }
        await wait
        return { items: bans, next_cursor: null, searched_to: null }
      },
    })
    await show('/map?country=CN&list=bans')
    expect(await screen.findByText(/^Searched back to .*; going on…$/)).toBeTruthy()
    go()
    expect(await screen.findByText('192.0.2.1')).toBeTruthy()
    expect(screen.queryByText(/going on/)).toBeNull()
  })

  it('has one tab stop for all countries; arrow keys go on', async () => {
    await show()
    const china = await country('China')
    const stops = within(await table())
      .getAllByRole('button')
      .filter((button) => button.tabIndex === 0 && button.hasAttribute('aria-pressed'))
    expect(stops).toEqual([china])
    act(() => china.focus())
    await userEvent.keyboard('{ArrowDown}')
    expect(document.activeElement).toBe(await country('Germany'))
    await userEvent.keyboard('{End}')
    expect(document.activeElement).toBe(await country('European Union'))
    await userEvent.keyboard('{Home}')
    expect(document.activeElement).toBe(china)
  })

  it('takes filters away with Escape, the country first', async () => {
    const { router } = await show('/map?jail=sshd&country=CN')
    await country('China')
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(router.state.location.search).toEqual({ jail: 'sshd' }))
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(router.state.location.search).toEqual({}))
  })

  it('finds a country', async () => {
    await show()
    await userEvent.type(await screen.findByRole('textbox', { name: 'Find a country' }), 'germ')
    await waitFor(() => expect(screen.queryByRole('button', { name: 'China' })).toBeNull())
    expect(await country('Germany')).toBeTruthy()
    await userEvent.type(screen.getByRole('textbox', { name: 'Find a country' }), 'xx')
    expect(await screen.findByText('No country with bans has this name')).toBeTruthy()
  })
})

describe('colours', () => {
  const field = (grade: number) => screen.getByLabelText<HTMLInputElement>(`Colour ${grade} begins at`)

  it('take limits of one’s own at once, remember them, and keep the last good ones', async () => {
    const { router } = await show()
    await shape('DE')
    await userEvent.click(screen.getByRole('button', { name: 'Colours' }))
    await userEvent.click(screen.getByRole('radio', { name: 'Default' }))
    await waitFor(async () => expect((await shape('DE')).getAttribute('data-class')).toBe('4'))
    await userEvent.click(screen.getByRole('radio', { name: 'Own limits' }))
    expect(field(4).value).toBe('600')
    fireEvent.change(field(4), { target: { value: '800' } })
    await waitFor(async () => expect((await shape('DE')).getAttribute('data-class')).toBe('3'))
    expect(router.state.location.search).toEqual({ classes: '1,50,200,800,1500' })
    expect(localStorage.getItem('bangui.map-classes')).toBe('1,50,200,800,1500')

    fireEvent.change(field(4), { target: { value: '200' } })
    expect(screen.getByText('Colour 4 must begin above 200, where colour 3 begins.')).toBeTruthy()
    expect(field(4).getAttribute('aria-invalid')).toBe('true')
    fireEvent.change(field(4), { target: { value: '1e3' } })
    expect(screen.getByText('Colour 4: give a whole number from 1, in digits only.')).toBeTruthy()
    expect(router.state.location.search).toEqual({ classes: '1,50,200,800,1500' })

    await userEvent.click(screen.getByRole('radio', { name: 'Automatic' }))
    await waitFor(() => expect(router.state.location.search).toEqual({}))
    expect(localStorage.getItem('bangui.map-classes')).toBe('automatic')
  })

  it('are those of the URL before those of the browser', async () => {
    localStorage.setItem('bangui.map-classes', 'default')
    await show('/map?classes=1,2,3,4,5')
    expect((await shape('DE')).getAttribute('data-class')).toBe('5')
  })
})

describe('states of MapPage', () => {
  it('marks what is estimated', async () => {
    serve({
      'GET /stats/countries': () => ranking({ estimated: true }),
      'GET /bans/count': () => ({ n: 1187, exact: false, at_least: false }),
    })
    await show('/map?country=CN&asn=64500')
    expect(await screen.findByText(/^≈ 2,000 bans from 2 countries/)).toBeTruthy()
    expect(within(await table()).getByText('≈ 1,200')).toBeTruthy()
    await userEvent.click(screen.getByRole('radio', { name: /^Bans/ }))
    expect(await screen.findByText(/≈ 1,187 bans from/)).toBeTruthy()
  })

  it('says why nothing is shown, and leads to a wider range or out of a filter', async () => {
    serve({ 'GET /stats/countries': () => ranking({ items: [], total: 0, total_before: 0 }) })
    const { router } = await show('/map?jail=sshd')
    expect(await screen.findByText('No bans match in the last 24 hours')).toBeTruthy()
    expect(screen.getByText('fail2ban is running and has not banned anybody yet.')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }))
    await waitFor(() => expect(router.state.location.search).toEqual({}))
    await userEvent.click(await screen.findByRole('button', { name: 'Show 7 days' }))
    await waitFor(() => expect(router.state.location.search).toEqual({ range: '7d' }))
  })

  it('shows an error in the block that failed, and the bans all the same', async () => {
    serve({ 'GET /stats/countries': () => problem(500, 'internal', 'the counts are broken') })
    await show('/map?list=bans')
    expect(await screen.findByText('The counts are broken.')).toBeTruthy()
    expect(await screen.findByText('192.0.2.1')).toBeTruthy()
    serve({ 'GET /stats/countries': () => ranking() })
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('application')).toBeTruthy()
  })

  it('tells how old what is shown is when the host is away', async () => {
    serve({ 'GET /hosts': () => ({ items: [makeHost({ reachable: false })], next_cursor: null }) })
    await show()
    expect(await screen.findByText(/· as of /)).toBeTruthy()
  })

  it('tells what is wrong with the data about countries', async () => {
    const wrong = { message: 'cannot read /etc/geo.mmdb', mend: 'Check the file.', since: '2026-10-12T04:00:00Z' }
    serve({ 'GET /geo': () => ({ ...geo, country: { ...geo.country, problem: wrong } }) })
    await show()
    expect(await screen.findByText('The file with countries is not used.')).toBeTruthy()
    expect(screen.getByText(/Cannot read \/etc\/geo.mmdb\./)).toBeTruthy()
  })
})

import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { renderPart as show } from '@/testing/render'
import { SignInPage } from './SignInPage'
import { signInSearch } from './search'

function open(url: string) {
  const root = createRootRoute()
  const signIn = createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    validateSearch: signInSearch,
    component: SignInPage,
  })
  const bans = createRoute({
    getParentRoute: () => root,
    path: '/bans',
    component: () => <h1>Bans of {location.search}</h1>,
  })
  const history = createMemoryHistory({ initialEntries: [url] })
  const router = createRouter({ routeTree: root.addChildren([signIn, bans]), history })
  // biome-ignore lint/suspicious/noExplicitAny: the real router is registered as the type; this one has two of its routes
  show(<RouterProvider router={router as any} />)
  return router
}

function answer(status: number, body: unknown) {
  const fetched = vi.fn(
    async () => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } }),
  )
  vi.stubGlobal('fetch', fetched)
  return fetched
}

async function signIn() {
  await userEvent.type(await screen.findByLabelText('User name'), 'admin')
  await userEvent.type(screen.getByLabelText('Password'), 'secret')
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

afterEach(() => vi.unstubAllGlobals())

test('asks for both fields before it asks the server', async () => {
  const fetched = answer(200, {})
  open('/sign-in')
  await userEvent.click(await screen.findByRole('button', { name: 'Sign in' }))
  expect(screen.getByText('Enter your user name.')).toBeTruthy()
  expect(screen.getByText('Enter your password.')).toBeTruthy()
  expect(fetched).not.toHaveBeenCalled()
})

test('returns to the page first asked for', async () => {
  answer(200, { user: { username: 'admin' } })
  const router = open('/sign-in?next=%2Fbans%3Fjail%3Dsshd')
  await signIn()
  await vi.waitFor(() => expect(router.state.location.href).toBe('/bans?jail=sshd'))
})

test('says that name or password is wrong', async () => {
  answer(401, { code: 'unauthenticated', detail: 'wrong' })
  open('/sign-in')
  await signIn()
  expect(await screen.findByText('User name or password is wrong.')).toBeTruthy()
})

test('counts down after too many attempts', async () => {
  answer(429, { code: 'too_many_requests', detail: 'wait', retry_after_seconds: 30 })
  open('/sign-in')
  await signIn()
  expect(await screen.findByRole('button', { name: 'Wait 30 seconds' })).toHaveProperty('disabled', true)
  expect(screen.getByText(/Too many attempts/)).toBeTruthy()
})

import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Activation } from '@/api/types'
import { makeDraft } from '@/testing/makeRevision'
import { renderPart } from '@/testing/render'
import { calls, problem, serve } from '@/testing/server'
import { ActivateModal } from './ActivateModal'

const need = (over: Partial<Activation['needs'][number]> = {}): Activation['needs'][number] => ({
  subject: 'source',
  state: 'met',
  message: 'reads /var/log/auth.log',
  mend: '',
  file: '',
  line: 0,
  ...over,
})

const missing = need({
  state: 'missing',
  message: 'no file matches the log path',
  mend: 'read another',
  file: 'jail.conf',
  line: 7,
})

const journal = {
  message: 'Read the journal instead of a log file',
  settings: [{ option: 'backend', value: 'systemd' }],
}

const show = (over: Partial<Activation>) => {
  serve({
    'GET /config/local/jails/sshd/activation': () => ({
      host: 'local',
      jail: 'sshd',
      version: '1.0.2',
      enabled: false,
      ready: true,
      needs: [need()],
      remedies: [],
      untried: '',
      ...over,
    }),
    'POST /config/local/draft/edits': () => makeDraft(),
  })
  const onClose = vi.fn()
  renderPart(<ActivateModal host="local" jail="sshd" opened onClose={onClose} />, ['config.read', 'config.write'])
  return onClose
}

const edits = () => calls.find((c) => c.path.endsWith('/draft/edits'))?.body

const enable = { op: 'set', section: 'sshd', option: 'enabled', value: 'true' }

describe('ActivateModal', () => {
  it('enables a jail that has all it needs', async () => {
    const onClose = show({})
    expect(await screen.findByText('Reads /var/log/auth.log.')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Activate and review' }))
    await waitFor(() => expect(onClose).toHaveBeenCalled())
    expect(edits()).toEqual({ edits: [enable] })
  })

  it('proposes what mends what is missing, and sets it, too', async () => {
    show({
      ready: false,
      needs: [missing],
      remedies: [journal, { message: 'Read /x', settings: [{ option: 'logpath', value: '/x' }] }],
    })
    const item = (await screen.findByText(/No file matches/)).closest('li') as HTMLElement
    expect(within(item).getByText(/Missing/)).toBeTruthy()
    expect(within(item).getByRole('link', { name: 'jail.conf:7' })).toBeTruthy()
    expect(screen.getByRole('radio', { name: /journal/ })).toHaveProperty('checked', true)
    await userEvent.click(screen.getByRole('radio', { name: 'Read /x.' }))
    await userEvent.click(screen.getByRole('button', { name: 'Activate and review' }))
    await waitFor(() =>
      expect(edits()).toEqual({ edits: [enable, { op: 'set', section: 'sshd', option: 'logpath', value: '/x' }] }),
    )
  })

  it('leaves a doubtful jail as it is unless something better is chosen', async () => {
    show({
      needs: [need({ subject: 'program', state: 'doubtful', message: 'the action calls iptables' })],
      remedies: [journal],
    })
    expect(await screen.findByRole('radio', { name: 'Leave it as it is.' })).toHaveProperty('checked', true)
    await userEvent.click(screen.getByRole('button', { name: 'Activate and review' }))
    await waitFor(() => expect(edits()).toEqual({ edits: [enable] }))
  })

  it('takes other log files where the log is missing', async () => {
    show({ ready: false, needs: [missing] })
    const button = await screen.findByRole('button', { name: 'Activate and review' })
    expect(button).toHaveProperty('disabled', true)
    await userEvent.type(screen.getByLabelText('Log files'), '/var/log/100%.log\n /x.log ')
    await userEvent.click(button)
    await waitFor(() =>
      expect(edits()).toEqual({
        edits: [enable, { op: 'set', section: 'sshd', option: 'logpath', value: '/var/log/100%%.log\n/x.log' }],
      }),
    )
  })

  it('says that nothing mends it, and still lets it into the draft', async () => {
    show({ ready: false, needs: [need({ subject: 'filter', state: 'missing', message: 'there is no filter sshd' })] })
    expect(await screen.findByText(/nothing that we know mends it/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Activate and review' })).toBeNull()
    await userEvent.click(screen.getByRole('button', { name: 'Keep in draft' }))
    await waitFor(() => expect(edits()).toEqual({ edits: [enable] }))
  })

  it('says why fail2ban was not asked, and what went wrong', async () => {
    show({ untried: 'its programs are not beside bangui' })
    expect(await screen.findByText(/its programs are not beside bangui/)).toBeTruthy()
  })

  it('shows what the server says if it cannot tell', async () => {
    serve({ 'GET /config/local/jails/ftpd/activation': () => problem(503, 'unavailable', 'it cannot be read') })
    renderPart(<ActivateModal host="local" jail="ftpd" opened onClose={() => undefined} />)
    expect(await screen.findByText('It cannot be read.')).toBeTruthy()
  })
})

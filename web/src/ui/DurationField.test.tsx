import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { renderPart } from '@/testing/render'
import { DurationField } from './DurationField'

function Example({ empty }: { empty?: string }) {
  const [value, setValue] = useState('10m')
  return (
    <>
      <DurationField
        label="Ban time"
        description=""
        value={value}
        onChange={setValue}
        presets={['1h', '-1', '']}
        empty={empty}
      />
      <output>{value}</output>
    </>
  )
}

describe('DurationField', () => {
  it.each([
    ['1d 12h', '1d 12h', '1 day, 12 hours'],
    ['90', '90', '1 minute, 30 seconds'],
    ['permanent', '-1', 'It never ends by itself'],
    ['soon', 'soon', 'Such as 10m, 1d 12h, 2w'],
  ])('reads %s back in words', async (typed, value, words) => {
    renderPart(<Example />)
    const field = screen.getByLabelText('Ban time')
    await userEvent.clear(field)
    await userEvent.type(field, typed)
    expect(screen.getByRole('status')).toHaveProperty('textContent', value)
    expect(screen.getByText(words)).toBeTruthy()
  })

  it('takes a common value with one press, permanent and none included', async () => {
    renderPart(<Example empty="No limit" />)
    const output = screen.getByRole('status')
    await userEvent.click(screen.getByRole('button', { name: '1h' }))
    expect(output.textContent).toBe('1h')
    expect(screen.getByRole('button', { name: '1h' }).getAttribute('aria-pressed')).toBe('true')
    await userEvent.click(screen.getByRole('button', { name: 'Permanent' }))
    expect(output.textContent).toBe('-1')
    expect(screen.getByLabelText('Ban time')).toHaveProperty('value', 'Permanent')
    await userEvent.click(screen.getByRole('button', { name: 'No limit' }))
    expect(output.textContent).toBe('')
  })
})

import { describe, expect, it } from 'vitest'
import { makeSettings } from '@/testing/makeJail'
import { changedNames, changeOf, faultsOf, formOf, type SettingsEdits } from './settings'

const now = formOf(makeSettings())
const edited = (edits: SettingsEdits) => ({ ...now, ...edits })

describe('changeOf', () => {
  it('sends nothing that is the same in other words', () => {
    expect(changedNames(now, edited({ ban_time_seconds: '600', find_time_seconds: '5m 5m', max_retry: ' 5' }))).toEqual(
      [],
    )
  })

  it('sends what was changed alone, as the server takes it', () => {
    const form = edited({
      ban_time_seconds: '-1',
      max_retry: '3',
      increment_enabled: false,
      max_ban_time_seconds: '4w',
    })
    expect(changeOf(now, form)).toEqual({
      ban_time_seconds: -1,
      max_retry: 3,
      increment_enabled: false,
      max_ban_time_seconds: 2_419_200,
    })
  })

  it('takes a limit away with 0', () => {
    const limited = formOf(makeSettings({ increment: { ...makeSettings().increment, max_time_seconds: 600 } }))
    expect(changeOf(limited, { ...limited, max_ban_time_seconds: '' })).toEqual({ max_ban_time_seconds: 0 })
  })
})

describe('faultsOf', () => {
  it.each([
    [{ ban_time_seconds: 'soon' }, { ban_time_seconds: 'duration' }],
    [{ ban_time_seconds: '0' }, { ban_time_seconds: 'too-short' }],
    [{ find_time_seconds: '-1' }, { find_time_seconds: 'too-short' }],
    [{ max_retry: '0' }, { max_retry: 'number' }],
    [{ max_retry: '1.5' }, { max_retry: 'number' }],
    [{ max_matches: '10001' }, { max_matches: 'number' }],
    [{ max_ban_time_seconds: '-1' }, { max_ban_time_seconds: 'duration' }],
    [{ max_matches: '0', max_ban_time_seconds: '' }, {}],
  ] as const)('%j gets %j', (edits, faults) => {
    expect(faultsOf(edited(edits))).toEqual(faults)
  })
})

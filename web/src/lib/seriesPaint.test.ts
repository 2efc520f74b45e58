import { describe, expect, it } from 'vitest'
import { assignPaints, mixColors, otherPaint, ownPaint, paints } from './seriesPaint'

const order = ['sshd', 'nginx', 'postfix', 'recidive', 'dovecot', 'apache', 'vsftpd']

describe('paints', () => {
  it('are kept whatever else is shown', () => {
    for (const shown of [['nginx'], ['recidive', 'nginx'], ['apache', 'nginx', 'vsftpd'], order])
      expect(assignPaints(order, shown).get('nginx')).toBe(paints[1])
    expect(ownPaint(order, 'nginx')).toBe(paints[1])
    expect(ownPaint(order, 'apache')).toBeUndefined()
  })

  it('go to strangers only if nobody shown has them', () => {
    const got = assignPaints(order, ['sshd', 'apache', 'vsftpd', 'unheard-of'])
    expect(new Set(got.values()).size).toBe(4)
    expect(got.get('sshd')).toBe(paints[0])
  })

  it('end in the neutral one', () => {
    const got = assignPaints(order, order)
    expect(new Set(got.values()).size).toBe(7)
    expect(got.get('vsftpd')).toBe(otherPaint)
  })
})

describe('mixColors', () => {
  it('mixes', () => {
    expect(mixColors('#ff0000', '#0000ff', 0.5)).toBe('#800080')
    expect(mixColors(' #ffffff', '#000000', 0)).toBe('#000000')
    expect(mixColors('red', '#000000', 0.5)).toBe('red')
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/language/card.ts'
import { spoken } from '../../src/chat/spoken.ts'
import { anyCard } from './arbitrary-card.ts'

const act = { label: 'Ordered...', does: 'fill', id: 'ordered:R-2', revision: 1, words: 'x' } as const
const card: Card = {
  tone: 'warning',
  title: 'Launch readiness, Mon 1 Jun',
  plain: 'Launch readiness, Mon 1 Jun: 1 at risk',
  blocks: [
    {
      kind: 'items',
      title: 'To do',
      items: [
        { symbol: '▲', text: 'School start (P-15)', status: 'שרה כהן, 5 left', detail: ['Order 84'], actions: [act] },
      ],
      left: 2,
      where: '/shelfready risks',
    },
    {
      kind: 'table',
      columns: [
        { title: 'Location', align: 'left' },
        { title: 'Free', align: 'right' },
        { title: 'On order', align: 'right' },
      ],
      rows: [['EAST', '12', '-']],
      left: 0,
      where: '',
    },
    {
      kind: 'chart',
      title: 'Balance',
      unit: 'units',
      days: [
        { label: 'Mon 1 Jun', day: '2026-06-01' },
        { label: 'Tue 2 Jun', day: '2026-06-02' },
        { label: 'Wed 3 Jun', day: '2026-06-03' },
      ],
      series: [{ name: 'Balance', of: 'level', values: [40, 5, -20] }],
      mark: { at: 1, words: 'order by' },
      spans: [{ from: 1, to: 2, words: 'P-15' }],
    },
  ],
  actions: [{ ...act, label: 'Decide...' }],
  footer: 'Stock of today 06:00.',
}

describe('what stands for a card where it is not seen', () => {
  it('says all of it in order, a line each', () => {
    expect(spoken(card, 3_000).split('\n')).toEqual([
      'Launch readiness, Mon 1 Jun: 1 at risk',
      'To do',
      '▲ School start (P-15) · \u2068שרה כהן\u2069, 5 left',
      'Order 84',
      '[Ordered...]',
      '... and 2 more: /shelfready risks',
      'EAST, Free 12',
      'Balance (units): Mon 1 Jun to Wed 3 Jun, from 40 to 0 units, lowest 0 on Wed 3 Jun, up to 20 short, promotion Tue 2 Jun to Wed 3 Jun, order by Tue 2 Jun',
      '[Decide...]',
      'Stock of today 06:00.',
    ])
  })

  it('says how much it leaves out, and never too much', () => {
    fc.assert(
      fc.property(anyCard, fc.integer({ min: 200, max: 3_000 }), (any, most) => {
        const said = spoken(any, most)
        expect(said.length).toBeLessThanOrEqual(most)
        expect(said.trim()).not.toBe('')
        expect(said.isWellFormed()).toBe(true)
      }),
      { numRuns: 300 },
    )
    expect(spoken(card, 120)).toMatch(/^Launch readiness[\s\S]*\.\.\. and \d+ more lines$/)
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { shopBook } from '../_helpers/shop-book.ts'

type Line = { units: number; covered: boolean; lead?: number; hero?: 0 | 1; price?: number }

// Each line sells nothing before the window: what is on the shelf on Mon 1 June is there on the 15th.
describe('the verdict on a promotion of many lines', () => {
  const book = shopBook()
  const promotion = (promotion_id: string, lines: Line[]) => {
    for (const [i, { units, covered, lead = 60, hero = 0, price = 10 }] of lines.entries()) {
      const cell = { sku: `${promotion_id}-I${i + 1}`, location: 'SHOP' }
      book.tell('items', { sku: cell.sku, name: `Item ${i + 1}`, supplier: `S-${cell.sku}`, unit_price: price })
      book.tell('lead-times', { supplier: `S-${cell.sku}`, lead_time_days: lead })
      book.tell('inventory', { ...cell, on_hand: covered ? 3 * units : 0, as_of: '2026-06-01' })
      book.tell('demand-plan', { ...cell, date: '2026-06-01', units: 0, days: 60 })
      const when = { start: '2026-06-15', end: '2026-06-21' }
      book.tell('promotions', { promotion_id, ...cell, name: `The ${promotion_id}`, ...when, units, hero })
    }
    return () => cards.get(`The ${promotion_id}`) ?? ''
  }
  const cards = new Map<string, string>()
  beforeAll(async () => {
    const ran = await book.line().run('assess', '--all', '--as-of', '2026-06-01')
    expect(ran).toMatchObject({ status: 0, err: '' })
    for (const card of ran.out.split(/^(?=\S+ (?:READY|AT RISK|NOT READY|UNKNOWN) )/m))
      cards.set(/The \w+/.exec(card)?.[0] ?? '', card)
  })
  const heading = (card: string) => card.split('\n')[0]

  const one = promotion('SINGLE', [{ units: 700, covered: true }])
  it('names the promotion and its verdict first', () => {
    expect(heading(one())).toMatch(/^\S+ READY {3}The SINGLE {3}SINGLE · /)
  })

  const few = promotion('FEW', [
    { units: 9600, covered: true },
    { units: 400, covered: false },
  ])
  it('is ready where less than 5 % of the revenue is not, and counts the rest', () => {
    const text = few()
    expect(text.split('\n')[0]).toMatch(/^\S+ READY/)
    expect(text).toMatch(/1 of 2 lines short, 4 % of/)
  })

  const enough = promotion('ENOUGH', [
    { units: 9500, covered: true },
    { units: 500, covered: false },
  ])
  it('is the worst verdict that lines of 5 % of the revenue carry', () => {
    expect(heading(enough())).toMatch(/^\S+ NOT READY/)
  })

  const together = promotion('TOGETHER', [
    { units: 9000, covered: true },
    { units: 300, covered: false },
    { units: 300, covered: false },
  ])
  it('is carried by lines together', () => {
    expect(heading(together())).toMatch(/^\S+ NOT READY/)
  })

  const dear = promotion('DEAR', [
    { units: 9900, covered: true, price: 1 },
    { units: 100, covered: false, price: 100 },
  ])
  it('weighs lines by revenue, not by units', () => {
    expect(heading(dear())).toMatch(/^\S+ NOT READY/)
  })

  const hero = promotion('HERO', [
    { units: 9900, covered: true },
    { units: 100, covered: false, hero: 1 },
  ])
  it('is that of a hero line however small', () => {
    expect(heading(hero())).toMatch(/^\S+ NOT READY/)
  })

  const mixed = promotion('MIXED', [
    { units: 9000, covered: true },
    { units: 700, covered: false, lead: 3 },
    { units: 100, covered: false, lead: 60 },
  ])
  it('is the worst that is carried: 1 % not ready does not outweigh 7 % at risk', () => {
    expect(heading(mixed())).toMatch(/^\S+ AT RISK/)
  })

  const ladder = promotion('LADDER', [
    { units: 9300, covered: true },
    { units: 400, covered: false, lead: 3 },
    { units: 300, covered: false, lead: 60 },
  ])
  it('counts a worse line with the milder ones: 4 % at risk and 3 % not ready are at risk', () => {
    expect(heading(ladder())).toMatch(/^\S+ AT RISK/)
  })

  it('comes as one JSON array of the lines on request, the same objects as one a line', async () => {
    const one = ['assess', '--promotion', 'MIXED', '--as-of', '2026-06-01', '--format']
    const [json, lines] = [await book.line().run(...one, 'json'), await book.line().run(...one, 'ndjson')]
    const objects = lines.out.trimEnd().split('\n')
    expect(objects).toHaveLength(3)
    expect(JSON.parse(json.out)).toEqual(objects.map((text) => JSON.parse(text)))
    expect(objects.map((text) => JSON.parse(text).verdict)).toEqual(['ready', 'at-risk', 'not-ready'])
  })

  it('is explained line by line, with the days', async () => {
    const ran = await book.line().run('explain', 'MIXED', 'MIXED-I3', 'SHOP', '--as-of', '2026-06-01')
    expect(ran).toMatchObject({ status: 0, err: '' })
    expect(ran.out).toMatch(/not ready/i)
    expect(ran.out).toMatch(/S-MIXED-I3/)
    // A seventh of a hundred a day from 15 June on.
    expect(ran.out).toMatch(/Sun 21 Jun.*-100\b/)
  })
})

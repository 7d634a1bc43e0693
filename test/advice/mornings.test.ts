import { describe, expect, it } from 'vitest'
import { keyOf } from './advised-orders.ts'
import { arrivalOf } from './calendar.ts'
import { type Situation, situationOf } from './company.ts'
import { shelfOf } from './judged-shelf.ts'
import { rollMornings } from './mornings.ts'
import type { Judged } from './office.ts'
import { randomOf } from './random.ts'
import { daysFrom, plus, type Row } from './rows.ts'
import { judgeWorlds } from './worlds.ts'

const books = process.env.PROOF === 'full' ? 20 : 2
const situations = (seed: number, book: number) =>
  Array.from({ length: 50 }, (_, i) => situationOf(seed, book * 50 + i))

describe('what was ordered as asked', () => {
  it('stays ready every morning until the promotion ends, when sales are as expected', async () => {
    let lines = 0
    const found: string[] = []
    for (let book = 0; book < books; book++) {
      const rolled = await rollMornings(situations(40, book))
      lines += rolled.lines
      for (const { situation, line, on, judged } of rolled.fallen)
        found.push(`${situation.id} ${line}, ${on}: ${judged.verdict}, ${judged.window.p0}`)
    }
    expect(lines).toBeGreaterThan(10)
    expect(found).toEqual([])
  })
})

/**
 * What a buyer orders who knows of no promotion: each review period, from the first day on which an order can come, at most
 * what normal sales of a review period take and the safety stock lacks by then. Nobody marks such orders.
 */
const ordinaryBook = (situation: Situation, line: Judged): readonly Row[] => {
  const { rows, asOf } = situation
  const { sku, location } = line
  const random = randomOf(...situation.id.split('/').map(Number), 9)
  const lead = rows['lead-times']?.find(({ supplier }) => `${supplier}`.startsWith('S')) as Row
  const review = Number(lead.review_days)
  const safety = rows.inventory?.find((row) => row.sku === sku && row.location === location)?.safety_stock ?? 0
  const { base, receipts, opening } = shelfOf(situation, line)
  const first = arrivalOf(rows, { supplier: `${lead.supplier}`, sku, location, on: plus(asOf, 1) }, 'protected')
  const orders: Row[] = []
  let balance = opening
  for (const [day, normal] of base.entries()) {
    balance += receipts[day] ?? 0
    const due = plus(asOf, day)
    if (first !== null && due >= first && daysFrom(first, due) % review === 0) {
      const quantity = Math.floor((Number(safety) + review * normal - balance) * random.between(0.5, 1))
      if (quantity > 0) {
        orders.push({ order_id: `USUAL-${sku}-${location}-${day}`, sku, location, quantity, due_date: due })
        balance += quantity
      }
    }
    balance = Math.max(0, balance - normal)
  }
  return orders
}

describe('a book of ordinary orders alone', () => {
  it('turns no line ready', async () => {
    const found: string[] = []
    let lines = 0
    for (let book = 0; book < books; book++) {
      const ordinary = situations(50, book).filter(
        ({ traits }) =>
          traits.includes('ordinary') && !traits.some((trait) => ['warehouse', 'discontinued'].includes(trait)),
      )
      const judged = await judgeWorlds(ordinary, [() => ({})])
      const shelves = new Map(
        judged.map(({ situation, lines: [line] }) => [
          `${line?.sku} ${line?.location}`,
          { situation, line: line as Judged },
        ]),
      )
      const usual = [...shelves.values()].map(({ situation, line }) => ({
        situation,
        orders: ordinaryBook(situation, line),
      }))
      const bookOf = (one: Situation) => usual.flatMap(({ situation, orders }) => (situation === one ? orders : []))
      const bought = await judgeWorlds(ordinary, [() => ({}), (one) => ({ inbound: bookOf(one) })])
      for (const {
        situation,
        lines: [before, after],
      } of bought) {
        if (before?.verdict !== 'at-risk' || after === undefined) continue
        // Orders are whole units: by rounding alone they move a probability by a few points.
        if ((before.window.p0 ?? 1) < before.window.policy + 0.05) continue
        lines++
        if (after.verdict === 'ready')
          found.push(`${situation.id} ${keyOf(after)}: ${before.window.p0} to ${after.window.p0}`)
      }
    }
    expect(lines).toBeGreaterThan(5)
    expect(found).toEqual([])
  })
})

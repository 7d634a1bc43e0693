import { beforeAll, describe, expect, it } from 'vitest'
import { keyOf, sendingOn, trialsOfRow } from './advised-orders.ts'
import type { Situation } from './company.ts'
import { type Book, bookOf, type Judged } from './office.ts'
import { type Random, randomOf } from './random.ts'
import { plus, type Row, together } from './rows.ts'

type Office = Awaited<ReturnType<Book['open']>>

const asOf = '2026-06-01'
const count = process.env.PROOF === 'full' ? 400 : 30
const places = ['A', 'B', 'C'] as const

/** A warehouse with too little for the shops of a promotion; stock, demand and lots are drawn. */
const companyOf = (n: number): Situation => {
  const random = randomOf(77, n)
  const { whole, chance, pick } = random
  const [sku, depot] = [`I${n}`, `D${n}`]
  const shops = places.slice(0, whole(2, 3)).map((letter) => `L${n}${letter}`)
  const review = chance(0.5) ? pick([3, 7]) : ''
  const sales = pick([1, 5, 20])
  const promotion = { promotion_id: `P-${n}`, name: `Promotion ${n}`, start: plus(asOf, 30), end: plus(asOf, 36) }
  const plan = shops.map((location): Row => ({ date: asOf, sku, location, units: sales * 100, days: 100 }))
  return {
    id: `${n}`,
    asOf,
    traits: [],
    rows: {
      items: [
        { sku, name: sku, supplier: `S${n}`, order_multiple: chance(0.4) ? 12 : '', unit_price: 2, currency: 'EUR' },
      ],
      locations: [
        { location: depot, kind: 'dc' },
        ...shops.map((location) => ({ location, kind: 'shop', supplied_by: depot })),
      ],
      'lead-times': [
        { supplier: `S${n}`, lead_time_days: whole(3, 9), review_days: review },
        { supplier: depot, lead_time_days: whole(1, 4), review_days: review },
      ],
      'demand-plan': plan,
      inventory: [
        { sku, location: depot, on_hand: whole(0, 30) * sales, as_of: asOf },
        ...shops.map((location) => ({ sku, location, on_hand: whole(0, 20) * sales, as_of: asOf })),
      ],
      promotions: shops.map((location) => ({ ...promotion, sku, location, units: whole(10, 40) * sales })),
    },
  }
}

/** What became of a line at risk: its verdict, and the units that were asked for it in each round of ordering. */
type Came = {
  readonly line: string
  readonly shares: readonly string[]
  readonly asked: readonly number[]
  readonly verdict: string
}

/** Orders what the rows ask for, and sends on what the lines ask the warehouse for once that has come. */
const orderAsAsked = async (office: Office, situations: readonly Situation[], round: number): Promise<void> => {
  const ownOf = <T extends { readonly sku: string }>({ id }: Situation, all: readonly T[]) =>
    all.filter(({ sku }) => sku === `I${id}`)
  const again = (row: Row): Row => ({ ...row, order_id: `${row.order_id}-${round}` })
  const atRisk = async () => (await office.judge(null)).filter(({ verdict }) => verdict === 'at-risk')
  const before = await atRisk()
  const rows = await office.asked()
  const ordered = situations.flatMap((one) =>
    ownOf(one, rows).flatMap((row) => trialsOfRow(one, row, ownOf(one, before))[0]?.inbound ?? []),
  )
  await office.feed({ inbound: ordered.map(again) })
  const arrived = await atRisk()
  const sent = situations.flatMap((one) => ownOf(one, arrived).flatMap((line) => sendingOn(one, line)))
  await office.feed({ inbound: sent.map(again) })
}

describe('advice where planners have set shares', () => {
  let came: readonly Came[]
  let set: readonly string[]
  beforeAll(async () => {
    const situations = Array.from({ length: count }, (_, n) => companyOf(n))
    await using office = await bookOf(asOf, together(situations.map(({ rows }) => rows))).open()
    const shares = new Map<string, readonly string[]>()
    for (const situation of situations) shares.set(situation.id, await setShares(office.company.say, situation))
    set = [...shares.values()].flat()
    const judged = [await office.judge(null)]
    for (const round of [1, 2]) {
      await orderAsAsked(office, situations, round)
      judged.push(await office.judge(null))
    }
    const [before = []] = judged
    came = before
      .filter(({ verdict }) => verdict === 'at-risk')
      .map((line) => {
        const later = judged.map((lines) => lines.find((one) => keyOf(one) === keyOf(line)) as Judged)
        return {
          line: keyOf(line),
          shares: shares.get(line.sku.slice(1)) ?? [],
          asked: later.map(({ window }) => window.order_units ?? 0),
          verdict: later.at(-1)?.verdict ?? 'not judged',
        }
      })
  }, 600_000)

  // What comes in two parts may be a few units too little: an order as late as may be takes a little more than an earlier one.
  it('is true: what is ordered as asked, and sent on as asked, leaves at most a few units to ask for', () => {
    expect(set.length).toBeGreaterThan(count / 3)
    expect(came.length).toBeGreaterThan(count)
    expect(came.filter(({ asked: [first = 0, second = 0] }) => second > Math.max(12, first / 5))).toEqual([])
  })

  it('makes the lines ready once these are ordered as well, most of them', () => {
    expect(came.filter(({ verdict }) => verdict !== 'ready').length).toBeLessThan(came.length / 10)
  })
})

/** Sets shares at random until one is refused for being more than there is; answers those that were taken. */
const setShares = async (
  say: (words: string) => Promise<string>,
  { id, rows }: Situation,
): Promise<readonly string[]> => {
  const random: Random = randomOf(78, Number(id))
  const taken: string[] = []
  for (const { location } of rows.promotions ?? []) {
    if (random.chance(0.35)) continue
    const words = `promo share P-${id} at:${location} units:${random.pick(['0', '10%', '30%', '60%', '100%'])}`
    if (/now gets/.test(await say(words))) taken.push(words)
  }
  return taken
}

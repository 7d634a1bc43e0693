import { beforeAll, describe, expect, it } from 'vitest'
import { keyOf, sendingOn, trialsOfRow } from './advised-orders.ts'
import type { Situation } from './company.ts'
import { type Book, bookOf, type Judged } from './office.ts'
import { type Random, randomOf } from './random.ts'
import { plus, type Row, together } from './rows.ts'

type Office = Awaited<ReturnType<Book['open']>>

const asOf = '2026-06-01'
/** Of so many companies planners have set shares; as many others share their stock out automatically. */
const count = process.env.PROOF === 'full' ? 200 : 24
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

/** Orders what the rows ask for, and sends on what the lines ask the warehouse for once that has come. */
const orderAsAsked = async (office: Office, situations: readonly Situation[]): Promise<void> => {
  const ownOf = <T extends { readonly sku: string }>({ id }: Situation, all: readonly T[]) =>
    all.filter(({ sku }) => sku === `I${id}`)
  const atRisk = async () => (await office.judge(null)).filter(({ verdict }) => verdict === 'at-risk')
  const before = await atRisk()
  const rows = await office.asked()
  const inbound = situations.flatMap((one) =>
    ownOf(one, rows).flatMap((row) => trialsOfRow(one, row, ownOf(one, before))[0]?.inbound ?? []),
  )
  await office.feed({ inbound })
  const arrived = await atRisk()
  const sent = situations.flatMap((one) => ownOf(one, arrived).flatMap((line) => sendingOn(one, line)))
  await office.feed({ inbound: sent })
}

describe('advice where a warehouse shares out too little', () => {
  let atRisk: readonly Judged[]
  let after: ReadonlyMap<string, Judged>
  let set: readonly string[]
  beforeAll(async () => {
    const situations = Array.from({ length: 2 * count }, (_, n) => companyOf(n))
    await using office = await bookOf(asOf, together(situations.map(({ rows }) => rows))).open()
    const taken: string[] = []
    for (const situation of situations.slice(0, count)) taken.push(...(await setShares(office.company.say, situation)))
    set = taken
    atRisk = (await office.judge(null)).filter(({ verdict }) => verdict === 'at-risk')
    await orderAsAsked(office, situations)
    after = new Map((await office.judge(null)).map((line) => [keyOf(line), line]))
  }, 600_000)

  it.each([
    { how: 'as planners have set it', isSet: true },
    { how: 'automatically', isSet: false },
  ])('is true: what is ordered as asked, and sent on as asked, makes each line ready ($how)', ({ isSet }) => {
    const lines = atRisk.filter(({ sku }) => Number(sku.slice(1)) < count === isSet)
    const untrue = lines.map((line) => after.get(keyOf(line)) ?? line).filter(({ verdict }) => verdict !== 'ready')
    expect(set.length).toBeGreaterThan(count / 3)
    expect(lines.length).toBeGreaterThan(count)
    expect(untrue.map((line) => `${keyOf(line)}: ${line.verdict}, asks for ${line.window.order_units} more`)).toEqual(
      [],
    )
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

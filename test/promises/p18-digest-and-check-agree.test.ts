import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Office, office } from './stand-in-channel.ts'

const today = '2026-06-01'
const dateAfter = (days: number) => Temporal.PlainDate.from(today).add({ days }).toString()

type Place = { readonly onHand: number | null; readonly plan: number; readonly units: number }
type Inventory = {
  readonly lead: number | null
  readonly minimum: number
  readonly price: number | null
  readonly countedDaysAgo: number
  readonly start: number
  readonly length: number
  readonly places: readonly Place[]
  readonly inbound: { readonly quantity: number; readonly due: number } | null
}

const place: fc.Arbitrary<Place> = fc.record({
  onHand: fc.option(fc.integer({ min: 0, max: 900 }), { freq: 8 }),
  plan: fc.integer({ min: 0, max: 12 }),
  units: fc.integer({ min: 100, max: 400 }),
})

/** One promotion of one item, whose lines all count in its verdict. */
const inventory: fc.Arbitrary<Inventory> = fc.record({
  lead: fc.option(fc.integer({ min: 1, max: 45 }), { freq: 8 }),
  minimum: fc.constantFrom(0, 0, 200),
  price: fc.option(fc.constantFrom(0.99, 4.5, 19.9), { freq: 6 }),
  countedDaysAgo: fc.constantFrom(0, 0, 0, 1, 3, 9),
  start: fc.integer({ min: -3, max: 50 }),
  length: fc.integer({ min: 4, max: 12 }),
  places: fc.array(place, { minLength: 1, maxLength: 1 }),
  inbound: fc.option(fc.record({ quantity: fc.integer({ min: 1, max: 500 }), due: fc.integer({ min: 1, max: 40 }) })),
})

const severalPlaces = inventory.chain((one) =>
  fc.array(place, { minLength: 2, maxLength: 2 }).map((places) => ({
    ...one,
    places,
    // What is unknown is so in every place: a promotion of known and unknown lines has a test of its own.
    lead: one.lead ?? 20,
    countedDaysAgo: 0,
  })),
)

const shopNames = ['EAST', 'WEST', 'NORTH']

const importAll = async (shop: Office, inventories: readonly Inventory[]) => {
  const lines = { items: '', stock: '', leads: '', plan: '', promotions: '', inbound: '' }
  for (const [i, one] of inventories.entries()) {
    const [sku, supplier] = [`SKU-${i + 1}`, `SUPPLIER-${i + 1}`]
    lines.items += `${sku},Item ${i + 1},${one.price ?? ''},EUR,${supplier},${one.minimum}\n`
    if (one.lead !== null) lines.leads += `${supplier},${one.lead}\n`
    if (one.inbound !== null)
      lines.inbound += `PO-${i + 1},${sku},EAST,${one.inbound.quantity},${dateAfter(one.inbound.due)}\n`
    for (const [at, { onHand, plan, units }] of one.places.entries()) {
      const location = shopNames[at]
      if (onHand !== null) lines.stock += `${sku},${location},${onHand},${dateAfter(-one.countedDaysAgo)}\n`
      lines.plan += `${dateAfter(-20)},${sku},${location},${plan * 120},120\n`
      lines.promotions += `P-${i + 1},${sku},${location},Promo ${i + 1},${dateAfter(one.start)},${dateAfter(one.start + one.length - 1)},${units}\n`
    }
  }
  await shop.feed('items', `sku,name,unit_price,currency,supplier,min_order_qty\n${lines.items}`)
  await shop.feed('locations', `location,name\n${shopNames.map((name) => `${name},${name} Street\n`).join('')}`)
  if (lines.stock !== '') await shop.feed('inventory', `sku,location,on_hand,as_of\n${lines.stock}`)
  if (lines.leads !== '') await shop.feed('lead-times', `supplier,lead_time_days\n${lines.leads}`)
  if (lines.inbound !== '') await shop.feed('inbound', `order_id,sku,location,quantity,due_date\n${lines.inbound}`)
  await shop.feed('demand-plan', `date,sku,location,units,days\n${lines.plan}`)
  await shop.feed('promotions', `promotion_id,sku,location,name,start,end,units\n${lines.promotions}`)
}

/** What a text says of one promotion. */
type Said = { readonly verdict: string; readonly orderBy: string | null; readonly money: number }

const severity = ['ready', 'unknown', 'at risk', 'not ready']
const worst = (verdicts: readonly string[]) =>
  verdicts.reduce((one, other) => (severity.indexOf(other) > severity.indexOf(one) ? other : one), 'ready')

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const isoDate = (words: string) => {
  const [, day = '', month = ''] = words.split(' ')
  return `2026-${String(months.indexOf(month) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`
}
const earliest = (words: readonly string[]) => words.map(isoDate).sort()[0] ?? null
/** Adds up what is at risk: a row says the bare amount between its dots, a card calls it at risk. */
const amounts = (text: string) =>
  [...text.matchAll(/ · EUR ([\d,.]+)(?: at risk| ·)/g)].reduce(
    (sum, [, amount = '']) => sum + Number(amount.replaceAll(',', '')),
    0,
  )

const date = String.raw`(\w{3} \d+ \w{3})(?: \d{4})?`

const bySymbol: Readonly<Record<string, string>> = { '●': 'ready', '?': 'unknown', '▲': 'at risk', '✖': 'not ready' }

/** Reads the rows that name a promotion; one that none names is ready. */
const fromDigest = (text: string, id: string): Said => {
  const rows = text.split('\n').filter((row) => new RegExp(`\\(${id}\\)(,|:| ·)`).test(row))
  const risks = rows.filter((row) => row.includes('Unassigned'))
  return {
    verdict: worst(rows.map((row) => bySymbol[/^ (?:\d+ )?([●▲✖?]) /.exec(row)?.[1] ?? ''] ?? row)),
    orderBy: earliest(
      risks.flatMap((row) => new RegExp(`(?: by|due since) ${date}(?: ·|,| \\()`).exec(row)?.[1] ?? []),
    ),
    money: risks.reduce((sum, row) => sum + amounts(row), 0),
  }
}

const fromCheck = (text: string): Said => ({
  verdict: /^\S ([A-Z ]+?) {3}/.exec(text)?.[1]?.toLowerCase() ?? text,
  orderBy: earliest(
    [...text.matchAll(new RegExp(`^(?:Order|Also: order) .*? by ${date}(?: \\(| ·|,|$)`, 'gm'))].flatMap(
      ([, day]) => day ?? [],
    ),
  ),
  money: amounts(text),
})

/** The parts of a digest that say how things stand, without what changed. */
const standing = (text: string) =>
  text
    .split('\n\n')
    .map((part) => part.trimEnd())
    .filter((part) => /^(To do|Under way|Can wait|Next to launch|Live)/.test(part))

const digestOf = async (shop: Office) => {
  await shop.say('digest at 08:00 daily UTC')
  shop.pass({ minutes: 1 })
  await shop.tick()
  await shop.deliver()
  expect(shop.surprises).toEqual([])
  expect(shop.channel.transcript).toHaveLength(1)
  return shop.channel.transcript[0]?.text ?? ''
}

const expectAgreement = async (inventories: readonly Inventory[]) => {
  await using shop = await office(`${today}T07:59:00Z`)
  await importAll(shop, inventories)
  const digest = await digestOf(shop)
  const all = await shop.say('promo check')
  expect(all.split('\n')[0]).toBe(digest.split('\n')[0])
  expect(standing(all)).toEqual(standing(digest))
  for (const [i, { places }] of inventories.entries()) {
    const id = `P-${i + 1}`
    const check = await shop.say(`promo check ${id}`)
    const [told, shown] = [fromDigest(digest, id), fromCheck(check)]
    const seen = `${digest}\n---\n${check}`
    // The card of a promotion that has to be decided on says that first, and not which of its lines can be ordered for.
    const orderBy = (said: Said) => (said.verdict === 'at risk' ? said.orderBy : null)
    expect([told.verdict, orderBy(told), seen]).toEqual([shown.verdict, orderBy(shown), seen])
    // Each risk rounds its own amount.
    expect(Math.abs(told.money - shown.money), seen).toBeLessThanOrEqual(places.length - 1)
  }
}

describe('the digest and promo check', () => {
  it('show each promotion with the same verdict, order-by date and money', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(inventory, severalPlaces), { minLength: 1, maxLength: 4 }), expectAgreement),
      { numRuns: 40 },
    )
  })

  const short = { plan: 1, onHand: 0, units: 300 }
  const plain: Inventory = {
    lead: 10,
    minimum: 0,
    price: 4.5,
    countedDaysAgo: 0,
    start: 20,
    length: 7,
    places: [short],
    inbound: null,
  }

  it('are compared by what they really show', async () => {
    await using shop = await office(`${today}T07:59:00Z`)
    await importAll(shop, [plain, { ...plain, lead: 40 }, { ...plain, places: [{ ...short, onHand: 900 }] }])
    const digest = await digestOf(shop)
    const told = ['P-1', 'P-2', 'P-3'].map((id) => fromDigest(digest, id))
    expect(told.map(({ verdict }) => verdict)).toEqual(['at risk', 'not ready', 'ready'])
    expect(told.map(({ orderBy }) => orderBy === null)).toEqual([false, true, true])
    expect(told[0]?.money).toBe(1350)
    expect(standing(digest).join('\n')).toContain('Unassigned')
    expect(fromCheck(await shop.say('promo check P-1'))).toEqual(told[0])
  })

  it('agree on a promotion of which a trifling line cannot be saved', async () => {
    await using shop = await office(`${today}T07:59:00Z`)
    await importAll(shop, [{ ...plain, places: [short, { ...short, units: 8 }] }])
    await shop.feed('lead-times', 'supplier,sku,location,lead_time_days\nSUPPLIER-1,SKU-1,WEST,60\n')
    const digest = await digestOf(shop)
    const check = await shop.say('promo check P-1')
    expect(fromCheck(check).verdict).toBe('at risk')
    expect(fromDigest(digest, 'P-1').verdict).toBe('at risk')
  })

  it('agree on the money of a promotion of which one line cannot be judged', async () => {
    await using shop = await office(`${today}T07:59:00Z`)
    await importAll(shop, [{ ...plain, lead: null, places: [short, short] }])
    await shop.feed('lead-times', 'supplier,sku,location,lead_time_days\nSUPPLIER-1,SKU-1,EAST,10\n')
    const digest = await digestOf(shop)
    const check = await shop.say('promo check P-1')
    expect(digest).toMatch(/\? (Unknown: )?Promo 1 \(P-1\)/)
    expect(Math.abs(fromDigest(digest, 'P-1').money - fromCheck(check).money), `${digest}\n---\n${check}`).toBeLessThan(
      2,
    )
  })
})

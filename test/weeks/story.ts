import { renderText } from '../../src/chat/terminal/render.ts'
import { dayOf } from '../../src/domain/day.ts'
import { assess } from '../../src/operator/reports/assess.ts'
import { digest } from '../../src/operator/reports/digest.ts'
import { requirements } from '../../src/operator/reports/requirements.ts'
import type { FeedKind } from '../../src/store/feeds/feed-rows.ts'
import type { Asked, Judged } from '../advice/office.ts'
import { csvOf, plus, type Row, weekdayOf } from '../advice/rows.ts'
import { type Stage, stage } from '../commands/stage.ts'
import { firstDay, items, leadTimes, locations, type Order, Shops } from './shops.ts'

/** A working morning: what was posted, what `digest --dry-run` says, and what the other doors say of the same moment. */
export type Morning = {
  readonly day: string
  readonly posted: string
  readonly dryRun: string
  /** What the command line says of it in the evening, with `--as-of`. */
  readonly lookedBack: string
  readonly judged: readonly Judged[]
  readonly asked: readonly Asked[]
  readonly requirements: string
  readonly cards: ReadonlyMap<string, string>
  /** What `promo details` says of each promotion. */
  readonly details: ReadonlyMap<string, string>
  readonly risks: string
  /** What was done during the day, and what was answered. */
  readonly talk: readonly string[]
  /** What was posted beside the digest since the morning before. */
  readonly news: readonly string[]
  /** The orders that were placed as asked on this day. */
  readonly placed: readonly Order[]
}

export type Telling = {
  readonly seed: number
  readonly days: number
  readonly hasChance: boolean
  /** Which feed is silent in the second week. */
  readonly silent: 'nothing' | 'inventory' | 'inbound' | 'sales' | 'stock in the north'
}

const channel = '#launches'

/** What people say in chat, by day of the story (0 is the first Monday), at ten o'clock. */
const talk: Readonly<Record<number, readonly (readonly [string, string])[]>> = {
  0: [
    ['Ana', '/promo add "Cola week" sku:COLA dates:"17-23 Jun" uplift:+80%'],
    ['Ana', '/promo add "Lemon days" sku:LEMON at:EAST,WEST dates:"11-15 Jun" uplift:+60%'],
    ['Chloe', '/promo add "Soap fair" sku:SOAP at:NORTH dates:"22-28 Jun" extra:+90'],
  ],
  1: [['Ana', '/promo add "Chips party" sku:CHIPS at:NORTH,SOUTH dates:"29 Jun - 5 Jul" uplift:+100%']],
  2: [['Chloe', '/promo add "Chips sale" sku:CHIPS at:SOUTH dates:"24-28 Jun" uplift:+50%']],
  3: [['Ana', '/promo add "Pen start" sku:PEN dates:"6-12 Jul" units:300']],
  8: [['Chloe', '/promo cancel P-5 why:other reason:"no budget left"']],
  9: [['Ana', '/promo add "Lemon again" sku:LEMON at:EAST dates:"24-30 Jun" uplift:+50%']],
  11: [['Ana', '/promo edit "Pen start" units:360']],
  14: [['Ana', '/promo edit "Lemon again" dates:"26 Jun - 2 Jul"']],
}

const campaigns = [
  { sku: 'LEMON', at: ['NORTH'], start: '2026-05-30', end: '2026-06-08', ratio: 1.5 },
  { sku: 'COLA', at: ['EAST', 'WEST', 'NORTH', 'SOUTH'], start: '2026-06-17', end: '2026-06-23', ratio: 1.8 },
  { sku: 'LEMON', at: ['EAST', 'WEST'], start: '2026-06-11', end: '2026-06-15', ratio: 1.6 },
]

/** Tells three weeks of a company: feeds every morning, a digest every working day, and people who do as they are asked. */
export const threeWeeks = async ({ seed, days, silent, hasChance }: Telling): Promise<readonly Morning[]> => {
  const shops = new Shops(seed, hasChance)
  shops.campaigns.push(...campaigns)
  await using company = await stage(`${firstDay}T05:00:00Z`)
  const feed = async (kind: FeedKind, rows: readonly Row[]) => {
    if (rows.length > 0) await company.feed(kind, csvOf(rows))
  }
  await feed('items', items)
  await feed('locations', locations)
  await feed('lead-times', leadTimes)
  await feed('demand-plan', shops.plan())
  await feed('promotions', [
    {
      promotion_id: 'RUN-1',
      sku: 'LEMON',
      location: 'NORTH',
      name: 'Spring lemonade',
      start: '2026-05-30',
      end: '2026-06-08',
      uplift: 1.5,
      owner: 'Ana',
    },
  ])
  await company.say('subscribe', { place: channel, name: 'Ana' })
  shops.pass(plus(firstDay, -2))
  shops.pass(plus(firstDay, -1))
  await feed('sales', shops.sales)
  const mornings: Morning[] = []
  let news: string[] = []
  for (let n = 0; n < days; n++) {
    const day = plus(firstDay, n)
    const isSilent = n >= 7 && n < 14
    company.at(`${day}T05:30:00Z`)
    slip(shops, day)
    const stock = shops.stock(day)
    if (!(isSilent && silent === 'inventory'))
      await feed(
        'inventory',
        isSilent && silent === 'stock in the north' ? stock.filter(({ location }) => location !== 'NORTH') : stock,
      )
    if (n > 0 && !(isSilent && silent === 'sales'))
      await feed(
        'sales',
        n === 14 && silent === 'sales'
          ? shops.sales.filter((row) => `${row.date}` >= plus(day, -8))
          : shops.sold(plus(day, -1)),
      )
    if (!(isSilent && silent === 'inbound')) await feed('inbound', shops.told(day))
    news.push(...(await company.tick()))
    const isWorking = !['sat', 'sun'].includes(weekdayOf(day))
    if (isWorking) {
      company.at(`${day}T08:00:30Z`)
      const dryRun = renderText(
        await digest(company.app, { id: channel, name: channel }, dayOf(day), {
          now: company.now().toString(),
          timeZone: 'UTC',
        }),
      )
      const posted = await company.tick()
      const morning = await read(company, day)
      const answered = await answer(company, shops, day)
      const done = await act(company, shops, { n, day })
      company.at(`${day}T18:00:00Z`)
      const lookedBack = renderText(
        await digest(company.app, { id: channel, name: channel }, dayOf(day), {
          now: `${day}T08:00:30.000Z`,
          timeZone: 'UTC',
        }),
      )
      mornings.push({
        day,
        posted: posted.filter((text) => text.includes('Launch readiness')).join('\n=====\n'),
        dryRun,
        lookedBack,
        ...morning,
        ...done,
        talk: [...answered, ...done.talk],
        news: [...news, ...posted.filter((text) => !text.includes('Launch readiness'))],
      })
      news = []
    }
    news.push(...(await company.tick()))
    shops.pass(day)
  }
  return mornings
}

/** Soap that was ordered for the fair comes three days later twice: its supplier says so on the days before it is due. */
const slip = (shops: Shops, day: string): void => {
  for (const order of shops.orders) {
    if (order.supplier !== 'SLIP' || order.promotion === null || order.received !== null) continue
    if (order.due !== plus(day, 2) || order.due > plus(order.promised, 3)) continue
    order.due = plus(order.due, 3)
    order.status = 'delayed'
  }
}

type Read = Pick<Morning, 'judged' | 'asked' | 'requirements' | 'cards' | 'details' | 'risks'>

const read = async (company: Stage, day: string): Promise<Read> => {
  const options = { asOf: dayOf(day), moment: { now: company.now().toString(), timeZone: 'UTC' }, render: renderText }
  const judged: Judged[] = []
  for await (const text of assess(company.app, { ...options, promotion: null, format: 'ndjson', ledger: true }))
    if (/^\n?\{/.test(text)) judged.push(JSON.parse(text))
  const { out } = await requirements(company.app, { ...options, supplier: null, format: 'json' })
  const text = await requirements(company.app, { ...options, supplier: null, format: 'text' })
  const cards = new Map<string, string>()
  const details = new Map<string, string>()
  for (const id of new Set(judged.map((line) => line.promotion_id))) {
    cards.set(id, await company.say(`/promo show ${id}`))
    details.set(id, await company.say(`/promo details ${id}`))
  }
  return {
    judged,
    asked: JSON.parse(out).orders,
    requirements: text.out,
    cards,
    details,
    risks: await company.say('/shelfready risks'),
  }
}

/** Says of the orders that the rows ask about what they are: those that the buyer placed are ordinary. */
const answer = async (company: Stage, shops: Shops, day: string): Promise<readonly string[]> => {
  company.at(`${day}T09:00:00Z`)
  const said: string[] = []
  for (let asked = 0; asked < 10; asked++) {
    const [, id] = /(\S+), \d+ units: for P-\d+, or ordinary\?/.exec(await company.say('/shelfready risks')) ?? []
    const order = shops.orders.find((one) => one.id === id)
    if (order === undefined) break
    const words = `/shelfready mark ${id} ${order.promotion === null ? 'ordinary' : `for ${order.promotion}`}`
    said.push(`> Ben: ${words}\n${await company.say(words, { name: 'Ben', place: channel })}`)
  }
  return said
}

/** People talk, and the planner orders what is asked for; every other order is told in chat, the others are marked in the order system. */
const act = async (
  company: Stage,
  shops: Shops,
  { n, day }: { n: number; day: string },
): Promise<Pick<Morning, 'talk' | 'placed'>> => {
  company.at(`${day}T10:00:00Z`)
  const { asked, judged } = await read(company, day)
  const said: string[] = []
  for (const [name, words] of talk[n] ?? [])
    said.push(`> ${name}: ${words}\n${await company.say(words, { name, place: channel })}`)
  const placed: Order[] = []
  for (const one of asked) {
    const [first] = one.orders
    if (first === undefined) continue
    const sum = first.destinations.reduce((units, { missing }) => units + missing, 0)
    let id: string | undefined
    for (const [i, { location, missing, usable_by: _, promotions, ...more }] of first.destinations.entries()) {
      const units = missing + (i === 0 ? Math.max(0, first.quantity - sum) : 0)
      const notBefore = (more as { not_before?: string | null }).not_before ?? null
      const order = shops.place({
        sku: one.sku,
        location,
        units,
        on: day,
        supplier: one.supplier,
        promotion: promotions[0]?.promotion_id ?? one.promotions[0] ?? null,
        notBefore,
        ...(id === undefined ? {} : { id: `${id}-${i + 1}` }),
      })
      id ??= order.id
      placed.push(order)
      said.push(
        `(ordered ${units} ${one.sku} for ${location} at ${one.supplier}: ${order.id}, due ${order.due}, for ${order.promotion}; asked by ${first.order_by})`,
      )
    }
  }
  for (const { sku, location, promotion_id: promotion, reasons } of judged)
    for (const { code, text } of reasons) {
      const [, units] = code === 'SENT_ON' ? (/ should send ([\d,]+) units? of \S+ here today;/.exec(text) ?? []) : []
      if (units === undefined) continue
      const sent = shops.place({ sku, location, units: Number(units.replaceAll(',', '')), on: day, promotion })
      said.push(`(sent ${sent.units} ${sku} from DC to ${location}: ${sent.id}, due ${sent.due}, for ${promotion})`)
    }
  return { talk: said, placed }
}

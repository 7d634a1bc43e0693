import fc from 'fast-check'
import { expect, it } from 'vitest'
import { renderText } from '../../src/chat/terminal/render.ts'
import { dayOf, isoOf } from '../../src/domain/day.ts'
import { assess } from '../../src/operator/reports/assess.ts'
import { digest } from '../../src/operator/reports/digest.ts'
import { pastMoment } from '../../src/services/digest/past-moment.ts'
import type { Moment } from '../../src/store/facts/cut-offs.ts'
import { colaStage, type Stage } from '../commands/stage.ts'

const first = dayOf('2026-06-02')
const days = [0, 1, 2, 3, 4].map((i) => isoOf(first + i))
const before = (day: string, back: number) => isoOf(dayOf(day) - back)

/** What people and systems do on a day, with a number that makes it differ from the last time. */
const acts: Readonly<
  Record<string, (shop: Stage, day: string, n: number, known: 'today' | 'unsaid') => Promise<unknown>>
> = {
  count: ({ tryFeed }, day, n, known) =>
    tryFeed('inventory', `sku,location,on_hand,as_of\nSKU-100,EAST,${n * 25},${before(day, n % 3)}\n`, known),
  sales: ({ tryFeed }, day, n, known) =>
    tryFeed('sales', `date,sku,location,units\n${before(day, 1 + (n % 3))},SKU-100,EAST,${n}\n`, known),
  history: ({ tryFeed }, day, n, known) =>
    tryFeed(
      'sales',
      `date,sku,location,units\n${Array.from({ length: 30 }, (_, i) => `${before(day, i + 1)},SKU-110,EAST,${n + (i % 3)}\n`).join('')}`,
      known,
    ),
  order: ({ tryFeed }, day, n, known) =>
    tryFeed(
      'inbound',
      `order_id,sku,location,quantity,due_date\nPO-77,SKU-100,EAST,${n * 10},${before(day, -n)}\n`,
      known,
    ),
  lead: ({ tryFeed }, _, n, known) => tryFeed('lead-times', `supplier,lead_time_days\nACME,${1 + n}\n`, known),
  plan: ({ tryFeed }, day, n, known) =>
    tryFeed('demand-plan', `date,sku,location,units,days\n${day},SKU-100,EAST,${n * 100},60\n`, known),
  item: ({ tryFeed }, _, n, known) =>
    tryFeed(
      'items',
      `sku,name,unit_cost,unit_price,currency,supplier\nSKU-100,Cola 1.5 l,5,${5 + n},EUR,ACME\n`,
      known,
    ),
  promotion: ({ tryFeed }, _, n, known) =>
    tryFeed(
      'promotions',
      `promotion_id,sku,location,name,start,end,units\nF-1,SKU-110,EAST,From a feed,2026-06-20,2026-06-26,${100 + n}\n`,
      known,
    ),
  add: ({ say }, _, n) => say(`promo add "Sale ${n}" sku:SKU-100 at:EAST dates:"22-28 Jun" units:${200 + n * 20}`),
  edit: ({ say }, _, n) => say(`promo edit P-1 units:${150 + n * 20}`),
  cancel: ({ say }) => say('promo cancel P-2 why:other'),
  override: ({ say }, _, n) => say(`promo override P-1 uplift:${(1.1 + n / 10).toFixed(1)} reason:test`),
  intel: ({ say }, _, n) =>
    say(`intel add "Rumour ${n}" sku:SKU-100 dates:"15-21 Jun" effect:+${n + 10}% confidence:high`),
  ordered: ({ say }, _, n) => say(`shelfready ordered R-1 PO-9${n} due:"14 Jun" units:${n * 30}`),
  withdraw: ({ say }, _, n) => say(`shelfready withdraw PO-9${n}`),
  mark: ({ say }) => say('shelfready mark PO-77 for P-1'),
  unmark: ({ say }) => say('shelfready mark PO-77 ordinary'),
  correct: ({ say }, _, n) => say(`shelfready correct R-1 stock:${n * 20} until:"30 Jun" reason:counted`),
  undo: ({ say }) => say('undo'),
}

/** Whether something happens in the minutes before the digest of a day, or after it. */
type When = 'before' | 'after'

type Act = { readonly what: string; readonly day: number; readonly when: When; readonly n: number }

const anAct: fc.Arbitrary<Act> = fc.record({
  what: fc.constantFrom(...Object.keys(acts)),
  day: fc.nat(days.length - 1),
  when: fc.constantFrom('before', 'after'),
  n: fc.integer({ min: 1, max: 20 }),
})

/** Every act after a digest, and again before and after later ones. */
const everything: Act[] = Object.keys(acts).flatMap((what, i): Act[] => [
  { what, day: i % 3, when: 'after', n: 5 + (i % 3) },
  { what, day: 1 + (i % 4), when: 'before', n: 8 + (i % 5) },
  { what, day: 1 + (i % 4), when: 'after', n: 11 + (i % 4) },
])

/** A correction before a digest that is taken back after it. */
const takenBack: Act[] = [
  { what: 'correct', day: 0, when: 'before', n: 3 },
  { what: 'undo', day: 0, when: 'after', n: 1 },
]

const judged = async ({ app }: Stage, day: string, moment: Moment): Promise<string> => {
  let all = ''
  const asOf = dayOf(day)
  await app.learn(asOf, moment)
  for await (const piece of assess(app, {
    promotion: null,
    asOf,
    moment,
    format: 'ndjson',
    ledger: true,
    render: renderText,
  }))
    all += piece
  return all
}

/** What the digest of a day said: its text, and every line of every promotion as it was judged then. */
type Said = { readonly text: string; readonly lines: string }

/** Lives through the days, and answers what the digest of each said when it was made. */
const live = async (shop: Stage, all: readonly Act[]): Promise<ReadonlyMap<string, Said>> => {
  const said = new Map<string, Said>()
  await shop.say('digest at 08:00 daily UTC')
  await shop.say('promo add Cola sku:SKU-100 at:EAST dates:"15-21 Jun" units:400')
  for (const [i, day] of days.entries())
    for (const when of ['before', 'after'] as const) {
      const eight = Temporal.Instant.from(`${day}T08:00:00Z`)
      let at = when === 'before' ? eight.subtract({ minutes: 10 }) : eight
      for (const { what, n } of all.filter((act) => act.day === i && act.when === when)) {
        at = at.add({ seconds: 15 })
        shop.at(at)
        await acts[what]?.(shop, day, n, when === 'before' && n % 2 === 0 ? 'today' : 'unsaid')
      }
      if (when === 'after') continue
      shop.at(eight)
      const posts = await shop.tick()
      const text = posts.find((post) => post.includes('Launch readiness')) ?? ''
      said.set(day, { text, lines: await judged(shop, day, { now: shop.app.now(), timeZone: 'UTC' }) })
    }
  return said
}

/** What a digest says needs someone, without who has it and since when; null where it says in one line that nothing changed. */
const needsIn = (text: string): string | null => {
  const [, needs = null] = text.split('Needs someone')
  return needs === null ? null : (needs.split('\n\n')[0] as string).replaceAll(/ at risk · .*/g, ' at risk')
}

it('what a past day is said to have been is what its digest said, whatever came in and was said since', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anAct, { minLength: 8, maxLength: 24 }), async (all) => {
      await using shop = await colaStage()
      const said = await live(shop, all)
      for (const [day, then] of said) {
        const moment = await pastMoment(shop.app.workspace, dayOf(day), 'UTC', '#launches')
        expect(await judged(shop, day, moment), day).toBe(then.lines)
        const again = renderText(await digest(shop.app, { id: '#launches', name: '#launches' }, dayOf(day), moment))
        if (needsIn(then.text) !== null) expect(needsIn(again), day).toBe(needsIn(then.text))
      }
    }),
    { numRuns: 10, examples: [[everything], [takenBack]], interruptAfterTimeLimit: 40_000 },
  )
})

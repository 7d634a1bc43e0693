import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/language/card.ts'
import { renderText } from '../../src/chat/terminal/render.ts'
import { colaStage, type Stage } from '../commands/stage.ts'

const people = ['Ana', 'Ben', 'Chloe'] as const
type Name = (typeof people)[number]

/** Something that happens to the company: words, a feed, a button, time. */
type Event =
  | { readonly kind: 'say'; readonly words: string; readonly by: Name }
  | { readonly kind: 'together'; readonly words: string }
  | { readonly kind: 'press'; readonly risk: number; readonly revision: number; readonly by: Name }
  | { readonly kind: 'stock'; readonly units: number }
  | { readonly kind: 'order'; readonly units: number; readonly day: number }
  | { readonly kind: 'lead'; readonly days: number }
  | { readonly kind: 'wait'; readonly minutes: number }
  | { readonly kind: 'tick' }

const by = fc.constantFrom(...people)
const risk = fc.integer({ min: 1, max: 4 })
const promotion = fc.integer({ min: 1, max: 3 })
const units = fc.constantFrom(50, 150, 300, 700, 2500)
const window = fc.constantFrom('22-28 Jun', '6-12 Jul', '10-16 Jul', '3-9 Aug')

const words: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.constantFrom('Summer', 'Garden', 'Picnic'), window, units)
    .map(([name, dates, total]) => `promo add ${name} sku:SKU-100 at:EAST dates:"${dates}" units:${total} price:7.99`),
  fc.tuple(promotion, units).map(([id, total]) => `promo edit P-${id} units:${total}`),
  fc.tuple(promotion, window).map(([id, dates]) => `promo edit P-${id} dates:"${dates}"`),
  promotion.map((id) => `promo cancel P-${id} why:supply`),
  fc
    .tuple(fc.constantFrom('ack', 'take', 'unack', 'reopen', 'snooze'), risk)
    .map(([what, id]) => `shelfready ${what} R-${id}`),
  fc
    .tuple(fc.constantFrom('resolve', 'accept'), risk)
    .map(([what, id]) => `shelfready ${what} R-${id} reason:"so it is"`),
  fc.tuple(risk, by).map(([id, to]) => `shelfready assign R-${id} to:${to}`),
  fc.tuple(risk, units).map(([id, total]) => `shelfready ordered R-${id} PO-${total} due:2026-06-25 units:${total}`),
  fc.tuple(risk, units).map(([id, on]) => `shelfready correct R-${id} stock:${on} reason:"counted"`),
  units.map((total) => `shelfready withdraw PO-${total}`),
  fc.constantFrom('shelfready undo', 'shelfready risks', 'promo check', 'shelfready digest now'),
)

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('say' as const), words, by }) },
  {
    weight: 2,
    arbitrary: risk.map((id) => ({ kind: 'together' as const, words: `shelfready ack R-${id}` })),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('press' as const), risk, revision: fc.integer({ min: 1, max: 3 }), by }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('stock' as const), units: fc.constantFrom(0, 100, 400, 5000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('order' as const), units, day: fc.integer({ min: 15, max: 30 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lead' as const), days: fc.constantFrom(3, 10, 40) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(2, 11, 180, 1_440, 4_320) }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'tick' as const }) },
)

const isLong = process.env.PROOF === 'full'

/** What the model knows: who acknowledged each question of each risk first. */
type Model = Map<string, string>

const acknowledgements = (cola: Stage): Model =>
  new Map(
    cola
      .rows('select risk_id, episode, person_name from acknowledgement')
      .map((row) => [`R-${row.risk_id} ${row.episode}`, String(row.person_name)]),
  )

const live = (cola: Stage) => cola.rows('select * from risk where ended_at is null')

const happen = async (cola: Stage, one: Event, clock: { now: Temporal.Instant }): Promise<void> => {
  const today = clock.now.toString().slice(0, 10)
  switch (one.kind) {
    case 'say':
      await cola.say(one.words, { name: one.by })
      return
    case 'together': {
      const before = acknowledgements(cola)
      const said = await Promise.all(people.map((name) => cola.say(one.words, { name })))
      const won = said.filter((answer) => /^R-\d+ is yours\./m.test(answer)).length
      expect(won).toBeLessThanOrEqual(1)
      expect(acknowledgements(cola).size - before.size).toBe(won)
      return
    }
    case 'press':
      await cola.app.handle({
        key: null,
        person: { id: `test:${one.by}`, name: one.by },
        place: '#launches',
        words: { does: 'acknowledge', id: `R-${one.risk}`, revision: one.revision },
      })
      return
    case 'stock':
      return cola.feed('inventory', `sku,location,on_hand,as_of\nSKU-100,EAST,${one.units},${today}\n`)
    case 'order':
      return cola.feed(
        'inbound',
        `order_id,sku,location,quantity,due_date\nPO-${one.units},SKU-100,EAST,${one.units},2026-06-${one.day}\n`,
      )
    case 'lead':
      return cola.feed('lead-times', `supplier,lead_time_days\nACME,${one.days}\n`)
    case 'wait':
      clock.now = clock.now.add({ minutes: one.minutes })
      cola.at(clock.now.toString())
      return
    case 'tick':
      await cola.tick()
  }
}

/** What must be so at every moment. */
const invariants = (cola: Stage, model: Model): void => {
  for (const [question, name] of acknowledgements(cola)) {
    expect(model.get(question) ?? name, `who was first with ${question}`).toBe(name)
    model.set(question, name)
  }
  for (const row of live(cola)) {
    const isOpen = row.state === 'open'
    expect(isOpen ? row.handled_by : 'nobody', `R-${row.id} is open and handled`).toBe(isOpen ? null : 'nobody')
    expect(isOpen || row.owner_name !== null, `R-${row.id} is ${row.state} and nobody's`).toBe(true)
    expect(isOpen && row.snoozed_until !== null, `R-${row.id} is open and put aside`).toBe(false)
  }
}

/** What every card that channels see says, once everything has been looked at, is what is so. */
const cardsAgree = async (cola: Stage): Promise<void> => {
  await cola.tick()
  await cola.say('shelfready risks')
  await cola.tick()
  for (const { entity, card } of cola.rows(`select entity, card from live_message where about = 'promotion'`)) {
    const shown = renderText(JSON.parse(String(card)) as Card)
    const checked = await cola.say(`promo check ${entity}`)
    const verdict = /^\S+ (READY|AT RISK|NOT READY|UNKNOWN) {3}/
    const now = verdict.exec(checked)?.[1]
    if (now === undefined) expect(shown).toMatch(/^(CANCELLED|ENDED)/)
    else if (now !== 'UNKNOWN') expect(verdict.exec(shown)?.[1], `${entity} as it is shown:\n${shown}`).toBe(now)
    for (const row of cola.rows('select * from risk where ended_at is null')) {
      const isOwn = String(row.subject).includes(`"promotionId":"${entity}"`)
      if (!isOwn || now === undefined || !shown.includes(`R-${row.id}`)) continue
      const isSettled = row.state === 'resolved' || row.state === 'accepted' || row.snoozed_until !== null
      const name = isSettled ? row.handler_name : (row.owner_name ?? 'Unassigned')
      expect(shown).toContain(String(name))
    }
  }
}

const besides = ['price-conflict', 'leftover', 'demand-signal']
/** What is due within so many days has been urgent for more than two working days. */
const urgentDays = 3

/** Whatever nobody has taken for days and cannot wait has been asked of somebody. */
const nobodyIsForgotten = async (cola: Stage, clock: { now: Temporal.Instant }): Promise<void> => {
  for (let i = 0; i < 10; i++) {
    clock.now = clock.now.add({ hours: 12 })
    cola.at(clock.now.toString())
    // Stock that is counted every morning keeps what is judged from becoming a question about stale data.
    await happen(cola, { kind: 'stock', units: 100 }, clock)
    await cola.tick()
  }
  const soon = clock.now
    .add({ hours: 24 * urgentDays })
    .toString()
    .slice(0, 10)
  const longAgo = clock.now.subtract({ hours: 5 * 24 - 1 }).toString()
  for (const row of live(cola)) {
    const isFarOff = besides.includes(String(row.kind)) || String(row.order_by_on ?? '') > soon
    if (row.state !== 'open' || isFarOff || String(row.opened_at) > longAgo) continue
    const [asked] = cola.rows(
      'select count(*) as steps from escalation_step where risk_id = ? and episode = ?',
      row.id,
      row.episode,
    )
    expect(
      Number(asked?.steps),
      `R-${row.id} has been open since ${row.opened_at}, and nobody was asked`,
    ).toBeGreaterThan(0)
  }
}

/** A promise over everything that people, feeds and time can do in whatever order. */
describe('whatever happens in whatever order', () => {
  it(
    'a risk that is answered has an owner, each question has one first answer, and cards say what is so',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 30 }), async (events) => {
          await using cola = await colaStage(10, true)
          const clock = { now: Temporal.Instant.from('2026-06-01T08:00:00Z') }
          await cola.say('shelfready subscribe')
          for (const name of people) await cola.say('shelfready whoami', { name })
          await cola.say('shelfready planners @ben')
          await cola.say('promo add Summer sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
          await cola.say('shelfready risks')
          const model: Model = new Map()
          for (const one of events) {
            await happen(cola, one, clock)
            invariants(cola, model)
          }
          await cardsAgree(cola)
          await nobodyIsForgotten(cola, clock)
        }),
        isLong ? { numRuns: 400, interruptAfterTimeLimit: 3_600_000 } : { numRuns: 12 },
      )
    },
    isLong ? 3_600_000 : 300_000,
  )
})

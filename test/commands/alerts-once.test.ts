import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/cards/language/card.ts'
import { alertsADay } from '../../src/domain/policy.ts'
import { refreshCards } from '../../src/services/alerts/refresh-cards.ts'
import { writeRefreshed } from '../../src/services/alerts/write-refreshed.ts'
import type { AlertCause } from '../../src/store/feeds/alert-causes.ts'
import { deliver, postsIn, quiet } from './listening.ts'
import { colaStage, newestId, type Stage } from './stage.ts'

type Step =
  | { readonly do: 'stock'; readonly sku: 'SKU-100' | 'SKU-110'; readonly units: number }
  | { readonly do: 'order'; readonly day: number; readonly units: number }
  | { readonly do: 'again' }
  | { readonly do: 'edit'; readonly which: number; readonly units: number }
  | { readonly do: 'override'; readonly which: number; readonly uplift: string }
  | { readonly do: 'wait'; readonly hours: number }
  | { readonly do: 'digest'; readonly place: string }
  | { readonly do: 'glance'; readonly which: number }
  | { readonly do: 'quiet' }
  | { readonly do: 'all' }

const which = fc.nat({ max: 2 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('stock' as const),
      sku: fc.constantFrom('SKU-100', 'SKU-110'),
      units: fc.constantFrom(0, 30, 400, 640, 700, 800, 1_500, 2_250, 2_400, 9_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('order' as const),
      day: fc.integer({ min: 8, max: 30 }),
      units: fc.constantFrom(50, 150, 900),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'again' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('edit' as const), which, units: fc.constantFrom(20, 300, 2_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('override' as const),
      which,
      uplift: fc.constantFrom('+10%', '+200%', '+900%'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 3, 7, 26) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('digest' as const), place: fc.constantFrom('#launches', '#supply') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('glance' as const), which }) },
  { weight: 5, arbitrary: fc.constant({ do: 'quiet' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'all' as const }) },
)

const channels = ['#launches', '#supply'] as const
const verdictOf = { good: 'ready', warning: 'at-risk', bad: 'not-ready', question: 'unknown' } as const

/** What each channel has read of each promotion, by reading its messages in order. */
const openReader = (cola: Stage) => {
  const told = new Map<string, string>()
  const alerts = new Map<string, number>()
  let read = 0
  const said = (hash: string) =>
    String(cola.rows('select snapshot from digest_snapshot where hash = ?', hash)[0]?.snapshot)
  return {
    told,
    read: () => {
      for (const row of cola.rows('select * from outbox where id > ? and person is null order by id', read)) {
        read = Number(row.id)
        const channel = String(row.channel)
        const key = (promotionId: string) => `${channel} ${promotionId}`
        if (row.cause !== null) {
          const { promotions, orders } = JSON.parse(String(row.cause)) as AlertCause
          const day = `${channel} ${String(row.created_at).slice(0, 10)}`
          alerts.set(day, (alerts.get(day) ?? 0) + 1)
          expect(alerts.get(day)).toBeLessThanOrEqual(alertsADay)
          for (const { promotionId, from, to } of promotions) {
            expect(from, `${key(promotionId)} was told what it knew not`).toBe(told.get(key(promotionId)))
            if (from === to) expect(orders).not.toEqual([])
            told.set(key(promotionId), to)
          }
        } else if (row.kind === 'digest' && row.form === null) {
          const { promotions } = JSON.parse(said(String(row.snapshot))) as {
            promotions: Record<string, { verdict: string }>
          }
          for (const [promotionId, { verdict }] of Object.entries(promotions))
            if (verdict !== 'unknown') told.set(key(promotionId), verdict)
        } else if (row.kind === 'promotion' && row.form !== 'update') {
          const { tone } = JSON.parse(String(row.card)) as Card
          if (tone !== 'plain') told.set(key(String(row.entity)), verdictOf[tone])
        }
      }
    },
  }
}

/** The moment, the last feed, what a planner's figure touched, and whether a day may have passed since the last look. */
type Memory = { now: Temporal.Instant; last: string; touched: readonly string[]; isLater: boolean }

/** Carries a step out. */
const carryOut = async (cola: Stage, one: Step, ids: readonly string[], memory: Memory) => {
  const day = () => memory.now.toString().slice(0, 10)
  switch (one.do) {
    case 'stock':
      memory.last = `sku,location,on_hand,as_of\n${one.sku},EAST,${one.units},${memory.now.toString().slice(0, 16)}\n`
      await cola.feed('inventory', memory.last)
      return
    case 'order':
      await cola.feed(
        'inbound',
        `order_id,sku,location,quantity,due_date\nPO-77,SKU-100,EAST,${one.units},2026-06-${String(one.day).padStart(2, '0')}\n`,
      )
      return
    case 'again':
      if (memory.last !== '') await cola.feed('inventory', memory.last)
      return
    case 'edit':
      await cola.say(`promo edit ${ids[one.which]} units:${one.units}`)
      return
    case 'override':
      await cola.say(`promo override ${ids[one.which]} uplift:${one.uplift} reason:"seen before"`)
      memory.touched = ids
      return
    case 'wait':
      memory.now = memory.now.add({ hours: one.hours })
      if (day() > '2026-06-18') memory.now = Temporal.Instant.from('2026-06-18T08:00:00Z')
      cola.at(memory.now.toString())
      return
    case 'digest':
      await cola.say('shelfready digest now', { place: one.place })
      return
    case 'glance': {
      const { workspace, policy, timeZone, today, now } = cola.app
      const reach = { reaches: () => true, edits: true }
      const asked = { workspace, policy, timeZone, reach, today: today(), now: now() }
      const changes = await refreshCards(asked, { promotions: [ids[one.which] as string], isQuiet: false })
      expect(postsIn(changes)).toEqual([])
      expect(await writeRefreshed(workspace, changes, now())).toBe('applied')
      return
    }
    case 'quiet':
    case 'all': {
      const changes = await quiet(cola, one.do === 'all' || memory.isLater ? 'all' : memory.touched)
      memory.isLater = false
      memory.touched = []
      const posts = postsIn(changes).map(({ channel }) => channel)
      expect(new Set(posts).size).toBe(posts.length)
      deliver(cola)
      // What a digest has told meanwhile need not be told any more.
      const leftOut = (await quiet(cola, 'all')).filter(({ kind }) => kind !== 'release-alerts')
      expect(leftOut, 'a look at everything finds nothing that was left out').toEqual([])
      return
    }
  }
}

describe('an order that pays only for two promotions together', () => {
  it('is what the card of each asks for, however it is redrawn', async () => {
    await using cola = await colaStage()
    for (const words of [
      '"Garden week" sku:SKU-100 at:EAST dates:"26-28 Jun" units:250',
      '"Both" sku:SKU-100 at:EAST dates:"6-8 Jul" uplift:+100%',
    ])
      await cola.say(`promo add ${words}`)
    await quiet(cola)
    deliver(cola)
    await cola.feed('inventory', 'sku,location,on_hand,as_of\nSKU-100,EAST,2400,2026-06-01T08:01\n')
    await cola.say('promo edit P-1 units:2000')
    await quiet(cola)
    const [last] = cola.rows(`select card from outbox where entity = 'P-2' order by id desc limit 1`)
    expect(String(last?.card)).toMatch(/Order 200 units of Cola 1.5 l at ACME by Thu 18 Jun for P-1 and P-2/)
    deliver(cola)
    expect(await quiet(cola)).toEqual([])
    expect(await quiet(cola, 'all')).toEqual([])
  })
})

describe('whatever comes in, is edited and passes', () => {
  it('every channel hears each change of verdict once, within its budget, or there is a reason why not', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        await using cola = await colaStage()
        await cola.say('shelfready subscribe', { place: '#supply' })
        const ids: string[] = []
        for (const words of [
          '"Garden week" sku:SKU-100 at:EAST dates:"26-28 Jun" units:250',
          '"Picnic" sku:SKU-110 at:EAST dates:"1-3 Jul" units:2000',
          '"Both" sku:SKU-100,SKU-110 at:EAST dates:"6-8 Jul" uplift:+100%',
        ])
          ids.push(newestId(await cola.say(`promo add ${words}`)))
        const reader = openReader(cola)
        const memory: Memory = {
          now: Temporal.Instant.from('2026-06-01T08:00:00Z'),
          last: '',
          touched: [],
          isLater: false,
        }
        await quiet(cola)
        deliver(cola)
        for (const one of [...steps, { do: 'all' } as const]) {
          const before = cola.app.today()
          memory.now = memory.now.add({ minutes: 1 })
          cola.at(memory.now.toString())
          memory.isLater ||= cola.app.today() !== before
          await carryOut(cola, one, ids, memory)
          memory.isLater ||= cola.app.today() !== before && one.do === 'wait'
          reader.read()
        }
        for (const id of ids)
          for (const channel of channels) {
            const shown = (await cola.say(`promo show ${id}`)).split('   ')[0]?.slice(2).toLowerCase().replace(' ', '-')
            const [held] = cola.rows('select * from deferred_alert where channel = ? and promotion_id = ?', channel, id)
            if (shown === reader.told.get(`${channel} ${id}`)) continue
            expect(
              held,
              `${channel} was told ${reader.told.get(`${channel} ${id}`)} of ${id}, which is ${shown}`,
            ).toMatchObject({
              from_verdict: reader.told.get(`${channel} ${id}`),
              to_verdict: shown,
            })
          }
      }),
      process.env.PROOF === 'full' ? { numRuns: 1_000, interruptAfterTimeLimit: 1_800_000 } : { numRuns: 25 },
    )
  }, 1_800_000)
})

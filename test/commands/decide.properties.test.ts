import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf, isoOf } from '../../src/domain/day.ts'
import type { Decision } from '../../src/domain/decisions/decision.ts'
import { colaStage, type Stage } from './stage.ts'

const reason = 'reason:"so that it holds"'
const start = fc.integer({ min: 7, max: 90 }).map((days) => isoOf(dayOf('2026-07-06') + days))
const cap = fc.integer({ min: 20, max: 600 })

const line = fc.oneof(
  { arbitrary: fc.constant('promo agree P-1'), weight: 4 },
  start.map((day) => `promo decide P-1 date start:${day} ${reason}`),
  cap.map((units) => `promo decide P-1 cap:${units} ${reason}`),
  fc.constant(`promo decide P-1 accept ${reason}`),
  cap.map((units) => `promo counter P-1 cap:${units} ${reason}`),
  start.map((day) => `promo counter P-1 date start:${day} ${reason}`),
  fc.constantFrom(`promo decline P-1 ${reason}`, 'promo withdraw P-1'),
  fc.integer({ min: 300, max: 1_500 }).map((units) => `promo edit P-1 units:${units}`),
  start.map((day) => `promo edit P-1 from:${day} to:${isoOf(dayOf(day) + 6)}`),
)

const said = fc.record({ words: line, name: fc.constantFrom('Ana', 'Ben', 'Chloe') })

/** What was said at the same moment, moment after moment. */
const moments = fc.array(fc.array(said, { minLength: 1, maxLength: 4 }), { minLength: 4, maxLength: 8 })

/** The promotion as the audit tells of it: an edit or an agreement is the only thing that changes it. */
const replayed = (cola: Stage) => {
  const decisions = new Map(
    cola
      .rows('select id, decision from decision')
      .map(({ id, decision }) => [Number(id), JSON.parse(decision as string) as Decision]),
  )
  let promotion = { start_on: '2026-07-06', units: 700 }
  let changes = 1
  for (const { action, detail } of cola.rows("select action, detail from audit where entity = 'P-1' order by id")) {
    const told = JSON.parse(detail as string)
    if (action === 'edit') {
      changes++
      promotion = {
        start_on: told.said.from ?? promotion.start_on,
        units: told.said.units === undefined ? promotion.units : Number(told.said.units),
      }
    }
    const terms = action === 'agree' ? decisions.get(told.decision)?.terms : undefined
    if (terms?.kind === 'date') promotion = { ...promotion, start_on: isoOf(terms.start) }
    if (terms?.kind === 'volume') promotion = { ...promotion, units: terms.units }
    if (terms?.kind === 'date' || terms?.kind === 'volume') changes++
  }
  return { promotion, changes }
}

const stands = (cola: Stage) => {
  const rows = cola.rows("select start_on, units from promotion_line where promotion_id = 'P-1' order by batch_id")
  return { promotion: rows.at(-1), changes: rows.length }
}

describe('whatever people say of a promotion at the same time', () => {
  it('it has one open proposal at most, and is what was agreed or changed last', async () => {
    await fc.assert(
      fc.asyncProperty(moments, async (all) => {
        await using cola = await colaStage(70)
        await cola.say('promo add "Summer BOGO" sku:SKU-100 at:EAST dates:"6-12 Jul" units:700 price:7.99')
        for (const [i, moment] of all.entries()) {
          cola.at(`2026-06-01T08:${String(i).padStart(2, '0')}:00Z`)
          await Promise.all(moment.map(({ words, name }) => cola.say(words, { name })))
          const open = cola.rows("select id from decision where state in ('proposed', 'approving')")
          expect(open.length).toBeLessThanOrEqual(1)
          expect(cola.rows('select id from decision where open_promotion_id is not null')).toEqual(open)
          expect(stands(cola)).toEqual(replayed(cola))
          const agreed = cola.rows("select count(*) as n from decision where state in ('agreed', 'carried-out')")
          expect(agreed).toEqual(cola.rows("select count(*) as n from audit where action = 'agree'"))
        }
      }),
      { numRuns: 10 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessLine } from '../../src/domain/assessment/judge.ts'
import type { LineAssessment, Verdict } from '../../src/domain/assessment/readiness.ts'
import type { Reason } from '../../src/domain/assessment/reason.ts'
import { dayOf, weekdayOf } from '../../src/domain/day.ts'
import { isCalledFor, type RiskRecord, reconcile } from '../../src/domain/risks/risk.ts'
import {
  byNeed,
  type CandidatePromotion,
  canWait,
  type RiskCandidate,
  workingDaysBetween,
} from '../../src/domain/risks/risk-candidate.ts'
import { applyTransition, isRefusedTransition, type RiskTransition } from '../../src/domain/risks/risk-transition.ts'
import { hasWorsened, type RiskBasis } from '../../src/domain/risks/risk-worsening.ts'
import { candidatesOf, judgedReadiness } from '../_helpers/judged.ts'
import { cellFacts } from './arbitrary-facts.ts'

const policy = { stockoutProbability: 0.2, staleDays: 3, moneyFloor: 100 }
const monday = dayOf('2026-06-01')

const [sampleFacts] = fc.sample(cellFacts({ others: 0 }), { seed: 1, numRuns: 1 })
if (sampleFacts === undefined) throw new Error('there are no facts')
const [samplePromotion] = sampleFacts.promotions
if (samplePromotion === undefined) throw new Error('there is no promotion')
const sample = assessLine(sampleFacts, samplePromotion, policy)

type Terms = {
  readonly promotionId?: string
  readonly sku?: string
  readonly location?: string
  readonly supplier?: string | null
  readonly orderBy?: number | null
  readonly need?: number
  readonly order?: number
  readonly money?: number | null
  readonly currency?: string | null
  readonly doubt?: Extract<Reason, { code: 'STOCK_UNKNOWN' | 'UPLIFT_UNKNOWN' | 'BASELINE_UNKNOWN' }>['code']
  readonly reasons?: readonly Reason[]
}

/** A line of a verdict, with as much of the rest as matters to risks. */
const line = (verdict: Verdict, terms: Terms = {}): LineAssessment => {
  const { sku = 'COLA', location = 'EAST', supplier = 'ACME', need = 90, order = 100 } = terms
  return {
    ...sample,
    verdict,
    line: { ...sample.line, sku, location, promotionId: terms.promotionId ?? 'P-1' },
    facts: {
      ...sample.facts,
      item: { ...sample.facts.item, sku, supplier, rule: { minimum: 200, multiple: 50 } },
      location: { ...sample.facts.location, location },
    },
    window: {
      ...sample.window,
      orderBy: terms.orderBy === undefined ? monday + 3 : terms.orderBy,
      needUnits: need,
      orderUnits: order,
    },
    revenueAtRisk: terms.money === undefined ? 1000 : terms.money,
    currency: terms.currency === undefined ? 'EUR' : terms.currency,
    reasons: terms.reasons ?? [],
  }
}

const promotion = (promotionId: string, lines: readonly LineAssessment[], start = monday + 20): CandidatePromotion => ({
  promotionId,
  name: `Promotion ${promotionId}`,
  start,
  end: start + 6,
  readiness: judgedReadiness(lines),
})

const only = (promotions: readonly CandidatePromotion[]): RiskCandidate => {
  const candidates = candidatesOf(promotions)
  expect(candidates).toHaveLength(1)
  return candidates[0] as RiskCandidate
}

describe('the risks of promotions', () => {
  it('are one order for all shops and promotions that are short of an item at a supplier', () => {
    const candidate = only([
      promotion('P-1', [
        line('at-risk', { location: 'EAST', orderBy: monday + 9, need: 120.2 }),
        line('at-risk', { location: 'WEST', orderBy: monday + 4, need: 30 }),
      ]),
      promotion('P-2', [line('at-risk', { promotionId: 'P-2', location: 'EAST', orderBy: monday + 6, need: 80 })]),
    ])
    expect(candidate).toMatchObject({ kind: 'order-by', verdict: 'at-risk', orderBy: monday + 4, money: { EUR: 3000 } })
    expect(candidate.action).toEqual({ kind: 'order', supplier: 'ACME', sku: 'COLA' })
    expect(candidate.evidence.map((one) => [one.promotion.promotionId, one.lines.length])).toEqual([
      ['P-1', 2],
      ['P-2', 1],
    ])
  })

  it('are as many orders as there are items and suppliers', () => {
    const candidates = candidatesOf([
      promotion('P-1', [line('at-risk', { sku: 'COLA' }), line('at-risk', { sku: 'TEA' })]),
      promotion('P-2', [line('at-risk', { promotionId: 'P-2', sku: 'COLA', supplier: 'OTHER' })]),
      promotion('P-3', [line('at-risk', { promotionId: 'P-3', sku: 'COLA', supplier: null })]),
    ])
    expect(new Set(candidates.map((candidate) => candidate.identity)).size).toBe(4)
  })

  it('are one decision for each promotion that no order saves, without an order-by date or units', () => {
    const candidates = candidatesOf([
      promotion('P-1', [line('not-ready', { location: 'EAST' }), line('not-ready', { sku: 'TEA', money: 500 })]),
      promotion('P-2', [line('not-ready', { promotionId: 'P-2' })]),
    ])
    expect(candidates.map(({ kind, orderBy, orderUnits, money }) => ({ kind, orderBy, orderUnits, money }))).toEqual([
      { kind: 'stockout', orderBy: null, orderUnits: null, money: { EUR: 1500 } },
      { kind: 'stockout', orderBy: null, orderUnits: null, money: { EUR: 1000 } },
    ])
  })

  it('are one thing to tell for a dead feed, however many items and promotions it leaves in doubt', () => {
    const stale = (sku: string, promotionId: string) =>
      line('unknown', { sku, promotionId, reasons: [{ code: 'STOCK_STALE', asOf: monday - 9, days: 9 }] })
    const candidate = only([
      promotion('P-1', [stale('COLA', 'P-1'), stale('TEA', 'P-1')]),
      promotion('P-2', [stale('MILK', 'P-2')]),
    ])
    expect(candidate).toMatchObject({ kind: 'unknown', money: {}, orderBy: null, orderUnits: null })
    expect(candidate.action).toEqual({ kind: 'tell', doubt: 'STOCK_STALE', of: '' })
  })

  it.each([
    ['the stock of an item', { code: 'STOCK_UNKNOWN' }, 'COLA'],
    ['the normal sales of an item', { code: 'BASELINE_UNKNOWN' }, 'COLA'],
    ['the uplift of a promotion', { code: 'UPLIFT_UNKNOWN' }, 'P-1'],
    ['the lead time of a supplier', { code: 'LEAD_TIME_UNKNOWN', supplier: 'ACME', withinDays: null }, 'ACME'],
  ] as const)('ask for %s where that is what is missing', (_, reason, of) => {
    const candidate = only([promotion('P-1', [line('unknown', { reasons: [reason] })])])
    expect(candidate.action).toEqual({ kind: 'tell', doubt: reason.code, of })
  })

  it('leave out what is ready, also the short lines that a ready promotion bears', () => {
    const trifle = line('not-ready', { location: 'WEST' })
    const small = { ...trifle, demand: { mean: 1, p10: 1, p50: 1, p90: 1 }, price: 1 }
    const large = { ...line('ready'), demand: { mean: 99, p10: 9, p50: 9, p90: 9 }, price: 1 }
    expect(candidatesOf([promotion('P-1', [line('ready')]), promotion('P-2', [large, small])])).toEqual([])
  })

  it('keep amounts of different currencies apart, and an amount nobody knows out', () => {
    const candidate = only([
      promotion('P-1', [
        line('not-ready', { money: 10, currency: 'USD' }),
        line('not-ready', { location: 'WEST', money: 20, currency: 'EUR' }),
        line('not-ready', { location: 'NORTH', money: null, currency: 'EUR' }),
      ]),
    ])
    expect(candidate.money).toEqual({ EUR: 20, USD: 10 })
  })
})

describe('material worsening', () => {
  const basis: RiskBasis = { verdict: 'at-risk', orderBy: dayOf('2026-06-12'), money: { EUR: 1000 } }
  const floor = 100
  it.each([
    ['nothing changed', {}, false],
    ['the verdict is worse', { verdict: 'not-ready' }, true],
    ['the verdict is better', { verdict: 'unknown' }, false],
    ['money is up by a quarter', { money: { EUR: 1250 } }, false],
    ['money is up by more than a quarter', { money: { EUR: 1251 } }, true],
    ['money is down', { money: { EUR: 1 } }, false],
    ['money of another currency came on top', { money: { EUR: 1000, USD: 101 } }, true],
    ['a trifle of another currency came on top', { money: { EUR: 1000, USD: 100 } }, false],
    ['the last ordering day is a working day earlier', { orderBy: dayOf('2026-06-11') }, false],
    ['the last ordering day is two working days earlier', { orderBy: dayOf('2026-06-10') }, true],
    ['the last ordering day is later', { orderBy: dayOf('2026-06-20') }, false],
    ['there is no last ordering day any more', { orderBy: null }, false],
  ] as const)('when %s: %o', (_, change, expected) => {
    expect(hasWorsened(basis, { ...basis, ...change } as RiskBasis, floor)).toBe(expected)
  })

  it('counts no weekend as working days', () => {
    const was: RiskBasis = { ...basis, orderBy: dayOf('2026-06-15') }
    expect(hasWorsened(was, { ...was, orderBy: dayOf('2026-06-12') }, floor)).toBe(false)
    expect(hasWorsened(was, { ...was, orderBy: dayOf('2026-06-11') }, floor)).toBe(true)
  })

  it('is nothing below the floor', () => {
    const was: RiskBasis = { ...basis, money: { EUR: 10 } }
    expect(hasWorsened(was, { ...was, money: { EUR: 100 } }, floor)).toBe(false)
    expect(hasWorsened(was, { ...was, money: { EUR: 101 } }, floor)).toBe(true)
  })

  it('counts working days as one by one counting does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20000, max: 30000 }), fc.integer({ min: -10, max: 60 }), (from, length) => {
        const days = Array.from({ length: Math.max(0, length) }, (_, i) => from + i)
        expect(workingDaysBetween(from, from + length)).toBe(days.filter((day) => weekdayOf(day) < 5).length)
      }),
    )
  })
})

describe('a kept risk', () => {
  const at = '2026-06-01T08:00:00.000Z'
  const later = '2026-06-02T08:00:00.000Z'
  const [first, next] = [
    { now: at, today: monday },
    { now: later, today: monday + 1 },
  ]
  const [ana, ben] = [
    { id: 'U1', name: 'Ana' },
    { id: 'U2', name: 'Ben' },
  ]
  const candidate = (money = 1000, orderBy = monday + 14) =>
    only([promotion('P-1', [line('at-risk', { money, orderBy })])])
  const on = (today: number, now = at) => ({ today, now, moneyFloor: 100 })
  const did = (risk: RiskRecord, deed: RiskTransition, moment: typeof first): RiskRecord => {
    const outcome = applyTransition(risk, deed, moment)
    if (isRefusedTransition(outcome)) throw new Error(outcome)
    return outcome
  }
  type By = { readonly id: string; readonly name: string }
  const acknowledged = (risk: RiskRecord, by: By, moment: typeof first) =>
    did(risk, { kind: 'acknowledge', by }, moment)
  const snoozed = (risk: RiskRecord, by: By, until: number, moment: typeof first) =>
    did(risk, { kind: 'snooze', by, until }, moment)
  const record = (): RiskRecord => ({ ...(reconcile(null, candidate(), on(monday)) as RiskRecord), id: 1, version: 1 })
  const step = (before: RiskRecord, now: RiskCandidate | null, today = monday + 1) =>
    reconcile(before, now, on(today, later)) as RiskRecord

  it('is opened when it is first seen, and is none while it is not', () => {
    expect(reconcile(null, null, on(monday))).toBeNull()
    expect(record()).toMatchObject({
      state: 'open',
      episode: 1,
      openedAt: at,
      handled: null,
      verdict: 'at-risk',
      money: { EUR: 1000 },
      subject: { promotions: [{ promotionId: 'P-1' }], lines: 1 },
    })
  })

  it('stays the same object while nothing changes', () => {
    const open = record()
    expect(step(open, candidate())).toBe(open)
    const taken = acknowledged(open, ana, first)
    expect(step(taken, candidate())).toBe(taken)
  })

  it('follows what its assessment says without being opened again', () => {
    expect(step(record(), candidate(5000))).toMatchObject({ state: 'open', episode: 1, money: { EUR: 5000 } })
    const taken = acknowledged(record(), ana, first)
    expect(step(taken, candidate(1200))).toMatchObject({ state: 'acknowledged', episode: 1, money: { EUR: 1200 } })
  })

  it('is opened again, as a new question, when it got materially worse since it was taken', () => {
    const taken = acknowledged(record(), ana, first)
    expect(taken).toMatchObject({
      state: 'acknowledged',
      handled: { personId: 'U1', at, on: monday, basis: { money: { EUR: 1000 } } },
    })
    expect(step(taken, candidate(1251))).toMatchObject({ state: 'open', episode: 2, handled: null, openedAt: later })
    expect(step(taken, candidate(1000, monday + 9))).toMatchObject({ state: 'open', episode: 2 })
  })

  it('is opened again when it got worse little by little since it was taken', () => {
    let risk = acknowledged(record(), ana, first)
    for (const money of [1100, 1200, 1250]) {
      risk = step(risk, candidate(money))
      expect(risk.state).toBe('acknowledged')
    }
    expect(step(risk, candidate(1260))).toMatchObject({ state: 'open', episode: 2 })
  })

  it('is resolved by itself when nothing calls for it any more, stays so, and is a new question when it comes back', () => {
    for (const before of [record(), acknowledged(record(), ana, first), snoozed(record(), ana, monday + 7, first)]) {
      const ended = step(before, null)
      expect(ended).toMatchObject({ state: 'resolved', endedAt: later, snoozedUntil: null, episode: 1 })
      expect(step(ended, null)).toBe(ended)
      expect(step(ended, candidate())).toMatchObject({
        state: 'open',
        episode: 2,
        handled: null,
        openedAt: later,
        endedAt: null,
      })
    }
  })

  it('that was put aside comes back on its day as a new question, not before', () => {
    const aside = snoozed(record(), ana, monday + 3, first)
    expect(step(aside, candidate(), monday + 2)).toBe(aside)
    for (const today of [monday + 3, monday + 30])
      expect(step(aside, candidate(), today)).toMatchObject({
        state: 'open',
        episode: 2,
        snoozedUntil: null,
        handled: null,
      })
  })

  it('that was put aside comes back before its day when it got materially worse', () => {
    const aside = snoozed(record(), ana, monday + 30, first)
    expect(step(aside, candidate(1251))).toMatchObject({ state: 'open', episode: 2, snoozedUntil: null })
  })

  it('that was put aside and is then taken is a new question, answered by who takes it', () => {
    const taken = acknowledged(snoozed(record(), ana, monday + 3, first), ben, next)
    expect(taken).toMatchObject({
      state: 'acknowledged',
      episode: 2,
      snoozedUntil: null,
      handled: { personId: 'U2', at: later, on: monday + 1 },
    })
    expect(step(taken, candidate(), monday + 10)).toBe(taken)
  })

  it('never goes back in its questions, whatever happens to it', () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant('see' as const), money: fc.integer({ min: 0, max: 5000 }), days: fc.nat(20) }),
      fc.constantFrom({ kind: 'gone' as const }, { kind: 'take' as const }, { kind: 'aside' as const }),
    )
    fc.assert(
      fc.property(fc.array(event, { maxLength: 25 }), (events) => {
        let risk = record()
        const answered = new Set<number>()
        for (const [i, one] of events.entries()) {
          const before = risk
          const today = monday + i
          if (one.kind === 'see') risk = step(risk, candidate(one.money, monday + 14 + one.days), today)
          if (one.kind === 'gone') risk = step(risk, null, today)
          // People can only take what is open or put aside.
          if (one.kind === 'take' && isCalledFor(risk) && (risk.state === 'open' || risk.snoozedUntil !== null)) {
            risk = acknowledged(risk, ana, first)
            expect(answered.has(risk.episode)).toBe(false)
            answered.add(risk.episode)
          }
          if (one.kind === 'aside' && isCalledFor(risk)) risk = snoozed(risk, ben, today + 2, first)
          expect(risk.episode - before.episode).toBeGreaterThanOrEqual(0)
          expect(risk.episode - before.episode).toBeLessThanOrEqual(1)
          expect(risk.identity).toBe(before.identity)
          if (risk.state === 'open') expect([risk.handled, risk.snoozedUntil]).toEqual([null, null])
          if (risk.snoozedUntil !== null) expect(risk.state).toBe('acknowledged')
        }
      }),
    )
  })
})

describe('the order of risks', () => {
  const order = (promotionId: string, orderBy: number, money: number, start = monday + 30) =>
    only([promotion(promotionId, [line('at-risk', { promotionId, sku: promotionId, orderBy, money })], start)])

  it('can wait only for an order further off than five working days, of a promotion that has not begun', () => {
    expect(canWait(order('P-1', monday + 7, 1), monday)).toBe(false)
    expect(canWait(order('P-1', monday + 8, 1), monday)).toBe(true)
    expect(canWait(order('P-1', monday + 8, 1, monday), monday)).toBe(false)
    expect(canWait(only([promotion('P-1', [line('not-ready')])]), monday)).toBe(false)
  })

  it('puts those of the last day first, then money, and those that can wait last', () => {
    const candidates = [
      order('WAITS-RICH', monday + 30, 9000),
      order('POOR', monday + 3, 10),
      order('RICH', monday + 4, 8000),
      order('TODAY', monday, 1),
      order('PASSED', monday - 2, 2),
    ]
    const names = (list: readonly RiskCandidate[]) => list.map(({ evidence }) => evidence[0]?.promotion.promotionId)
    const expected = ['PASSED', 'TODAY', 'RICH', 'POOR', 'WAITS-RICH']
    fc.assert(
      fc.property(fc.shuffledSubarray(candidates, { minLength: candidates.length }), (shuffled) => {
        expect(names(shuffled.toSorted(byNeed(monday)))).toEqual(expected)
      }),
    )
  })
})

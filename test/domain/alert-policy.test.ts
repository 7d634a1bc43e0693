import { describe, expect, it } from 'vitest'
import { type AnnouncedVerdict, alertAction, announcedNow } from '../../src/domain/alerts/alert-policy.ts'
import type { LineAssessment, PromotionReadiness, Verdict } from '../../src/domain/assessment/readiness.ts'
import { hasGrownMaterially } from '../../src/domain/money.ts'

const rules = { today: '2026-06-01', moneyFloor: 100 }

/** A promotion of one line: so many of 1,000 units short, worth so much. */
const judged = (verdict: Verdict, money = 0, short = money, p0 = 0.01): PromotionReadiness => {
  const line = {
    verdict,
    revenueAtRisk: money,
    currency: 'EUR',
    shortageUnits: short,
    demand: { mean: 1_000, p10: 0, p50: 0, p90: 0 },
    window: { p0 },
    reasons: verdict === 'unknown' ? [{ code: 'STOCK_STALE' }] : [],
  } as unknown as LineAssessment
  return { verdict, lines: [line], problems: verdict === 'ready' ? [] : [line], problemShare: 0 }
}

const told = (verdict: Verdict, worst: AnnouncedVerdict['worst'] = null): AnnouncedVerdict => ({
  verdict,
  money: { EUR: 0 },
  at: '2026-06-01T08:00:00.000Z',
  worst,
})

describe('a judgement', () => {
  it('is news where it is another verdict than was told', () => {
    expect(alertAction(told('ready'), judged('at-risk', 500), rules)).toBe('news')
    expect(alertAction(told('at-risk'), judged('at-risk', 5_000), rules)).toBe('same')
    expect(alertAction(told('not-ready'), judged('at-risk', 500), rules)).toBe('news')
  })

  it('that returns to ready is news below a stockout probability of 15 %', () => {
    expect(alertAction(told('at-risk'), judged('ready', 0, 0, 0.149), rules)).toBe('news')
    expect(alertAction(told('at-risk'), judged('ready', 0, 0, 0.15), rules)).toBe('near-limit')
  })

  it('on stale stock alone is none', () => {
    expect(alertAction(told('ready'), judged('unknown'), rules)).toBe('stale')
    expect(alertAction(told('unknown'), judged('unknown'), rules)).toBe('same')
  })

  it('of a trifling size is told once a day, unless it is worse than what was told that day', () => {
    const worst = { verdict: 'at-risk', money: { EUR: 60 }, on: '2026-06-01' } as const
    expect(alertAction(told('ready', worst), judged('at-risk', 70), rules)).toBe('again-today')
    expect(alertAction(told('ready', worst), judged('not-ready', 70), rules)).toBe('news')
    expect(alertAction(told('ready', worst), judged('at-risk', 300), rules)).toBe('news')
    expect(alertAction(told('ready', { ...worst, on: '2026-05-31' }), judged('at-risk', 70), rules)).toBe('news')
    const large = { ...worst, money: { EUR: 5_000 } }
    expect(alertAction(told('ready', large), judged('at-risk', 5_000, 900), rules)).toBe('news')
  })
})

describe('what was told', () => {
  it('keeps the worst of its day', () => {
    const first = announcedNow(told('ready'), { verdict: 'not-ready', money: { EUR: 900 } }, 'a', '2026-06-01')
    const second = announcedNow(first, { verdict: 'ready', money: {} }, 'b', '2026-06-01')
    expect(second).toEqual({
      verdict: 'ready',
      money: {},
      at: 'b',
      worst: { verdict: 'not-ready', money: { EUR: 900 }, on: '2026-06-01' },
    })
    expect(announcedNow(second, { verdict: 'at-risk', money: {} }, 'c', '2026-06-02').worst?.verdict).toBe('at-risk')
  })

  it('grows by a quarter and above the floor', () => {
    expect(hasGrownMaterially({ EUR: 400 }, { EUR: 500 }, 100)).toBe(false)
    expect(hasGrownMaterially({ EUR: 400 }, { EUR: 501 }, 100)).toBe(true)
    expect(hasGrownMaterially({}, { EUR: 99 }, 100)).toBe(false)
    expect(hasGrownMaterially(null, { EUR: 900 }, 100)).toBe(false)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accumulate, type Outlook } from '../../../src/domain/supply/outlook.ts'
import { DatedShelf } from '../../../src/domain/supply/shelf-life.ts'
import { isWithinPolicy, risksByDay, stockoutRisk } from '../../../src/domain/supply/stockout.ts'
import { stockoutRiskByUnits } from '../../../src/domain/supply/stockout-by-units.ts'
import { asOf } from '../arbitrary-facts.ts'

const length = 14

const perishable = fc.record({
  opening: fc.nat(300),
  demand: fc.integer({ min: 1, max: 40 }),
  receipts: fc.dictionary(fc.integer({ min: 1, max: length - 1 }).map(String), fc.integer({ min: 1, max: 200 }), {
    maxKeys: 4,
  }),
  days: fc.integer({ min: 1, max: length }),
  openingUntil: fc.integer({ min: 1, max: length }),
  start: fc.nat(length - 1),
})

type Perishable = typeof perishable extends fc.Arbitrary<infer T> ? T : never

const outlookOf = ({ opening, demand, receipts, days, openingUntil, start }: Perishable): Outlook => ({
  asOf,
  opening,
  allocated: 0,
  receipts: Float64Array.from({ length }, (_, i) => receipts[i] ?? 0),
  base: new Float64Array(length).fill(demand),
  extra: new Float64Array(length),
  forecastError: { dispersion: 0, dayCv: 0, levelCv: 0, upliftCv: 0, ratioCv: 0 },
  protectionDays: null,
  emptyStarts: Object.keys(receipts).map(Number),
  cycleStarts: Object.keys(receipts).map(Number),
  unmet: 'lost',
  life: { days, openingUntil: Math.min(openingUntil, days) },
  days: { start: asOf + start, end: asOf + length - 1 },
})

/** The days from the window's start on that close with demand unserved. */
const shortDays = ({ opening, receipts, base, life, days }: Outlook): readonly number[] => {
  const shelf = new DatedShelf(opening, life as NonNullable<Outlook['life']>)
  return [...base.keys()].filter((day) => {
    shelf.expire(day)
    shelf.receive(receipts[day] as number, day)
    const wanted = base[day] as number
    const isShort = shelf.units < wanted
    shelf.sell(wanted)
    return isShort && asOf + day >= days.start
  })
}

describe('goods that expire, where demand is known to the unit', () => {
  it('run out for certain where a day of the window is short, however small a receipt comes in', () =>
    fc.assert(
      fc.property(perishable, (case_) => {
        const daily = outlookOf(case_)
        const [cumulative, window] = [accumulate(daily), daily.days]
        const risk = stockoutRisk(cumulative, window)
        expect(stockoutRiskByUnits(cumulative, window, null).of(0)).toBeCloseTo(risk, 9)
        expect(isWithinPolicy(cumulative, window, 0.2)).toBe(risk <= 0.2)
        if (shortDays(daily).length === 0) return
        expect(risk).toBeCloseTo(1, 9)
        expect(risksByDay(cumulative, window, 0.2).at(-1)).toBeGreaterThan(0.2)
      }),
      { numRuns: 1_000 },
    ))

  it('hold where no day of the window is short and nothing that came in expires', () =>
    fc.assert(
      fc.property(perishable, (case_) => {
        const daily = outlookOf({ ...case_, days: length })
        fc.pre(shortDays(daily).length === 0)
        expect(stockoutRisk(accumulate(daily), daily.days)).toBeCloseTo(0, 9)
      }),
      { numRuns: 1_000 },
    ))
})

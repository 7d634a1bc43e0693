import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isOn, mondayToFriday } from '../../../src/domain/day.ts'
import { isPastCutoff, orderBackwards, orderForwards } from '../../../src/domain/supply/lead-time.ts'
import { asOf, leadTime } from '../arbitrary-facts.ts'

const receiving = fc.record({
  days: fc.constantFrom(0b1111111, mondayToFriday, 0b0001001),
  closed: fc.array(fc.integer({ min: asOf, max: asOf + 40 }), { maxLength: 3 }).map((days) => new Set(days)),
  dockToStock: fc.constantFrom(0, 0, 2),
})
const day = fc.integer({ min: asOf, max: asOf + 60 })
const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (of: T) => void) =>
  fc.assert(
    fc.property(arbitrary, (of) => void check(of)),
    { numRuns: 500, seed: 20260601 },
  )

describe('the dates of an order', () => {
  it('forwards and backwards agree: ordered on the last day for a need it is there, a day later it is not', () =>
    holds(fc.tuple(leadTime, receiving, day), ([supplier, dock, need]) => {
      const last = orderBackwards(supplier, dock, need)
      if (last === null) throw new Error('every calendar has an open day')
      expect(last.usableOn).toBeLessThanOrEqual(need)
      expect(orderForwards(supplier, dock, last.orderOn)).toEqual(last)
      expect(orderForwards(supplier, dock, last.orderOn + 1)?.usableOn).toBeGreaterThan(need)
    }))

  it('never come sooner because the order is placed later, and lie on days that are open', () =>
    holds(fc.tuple(leadTime, receiving, day), ([supplier, dock, from]) => {
      const [now, later] = [orderForwards(supplier, dock, from), orderForwards(supplier, dock, from + 1)]
      expect(now?.orderOn).toBeGreaterThanOrEqual(from)
      expect(now?.usableOn).toBeLessThanOrEqual(later?.usableOn as number)
      expect(isOn(supplier.orderDays, now?.orderOn as number)).toBe(true)
      expect(isOn(dock.days, now?.usableOn as number)).toBe(true)
    }))

  it('have passed for today from the minute of the cut-off hour on, and never where there is none', () =>
    holds(fc.tuple(leadTime, fc.integer({ min: 0, max: 2_000 })), ([supplier, minute]) => {
      expect(isPastCutoff({ ...supplier, cutoff: '15:00' }, minute)).toBe(minute >= 900)
      expect(isPastCutoff({ ...supplier, cutoff: null }, minute)).toBe(false)
      expect(isPastCutoff(null, minute)).toBe(false)
    }))
})

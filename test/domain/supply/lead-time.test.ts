import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayOf, everyDay, isOn, mondayToFriday } from '../../../src/domain/day.ts'
import { isPastCutoff, type LeadTime, orderBackwards, orderForwards } from '../../../src/domain/supply/lead-time.ts'
import { asOf, leadTime } from '../arbitrary-facts.ts'

const receiving = fc.record({
  days: fc.constantFrom(0b1111111, mondayToFriday, 0b0001001),
  closed: fc.array(fc.integer({ min: asOf, max: asOf + 40 }), { maxLength: 3 }).map((days) => new Set(days)),
  dockToStock: fc.constantFrom(0, 0, 2),
})
/** A supplier that may close for weeks on end, and may deliver through a location of our own. */
const supplier = fc
  .record({
    ship: leadTime,
    send: leadTime,
    dock: receiving,
    shut: fc.record({ from: fc.integer({ min: asOf - 10, max: asOf + 60 }), days: fc.constantFrom(0, 0, 5, 31) }),
    through: fc.constantFrom(false, false, true),
  })
  .map(({ ship, send, dock, shut, through }): LeadTime => {
    const closed = new Set([...ship.holidays, ...Array.from({ length: shut.days }, (_, i) => shut.from + i)])
    const shuts = { ...ship, holidays: closed }
    return through ? { ...send, via: { lead: shuts, receiving: dock } } : shuts
  })
const day = fc.integer({ min: asOf, max: asOf + 60 })
const holds = <T>(arbitrary: fc.Arbitrary<T>, check: (of: T) => void) =>
  fc.assert(
    fc.property(arbitrary, (of) => void check(of)),
    { numRuns: 500, seed: 20260601 },
  )

describe('the dates of an order', () => {
  it('forwards and backwards agree: ordered on the last day for a need it is there, a day later it is not', () =>
    holds(fc.tuple(supplier, receiving, day), ([supplier, dock, need]) => {
      const last = orderBackwards(supplier, dock, need)
      if (last === null) throw new Error('every calendar has an open day')
      expect(last.usableOn).toBeLessThanOrEqual(need)
      expect(orderForwards(supplier, dock, last.orderOn)).toEqual(last)
      expect(orderForwards(supplier, dock, last.orderOn + 1)?.usableOn).toBeGreaterThan(need)
    }))

  it('never come sooner because the order is placed later, and lie on days that are open', () =>
    holds(fc.tuple(supplier, receiving, day), ([supplier, dock, from]) => {
      const [now, later] = [orderForwards(supplier, dock, from), orderForwards(supplier, dock, from + 1)]
      expect(now?.orderOn).toBeGreaterThanOrEqual(from)
      expect(now?.usableOn).toBeLessThanOrEqual(later?.usableOn as number)
      const taker = supplier.via?.lead ?? supplier
      expect(isOn(taker.orderDays, now?.orderOn as number)).toBe(true)
      expect(taker.holidays.has(now?.orderOn as number)).toBe(false)
      expect(isOn(dock.days, now?.usableOn as number)).toBe(true)
    }))

  it('have passed for today from the minute of the cut-off hour on, and never where there is none', () =>
    holds(fc.tuple(leadTime, fc.integer({ min: 0, max: 2_000 })), ([supplier, minute]) => {
      expect(isPastCutoff({ ...supplier, cutoff: '15:00' }, minute)).toBe(minute >= 900)
      expect(isPastCutoff({ ...supplier, cutoff: null }, minute)).toBe(false)
      expect(isPastCutoff(null, minute)).toBe(false)
    }))

  const nordic: LeadTime = {
    supplier: 'NORDIC',
    lead: 10,
    calendar: 'calendar',
    sd: 0,
    reviewDays: null,
    orderDays: everyDay,
    cutoff: null,
    maxPerWeek: null,
    holidays: new Set(Array.from({ length: 31 }, (_, i) => dayOf('2026-08-01') + i)),
  }
  const dock = { days: everyDay, closed: new Set<number>(), dockToStock: 0 }

  it.each([
    ['a month in which it neither takes orders nor ships', '2026-08-24', '2026-07-21', '2026-07-31'],
    ['that month, for goods needed on its first open day', '2026-09-01', '2026-07-31', '2026-09-01'],
    ['that month, for goods needed well after it', '2026-09-15', '2026-09-05', '2026-09-15'],
  ])('heed %s, in calendar days too', (_, need, orderOn, usableOn) =>
    expect(orderBackwards(nordic, dock, dayOf(need))).toEqual({ orderOn: dayOf(orderOn), usableOn: dayOf(usableOn) }),
  )

  it('let calendar days run through the days on which a supplier is closed', () =>
    expect(orderForwards(nordic, dock, dayOf('2026-07-25'))?.usableOn).toBe(dayOf('2026-09-01')))
})

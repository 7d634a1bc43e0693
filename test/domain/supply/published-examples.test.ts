import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dayOf, everyDay, isoOf, mondayToFriday } from '../../../src/domain/day.ts'
import { availableToPromise } from '../../../src/domain/supply/available-to-promise.ts'
import {
  type LeadTime,
  orderBackwards,
  orderForwards,
  type ReceivingCalendar,
} from '../../../src/domain/supply/lead-time.ts'
import { orderQuantity } from '../../../src/domain/supply/order-quantity.ts'
import { ledgerOf } from '../../../src/domain/supply/projected-balance.ts'

type Grid = {
  src: string
  onhand: number
  receipts: number[]
  forecast: number[]
  orders: number[]
  pab: number[]
  atp: number[]
}

const oracles = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../fixtures/oracles/formulas.json'), 'utf8'),
) as {
  pab: Grid[]
  atpLookahead: {
    receipts: Record<string, number>
    issues: Record<string, number>
    atp: Record<string, number>
    firstDayFor150: number
  }
}

const byDay = (of: Record<string, number>, days: number) => Array.from({ length: days }, (_, day) => of[day] ?? 0)

describe('published examples', () => {
  it.each(oracles.pab)('the projected available balance of $src', ({ onhand, receipts, forecast, orders, pab }) => {
    const demand = Float64Array.from(forecast, (units, i) => Math.max(units, orders[i] as number))
    const ledger = ledgerOf({
      asOf: 0,
      opening: onhand,
      receipts: Float64Array.from(receipts),
      demand,
      days: demand.length,
      windowStart: 0,
      safetyStock: 0,
    })
    expect(ledger.map((day) => day.balance)).toEqual(pab)
  })

  it.each(oracles.pab)(
    'what is available to promise of $src grows by its discrete figures where receipts come',
    ({ onhand, receipts, orders, atp }) => {
      const promisable = [...availableToPromise(onhand, receipts, orders)]
      const grows = promisable.map((units, i) => units - (promisable[i - 1] ?? 0))
      expect(grows).toEqual(atp)
    },
  )

  it('looks ahead like Dynamics 365: a late receipt does not count for today, and 150 units go out on day 10', () => {
    const { receipts, issues, atp, firstDayFor150 } = oracles.atpLookahead
    const promisable = availableToPromise(0, byDay(receipts, 11), byDay(issues, 11))
    for (const [day, units] of Object.entries(atp)) expect(promisable[Number(day)]).toBe(units)
    expect(promisable.findIndex((units) => units >= 150)).toBe(firstDayFor150)
  })
})

const anyDay: ReceivingCalendar = { days: everyDay, closed: new Set(), dockToStock: 0 }
const supplier = (lead: number, more: Partial<LeadTime> = {}): LeadTime => ({
  supplier: 'S',
  lead,
  calendar: 'calendar',
  sd: 0,
  reviewDays: null,
  orderDays: everyDay,
  cutoff: null,
  maxPerWeek: null,
  holidays: new Set(),
  ...more,
})
const dates = (found: ReturnType<typeof orderForwards>) => found && [isoOf(found.orderOn), isoOf(found.usableOn)]

describe('order dates', () => {
  it('add calendar days: 2024-12-04 and 25 days are 2024-12-29', () => {
    expect(dates(orderForwards(supplier(25), anyDay, dayOf('2024-12-04')))).toEqual(['2024-12-04', '2024-12-29'])
  })

  it('count the order day as the first working day, and step over a closure', () => {
    const closed = new Set(['14', '15', '16', '17', '18', '19'].map((day) => dayOf(`2097-01-${day}`)))
    const found = orderForwards(supplier(3, { calendar: 'weekdays', holidays: closed }), anyDay, dayOf('2097-01-14'))
    expect(dates(found)).toEqual(['2097-01-21', '2097-01-24'])
  })

  it('go back to an ordering day and a receiving day, and forth from it never later than needed', () => {
    const onThursdays = supplier(4, { orderDays: 0b0001000 })
    const weekdaysOnly: ReceivingCalendar = {
      days: mondayToFriday,
      closed: new Set([dayOf('2026-07-03')]),
      dockToStock: 1,
    }
    // Needed Mon 6 Jul: in stock after Thu 2 Jul (Fri is closed) and one receiving day more, so it arrives by Thu 2 Jul.
    expect(dates(orderBackwards(onThursdays, weekdaysOnly, dayOf('2026-07-06')))).toEqual(['2026-06-25', '2026-06-30'])
  })

  it('do not exist for a supplier that never takes orders', () => {
    expect(orderForwards(supplier(4, { orderDays: 0 }), anyDay, dayOf('2026-07-06'))).toBeNull()
    expect(orderBackwards(supplier(4, { orderDays: 0 }), anyDay, dayOf('2026-07-06'))).toBeNull()
  })
})

describe('order quantities', () => {
  it.each([
    [340, { minimum: 200, multiple: 50 }, 350],
    [84, { minimum: 200, multiple: 50 }, 200],
    [50, { minimum: 50, multiple: 48 }, 96],
    [0, { minimum: 200, multiple: 50 }, 0],
    [2.1, { minimum: 0, multiple: 0 }, 3],
    [500.00000001, { minimum: 200, multiple: 50 }, 500],
  ])('raise %d to the minimum, then to the multiple', (need, rule, ordered) => {
    expect(orderQuantity(need, rule)).toBe(ordered)
  })
})

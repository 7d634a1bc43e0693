import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Location, Sale } from '../../../src/domain/assessment/cell.ts'
import { decisionDay } from '../../../src/domain/backtest/decision-day.ts'
import { addToPast, emptyPast, lastWeek, lastYear } from '../../../src/domain/backtest/past.ts'
import { openWindow, openWindows } from '../../../src/domain/backtest/window.ts'
import { dayOf, everyDay } from '../../../src/domain/day.ts'

const monday = dayOf('2026-06-01')
const sale = (day: number, units: number, more: Partial<Sale> = {}): Sale => ({
  day,
  days: 1,
  units,
  stockout: 0,
  isHoliday: false,
  price: null,
  basePrice: null,
  promotion: null,
  ...more,
})

describe('the seasonal naive forecast', () => {
  it('takes the same weekdays of the last week that was known', () => {
    const past = emptyPast(monday - 14)
    for (let day = monday - 14; day < monday; day++) addToPast(past, day, 1, day - monday + 15)
    // Mon 1 to Sun 7 June is forecast as the week before, 8 to 14; a week later nothing newer is known.
    expect(lastWeek(past, monday, monday, monday + 6)).toBe(77)
    expect(lastWeek(past, monday, monday + 7, monday + 13)).toBe(77)
    expect(lastWeek(past, monday, monday + 7, monday + 7)).toBe(8)
  })
  it('takes the same weeks a year ago where these were sold', () => {
    const past = emptyPast(monday - 400)
    addToPast(past, monday - 364, 7, 70)
    expect(lastYear(past, monday, monday, monday + 6)).toBeCloseTo(70, 5)
    expect(lastYear(past, monday, monday + 1, monday + 7)).toBeNull()
    expect(lastYear(undefined, monday, monday, monday)).toBeNull()
  })
  it('knows nothing of days that are out of reach, nor of any after the day it is made', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 1, max: 600 }), (gap, days) => {
        const past = emptyPast(monday)
        addToPast(past, monday, 1, 5)
        addToPast(past, monday + 1 + gap, days, 10 * days)
        const asOf = monday + 1 + gap + days
        const found = lastWeek(past, asOf, asOf, asOf)
        expect(found === null || found === 10 || found === 5).toBe(true)
        if (days >= 7) expect(found).toBe(10)
      }),
    ))
})

describe('a window', () => {
  const cell = { sku: 'COLA', location: 'EAST' }
  it('is sold the part of a week that lies in it, at the average price', () => {
    const windows = openWindows()
    const window = openWindow(cell, monday, monday + 3)
    let settled = 0
    windows.open(window, () => {
      settled += 1
    })
    windows.sold(cell, sale(monday - 3, 70, { days: 7, price: 2 }))
    windows.sold(cell, sale(monday + 4, 99))
    windows.sold({ ...cell, location: 'WEST' }, sale(monday, 99))
    windows.close(monday + 2)
    expect(settled).toBe(0)
    windows.close(monday + 3)
    windows.close(monday + 9)
    expect(settled).toBe(1)
    expect(window).toMatchObject({ units: 40, covered: 4, worth: 80, priced: 40 })
  })
})

describe('the day of decision', () => {
  const location: Location = {
    location: 'EAST',
    name: 'East',
    suppliedBy: null,
    receiving: { days: everyDay, closed: new Set(), dockToStock: 1 },
    onShelfDays: 2,
    unmet: 'lost',
  }
  const leadTime = {
    supplier: 'ACME',
    lead: 10,
    calendar: 'calendar' as const,
    sd: 0,
    reviewDays: null,
    orderDays: everyDay,
    cutoff: null,
    maxPerWeek: null,
    holidays: new Set<number>(),
  }
  it('is the last one on which an ordinary order is in time', () =>
    expect(decisionDay(leadTime, location, monday)).toBe(monday - 2 - 1 - 10))
  it('is a week before where nobody told the lead time', () =>
    expect(decisionDay(null, location, monday)).toBe(monday - 7))
})

import { describe, expect, it } from 'vitest'
import type { PlacedOrder } from '../../../src/domain/assessment/cell.ts'
import { dayOf, everyDay, isoOf } from '../../../src/domain/day.ts'
import { lastDayToCut } from '../../../src/domain/drops/last-day-to-cut.ts'
import type { LeadTime } from '../../../src/domain/supply/lead-time.ts'

// Mon 1 June 2026; ACME delivers in 20 days, an expedited order in 7.
const order = (over: Partial<PlacedOrder>): PlacedOrder => ({
  orderId: 'PO-9',
  line: '',
  quantity: 600,
  due: dayOf('2026-06-20'),
  promisedOn: null,
  status: 'confirmed',
  supplier: null,
  orderedOn: null,
  receivedOn: null,
  receivedQuantity: null,
  promotionIds: [],
  isOrdinary: false,
  ...over,
})
const lead: LeadTime = {
  supplier: 'ACME',
  lead: 20,
  calendar: 'calendar',
  sd: 3,
  reviewDays: null,
  orderDays: everyDay,
  cutoff: null,
  maxPerWeek: null,
  holidays: new Set(),
}
const facts = (over: { leadTime?: LeadTime | null; days?: number | null; dockToStock?: number } = {}) => {
  const { leadTime = lead, days = 7, dockToStock = 0 } = over
  return {
    asOf: dayOf('2026-06-01'),
    item: { supplier: 'ACME' } as Parameters<typeof lastDayToCut>[1]['item'],
    leadTime,
    location: { receiving: { days: everyDay, closed: new Set<number>(), dockToStock } } as unknown as Parameters<
      typeof lastDayToCut
    >[1]['location'],
    ...(days === null ? {} : { expediting: { supplier: 'ACME', days, perUnit: null, fixed: null } }),
  }
}

describe('the last day to cut an order', () => {
  it.each<[string, Partial<PlacedOrder>, Parameters<typeof facts>[0], string | null | 'none']>([
    ['is as many days before it is due as the supplier needs at its fastest', {}, {}, '2026-06-13'],
    ['is half the lead time before, where nobody says how fast that is', {}, { days: null }, '2026-06-10'],
    ['is not later for days in which goods are put away', {}, { dockToStock: 3 }, '2026-06-13'],
    ['is over where an order placed as usual comes too late, and none is faster', {}, { days: 40 }, 'none'],
    [
      'is the day to place it, while it is only planned',
      { status: 'planned', due: dayOf('2026-07-01') },
      {},
      '2026-06-11',
    ],
    ['is today for a planned one that should be placed already', { status: 'planned' }, {}, '2026-06-01'],
    ['is not known without a lead time', {}, { leadTime: null }, null],
    ['is not known of another supplier', { supplier: 'OTHER' }, {}, null],
    [
      'is not known where it is delayed without a new day',
      { status: 'delayed', promisedOn: dayOf('2026-06-20') },
      {},
      null,
    ],
    [
      'is there where it is delayed to a new day',
      { status: 'delayed', promisedOn: dayOf('2026-06-10') },
      {},
      '2026-06-13',
    ],
    ['is over where it must have left', { due: dayOf('2026-06-05') }, {}, 'none'],
    ['is over where it was due', { due: dayOf('2026-05-30') }, {}, 'none'],
    ['is over where it has come', { status: 'received' }, {}, 'none'],
    ['is over where it was cancelled', { status: 'cancelled' }, {}, 'none'],
    ['is over where it is taken as received', { takenOn: dayOf('2026-06-01') }, {}, 'none'],
  ])('%s', (_, of, by, expected) => {
    const deadline = lastDayToCut(order(of), facts(by))
    expect(deadline === null ? 'none' : deadline.by === null ? null : isoOf(deadline.by)).toBe(expected)
  })
})

import { describe, expect, it } from 'vitest'
import { withTakenOrders } from '../../src/domain/arrivals/taken-orders.ts'
import type { CellFacts, PlacedOrder, Sale } from '../../src/domain/assessment/cell.ts'
import { dayOf, everyDay } from '../../src/domain/day.ts'
import { nothingLearned } from '../../src/domain/demand/learning/learned.ts'
import type { PromotionLine } from '../../src/domain/promotions/promotion.ts'

const asOf = dayOf('2026-06-10')

const order = (orderId: string, quantity: number, due = asOf - 1): PlacedOrder => ({
  ...{ orderId, quantity, due, line: '', promisedOn: due, status: 'confirmed', supplier: null, orderedOn: null },
  ...{ receivedOn: null, receivedQuantity: null, promotionIds: [], isOrdinary: false },
})

const sold = (day: number, units: number): Sale => ({
  ...{ day, days: 1, units, stockout: 0, isHoliday: false, price: null, basePrice: null, promotion: null },
})

/** A shelf that sells ten a day by plan. */
const shelf = (orders: readonly PlacedOrder[], sales: readonly Sale[] = []): CellFacts => ({
  asOf,
  item: {
    ...{ sku: 'A', name: 'A', category: null, group: '', supplier: 'ACME', unitCost: 1, unitPrice: 2, currency: 'EUR' },
    ...{ rule: { minimum: 0, multiple: 0 }, shelfLifeDays: null, launchOn: null, discontinuedOn: null },
  },
  location: {
    ...{ location: 'L', name: 'L', suppliedBy: null, onShelfDays: 0, unmet: 'lost' },
    receiving: { days: everyDay, closed: new Set(), dockToStock: 0 },
  },
  ...{ stock: null, orders, pastReceipts: [], leadTime: null, isClosedToday: false, sales, rivals: [], like: null },
  plan: [{ day: asOf - 60, days: 120, units: 1200 }],
  holidays: new Set(),
  taught: { id: '0', common: nothingLearned(asOf), level: null },
  promotions: [],
})

/** Counts of the days before today and of today. */
const counted = (...units: readonly number[]) =>
  units.map((onHand, i) => ({ onHand, asOf: asOf - units.length + 1 + i, minute: 0 }))

const takenOf = (
  facts: CellFacts,
  units: readonly number[],
  arrived: readonly { readonly day: number; readonly units: number }[] = [],
) =>
  withTakenOrders(facts, { counts: counted(...units), vanished: [], arrived })
    .orders.filter(({ status }) => status === 'received')
    .map(({ orderId }) => orderId)

describe('an order that nobody says has come', () => {
  it.each([
    ['the stock has risen by its quantity', [100, 190], ['PO-1']],
    ['it has risen by most of it', [100, 160], ['PO-1']],
    ['it has risen by less than half of it', [100, 130], []],
    ['it has not risen', [100, 90], []],
    ['it was empty before', [0, 92], ['PO-1']],
    ['it has risen before the order was due', [100, 190, 180, 170], []],
    ['it has risen on the day before it was due, seen on its day', [100, 190, 180], ['PO-1']],
  ])('is taken as received where %s', (_, units, taken) => {
    expect(takenOf(shelf([order('PO-1', 100)]), units)).toEqual(taken)
  })

  it('is measured by what was sold, where that is known', () => {
    expect(takenOf(shelf([order('PO-1', 40)], [sold(asOf - 1, 60)]), [100, 80])).toEqual(['PO-1'])
    expect(takenOf(shelf([order('PO-1', 40)], [sold(asOf - 1, 20)]), [100, 80])).toEqual([])
  })

  it('is not taken for another that is said to have come', () => {
    expect(takenOf(shelf([order('PO-1', 100)]), [100, 190], [{ day: asOf - 1, units: 100 }])).toEqual([])
  })

  it('is told from a stated total that is spread over all days of its promotion', () => {
    // 210 in a week are 30 a day, of which 20 on top; three of its days are gone.
    const promotion: PromotionLine = {
      ...{ sku: 'A', location: 'L', promotionId: 'P-1', name: 'Summer', start: asOf - 3, end: asOf + 3, rank: 1 },
      ...{ stated: { kind: 'units', units: 210 }, status: 'committed', hero: false, priority: null, owner: null },
      ...{ price: null, discount: null, type: null },
    }
    const running = { ...shelf([order('PO-1', 60)]), promotions: [promotion] }
    expect(takenOf(running, [100, 70])).toEqual([])
    expect(takenOf(running, [100, 130])).toEqual(['PO-1'])
  })

  it('is too small to be told from an error of what was expected to sell', () => {
    expect(takenOf(shelf([order('PO-1', 5)]), [100, 95])).toEqual([])
  })

  it('is told apart from others by what explains the rise best', () => {
    const orders = [order('PO-1', 50), order('PO-2', 80), order('PO-3', 200)]
    expect(takenOf(shelf(orders), [100, 220])).toEqual(['PO-1', 'PO-2'])
    expect(takenOf(shelf(orders), [100, 290])).toEqual(['PO-3'])
    expect(takenOf(shelf(orders), [100, 420])).toEqual(['PO-1', 'PO-2', 'PO-3'])
  })
})

import { describe, expect, it } from 'vitest'
import { isSetback, orderChangeKind, orderChanges } from '../../src/domain/alerts/order-change.ts'
import type { PlacedOrder } from '../../src/domain/assessment/cell.ts'

const order = (due: number | null, quantity = 100, status: PlacedOrder['status'] = 'confirmed'): PlacedOrder => ({
  orderId: 'PO-1',
  quantity,
  due,
  status,
  supplier: null,
  orderedOn: null,
  receivedOn: null,
  receivedQuantity: null,
  line: '',
  promisedOn: null,
  promotionIds: [],
  isOrdinary: false,
})

describe('an order', () => {
  it.each([
    ['later', order(10), order(17)],
    ['earlier', order(17), order(10)],
    ['gone', order(10), undefined],
    ['gone', order(10), order(10, 100, 'cancelled')],
    ['gone', order(10), order(10, 100, 'received')],
    ['gone', order(10), { ...order(10, 100, 'received'), receivedQuantity: 0 }],
    ['undated', order(10), order(null, 100, 'delayed')],
    ['undated', order(10), order(null)],
    ['less', order(10), order(10, 60)],
    ['more', order(10, 60), order(10)],
    ['confirmed', order(10, 100, 'planned'), order(10)],
    ['confirmed', order(null, 100, 'delayed'), order(10)],
    ['placed', undefined, order(10)],
  ] as const)('is %s', (how, was, is) => {
    expect(orderChangeKind(was, is)).toBe(how)
  })

  it.each([
    ['repeated', order(10), order(10)],
    ['received', order(10), { ...order(10, 100, 'received'), receivedOn: 9 }],
    ['received in part', order(10), { ...order(10, 0, 'received'), receivedQuantity: 60 }],
    ['over, and was not sure to come', order(null, 100, 'delayed'), order(10, 100, 'received')],
    ['planned anew', order(10, 100, 'planned'), order(17, 100, 'planned')],
    ['planned for the first time', undefined, order(10, 100, 'planned')],
    ['never there', undefined, undefined],
  ])('that is %s did not change', (_, was, is) => {
    expect(orderChangeKind(was, is)).toBeNull()
  })

  it('is one change with all its lines, the worst of them', () => {
    const cells = [
      { sku: 'A', location: 'X' },
      { sku: 'B', location: 'X' },
    ]
    const at = (a: PlacedOrder, b: PlacedOrder) =>
      new Map([
        ['A\u0000X', [a]],
        ['B\u0000X', [b]],
      ])
    const [change, ...more] = orderChanges(cells, at(order(10), order(10)), at(order(8), order(17, 50)))
    expect(more).toEqual([])
    expect(change).toEqual({ orderId: 'PO-1', how: 'later', from: 10, to: 17, units: 150, cells })
    expect(isSetback('later')).toBe(true)
    expect(isSetback('earlier')).toBe(false)
  })
})

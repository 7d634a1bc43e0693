import { expect, it } from 'vitest'
import { orderStatus } from '../../src/feeds/order-status.ts'
import { read } from './read-value.ts'

const status = orderStatus(() => {})

it.each([
  [
    'confirmed',
    'confirmed CONFIRMED open Open released sent approved purchase acknowledged in-transit IN_TRANSIT shipped',
  ],
  [
    'confirmed',
    'partially_received Partially-Received teilgeliefert offen Bestätigt Pending_Billing/Partially_Received',
  ],
  ['planned', 'draft RFQ requisition proposed Quotation on_order_request to_approve Bestellanforderung crtd'],
  ['delayed', 'late Postponed BACKORDERED back-order slipped verspätet'],
  ['received', 'closed Closed done complete completed fully_received delivered invoiced Billed teco geliefert'],
  ['cancelled', 'void canceled Cancelled rejected deleted storniert gelöscht cancel'],
])('an order is %s by %s', (meaning, words) => {
  for (const word of words.split(' ')) {
    expect(`${word} ${read(status, word)}`).toBe(`${word} ${meaning}`)
    expect(read(status, ` ${word.replaceAll('_', '  ')}`)).toBe(meaning)
  }
})

it.each(['on hold', 'pending', 'x', 'opener', '0', 'constructor'])(
  '"%s" is refused with the words there are',
  (word) => {
    expect(read(status, word)).toContain('is not one of confirmed, planned, delayed, received, cancelled')
  },
)

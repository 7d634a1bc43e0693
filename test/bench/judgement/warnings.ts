import type { PlacedOrder } from '../../../src/domain/assessment/cell.ts'
import { assessLine } from '../../../src/domain/assessment/judge.ts'
import type { Foretold } from '../../../src/domain/backtest/warnings.ts'
import { everyDay } from '../../../src/domain/day.ts'
import { lineOf, openCalendar } from './calendar.ts'
import { factsOf, policy } from './cases.ts'
import type { ReplayEvent, Retailer } from './data.ts'
import { sweep } from './sweep.ts'

const orderOf = ({ units, due }: ReplayEvent['orders'][number], i: number): PlacedOrder => ({
  orderId: `PO-${i}`,
  quantity: units,
  due,
  status: 'confirmed',
  supplier: null,
  orderedOn: null,
  receivedOn: null,
  receivedQuantity: null,
  line: '',
  promisedOn: null,
  promotionIds: [],
  isOrdinary: false,
})

/** Judges every event of a retailer on the morning of its decision. */
export const replay = (retailer: Retailer): readonly Foretold[] => {
  const calendar = openCalendar(retailer)
  const said: Foretold[] = []
  sweep(
    retailer,
    Map.groupBy(retailer.events, (event) => event.decision),
    (learner, event) => {
      const line = lineOf(event)
      const { p0 } = assessLine(
        factsOf(retailer, learner, calendar, line, event.decision, {
          stock: {
            onHand: event.onHand,
            allocated: 0,
            unusable: 0,
            safetyStock: null,
            asOf: event.decision,
            minute: 0,
          },
          orders: event.orders.map(orderOf),
          leadTime: {
            supplier: event.supplier,
            lead: event.leadDays,
            calendar: 'calendar',
            sd: 0,
            reviewDays: null,
            orderDays: everyDay,
            cutoff: null,
            maxPerWeek: null,
            holidays: new Set(),
          },
        }),
        line,
        policy,
      ).window
      if (p0 !== null) said.push({ day: event.decision, probability: p0, happened: event.stockedOut })
    },
  )
  return said
}

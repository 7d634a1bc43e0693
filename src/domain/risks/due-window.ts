import type { LineFacts } from '../assessment/readiness.ts'
import { type DueWindow, dueDays } from '../supply/due-days.ts'
import type { Delivery, JointOrder } from './joint-order.ts'

/**
 * Gives the days on which an order may be delivered where it goes, so that it is usable when it has to be; null where there
 * are none, and where it passes through a location of our own, which sends it on.
 */
export const dueWindowOf = ({ needs, delivery, usableBy }: JointOrder): DueWindow | null =>
  dueAt(
    { from: delivery?.from ?? null, by: usableBy },
    needs.flatMap(({ lines }) => lines.map(({ facts }) => facts)),
  )

/** Gives the days between which an order has to be delivered; null where it may come as early as it likes. */
export const deliveryOf = (order: JointOrder): Delivery | null =>
  order.delivery && (between(dueWindowOf(order)) ?? order.delivery)

/** Gives the days between which goods have to be delivered at a line's location, to be usable between some days; null where they may come at any time. */
export const deliveryAt = (facts: LineFacts, usable: Delivery | null): Delivery | null =>
  usable && (between(dueAt(usable, [facts])) ?? usable)

const dueAt = (usable: DueWindow, cells: readonly LineFacts[]): DueWindow | null =>
  cells.length === 0 || cells.some(({ leadTime }) => leadTime?.via !== undefined)
    ? null
    : dueDays(
        usable,
        cells.map(({ location }) => location.receiving),
      )

const between = (window: DueWindow | null): Delivery | null =>
  window === null || window.from === null ? null : { from: window.from, by: window.by }

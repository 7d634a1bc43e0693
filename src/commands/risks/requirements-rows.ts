import { isoOf } from '../../domain/day.ts'
import type { Destination, Requirement, Requirements, Served } from '../../domain/risks/requirement.ts'

/** The columns of the requirements file. */
export const requirementColumns = [
  'standing',
  'supplier',
  'sku',
  'name',
  'quantity',
  'order_by',
  'order_by_hour',
  'order_id',
  'deliver_to',
  'usable_by',
  'promotions',
  'missing',
  'left_over',
  'left_over_cost',
  'revenue_at_risk',
  'currency',
  'not_before',
] as const

type Row = Partial<Readonly<Record<(typeof requirementColumns)[number], string>>>

/** Gives one row for each order, then rows for what is too late, planned or of unknown quantity. No amount stands in two rows, so that a column can be summed. */
export const requirementRows = (all: Requirements): readonly (readonly string[])[] =>
  [
    ...[...all.orders, ...all.withoutSupplier].flatMap(orderRows),
    ...all.tooLate.map(
      (one): Row => ({
        ...named('too-late', one),
        quantity: String(one.units),
        order_by: one.since === null ? '' : isoOf(one.since),
        order_id: one.chase?.orderId ?? '',
        usable_by: one.chase?.by == null ? '' : isoOf(one.chase.by),
        deliver_to: one.locations.join(' '),
        ...moneyOf(one.money),
      }),
    ),
    ...all.planned.map(
      (one): Row => ({
        ...named('planned', one),
        quantity: String(one.units),
        order_by: one.placeBy === null ? '' : isoOf(one.placeBy),
        order_id: one.orderId,
      }),
    ),
    ...all.untold.map((one): Row => ({ ...named('quantity-unknown', one), ...moneyOf(one.money) })),
  ].map((row) => requirementColumns.map((column) => row[column] ?? ''))

const named = (
  standing: string,
  one: Pick<Requirement, 'supplier' | 'sku' | 'item'> & { readonly promotions: readonly Served[] },
): Row => ({
  standing,
  supplier: one.supplier ?? '',
  sku: one.sku,
  name: one.item,
  promotions: one.promotions.map(({ promotionId }) => promotionId).join(' '),
})

/** Gives the rows of an item's orders; figures of the item as a whole stand in the first row only. */
const orderRows = (one: Requirement): readonly Row[] =>
  one.orders.map((order, i) => ({
    ...named('order', one),
    quantity: String(order.units),
    order_by: isoOf(order.orderBy),
    order_by_hour: i === 0 ? (one.cutoff ?? '') : '',
    deliver_to: order.destinations.map(destinationText).join(' '),
    usable_by: order.destinations.flatMap(({ usableOn }) => (usableOn === null ? [] : isoOf(usableOn))).sort()[0] ?? '',
    ...(i === 0
      ? {
          missing: String(one.missingUnits),
          left_over: String(one.overUnits),
          left_over_cost: one.overCost === null ? '' : amount(one.overCost),
          ...moneyOf(one.money),
        }
      : {}),
    currency: one.currency ?? '',
    not_before: order.delivery === null ? '' : isoOf(order.delivery.from),
  }))

const destinationText = ({ location, units, usableOn }: Destination): string =>
  `${location}:${units}${usableOn === null ? '' : `@${isoOf(usableOn)}`}`

const amount = (value: number): string => value.toFixed(2)

/** Writes money and its currency. An item has one currency, so that the first amount is the only one. */
const moneyOf = (money: Readonly<Record<string, number>>): Row => {
  const [first] = Object.entries(money)
  return first === undefined ? {} : { revenue_at_risk: amount(first[1]), currency: first[0] }
}

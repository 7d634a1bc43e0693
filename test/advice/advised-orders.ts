import { arrivalOf, type Pace, supplierOf, usableOn } from './calendar.ts'
import type { Situation } from './company.ts'
import type { Asked, Judged } from './office.ts'
import { randomOf } from './random.ts'
import { daysFrom, plus, type Row, type Rows } from './rows.ts'

/**
 * One way of doing what the bot asks for: the orders as rows of the inbound feed, and the lines that they must make ready.
 * With `isLess` they are one multiple short of it, and must not be enough in all the ways of that line.
 */
export type Trial = {
  readonly how: string
  readonly covers: readonly string[]
  readonly inbound: readonly Row[]
  readonly isLess?: boolean
  /** The order is one for the warehouse: the lines may then ask for what the warehouse sends on, which is done as well. */
  readonly sendsOn?: boolean
}

/** Names a line of a promotion. */
export const keyOf = (line: Pick<Judged, 'promotion_id' | 'sku' | 'location'>): string =>
  `${line.promotion_id} ${line.sku} ${line.location}`

type Destination = Asked['orders'][number]['destinations'][number]

type Part = { readonly on: string; readonly units: number }

/** The orders that a line is advised, first to last. */
const partsOf = ({ window }: Judged): readonly Part[] =>
  window.order_by_date === null || window.order_units === null
    ? []
    : [
        { on: window.order_by_date, units: window.order_units },
        ...window.later_orders.map((later) => ({ on: later.order_by_date, units: later.order_units })),
      ]

/** Who is asked for the order that `ORDER_IN_TIME` names. */
const askedOf = (line: Judged): string | null =>
  line.reasons.flatMap(({ code, text }) =>
    code === 'ORDER_IN_TIME' ? (/^Order .*? at (\S+)/.exec(text)?.[1] ?? []) : [],
  )[0] ?? null

/** Gives the last day on which what comes to the door of a place can be sold on a given day; null where nothing can be by then. */
const dueFor = (rows: Rows, location: string, usable: string): string | null => {
  for (let early = 0; early < 15; early++)
    if (usableOn(rows, location, plus(usable, -early)) === usable) return plus(usable, -early)
  return null
}

/** The days before a receipt on which it must be as good: all where ordinary orders go on and nothing perishes, else those of the delivery window. */
const otherDays = (situation: Situation, line: Judged, due: string): readonly { how: string; due: string }[] => {
  const { asOf, rows } = situation
  const random = randomOf(daysFrom('2026-01-01', due), line.window.order_units ?? 0)
  const { deliver_from: from, deliver_by: by } = line.window
  if (from && by)
    return [from, by, plus(from, random.whole(0, daysFrom(from, by)))].flatMap((usable) => {
      const at = dueFor(rows, line.location, usable)
      return at === null || at < asOf ? [] : { how: 'delivery window', due: at }
    })
  const perishes = rows.items?.some((row) => row.sku === line.sku && row.shelf_life_days !== undefined)
  const before = daysFrom(asOf, due)
  if (line.window.ordinary_from === null || perishes || before < 2) return []
  return [1, random.whole(1, before - 1)].map((days) => ({ how: 'earlier', due: plus(asOf, days) }))
}

/** Gives the ways of ordering exactly what one line at risk is advised, and one multiple less. */
export const trialsOfLine = (situation: Situation, line: Judged): readonly Trial[] => {
  const { rows } = situation
  if (line.window.order_units === 0) return placingPlanned(situation, line)
  const parts = partsOf(line)
  const from = supplierOf(rows, line.sku, line.location)
  const supplier = askedOf(line) ?? from
  if (supplier === null || from === null || parts.length === 0) return []
  // Where the warehouse lacks it, the order at its supplier is one for the warehouse, which then sends it on.
  const isForWarehouse = supplier !== from
  const location = isForWarehouse ? from : line.location
  const ordered = (some: readonly Part[], pace: Pace, days = 0): readonly Row[] =>
    some.map(({ on, units }, i) => ({
      order_id: `ADVISED-${line.promotion_id}-${i + 1}`,
      sku: line.sku,
      location,
      quantity: units,
      due_date: arrivalOf(rows, { supplier, sku: line.sku, location, on: plus(on, -days) }, pace) ?? '',
      promotion_id: line.promotion_id,
    }))
  const covers = [keyOf(line)]
  const paces = (['told', 'protected'] as const).map((pace) => ({
    how: isForWarehouse ? `for the warehouse, ${pace}` : pace,
    covers,
    inbound: ordered(parts, pace),
    sendsOn: isForWarehouse,
  }))
  if (isForWarehouse) return paces
  const [first] = ordered(parts, 'told') as [Row]
  const others = parts.length > 1 ? [] : otherDays(situation, line, `${first.due_date}`)
  return [
    ...paces,
    ...others.map(({ how, due }) => ({ how, covers, inbound: [{ ...first, due_date: due }] })),
    ...shorter(situation, line, parts, ordered),
  ]
}

/** Gives the order at the warehouse that a line asks for once the warehouse has what it lacked; nothing where it asks for something else. */
export const sendingOn = (situation: Situation, line: Judged): readonly Row[] => {
  const [direct] = trialsOfLine(situation, line)
  const supplier = supplierOf(situation.rows, line.sku, line.location) ?? ''
  return direct === undefined || direct.how !== 'told'
    ? []
    : direct.inbound.map((row) => ({
        ...row,
        order_id: `SENT-${row.order_id}`,
        supplier,
        ordered_date: situation.asOf,
      }))
}

/** Where a planned order covers the line, nothing else is ordered: it is placed as it is planned. */
const placingPlanned = ({ rows }: Situation, line: Judged): readonly Trial[] => {
  const inbound = (rows.inbound ?? []).filter(
    (row) =>
      row.status === 'planned' &&
      row.sku === line.sku &&
      row.location === line.location &&
      line.reasons.some(({ code, text }) => code === 'PLANNED_ORDER' && text.includes(`if ${row.order_id} `)),
  )
  return inbound.length === 0
    ? []
    : [{ how: 'planned', covers: [keyOf(line)], inbound: inbound.map((row) => ({ ...row, status: 'confirmed' })) }]
}

const shorter = (
  { asOf, rows }: Situation,
  line: Judged,
  parts: readonly Part[],
  ordered: (some: readonly Part[], pace: Pace, days?: number) => readonly Row[],
): readonly Trial[] => {
  const item = rows.items?.find((row) => row.sku === line.sku)
  const last = parts.at(-1) as Part
  const units = last.units - Math.max(1, Number(item?.order_multiple ?? 1))
  if (units <= 0 || units < Number(item?.min_order_qty ?? 0)) return []
  const less = [...parts.slice(0, -1), { ...last, units }]
  // An order that holds from today may be larger than one for its last day alone.
  const isForAnyDay = line.window.ordinary_from === null && !line.window.deliver_from && parts.length === 1
  const days = isForAnyDay ? [0, daysFrom(asOf, last.on)] : [0]
  return (['told', 'protected'] as const).flatMap((pace) =>
    [...new Set(days)].map((earlier) => ({
      how: `one less, ${pace}`,
      isLess: true,
      covers: [keyOf(line)],
      inbound: ordered(less, pace, earlier),
    })),
  )
}

/** Gives the ways of ordering what one row of `requirements` asks for; the lines it covers are those at risk that its places supply. */
export const trialsOfRow = (situation: Situation, asked: Asked, atRisk: readonly Judged[]): readonly Trial[] => {
  const { rows } = situation
  const places = new Set(asked.orders.flatMap(({ destinations }) => destinations.map(({ location }) => location)))
  const isFor = (line: Judged, location: string) =>
    line.location === location || supplierOf(rows, line.sku, line.location) === location
  const covered = atRisk.filter(
    (line) =>
      line.sku === asked.sku &&
      asked.promotions.includes(line.promotion_id) &&
      [...places].some((location) => isFor(line, location)),
  )
  if (covered.length === 0) return []
  const sendsOn = covered.some((line) => !places.has(line.location))
  const comes = (pace: Pace | 'as late as it says', on: string, { location, usable_by }: Destination) =>
    pace === 'as late as it says'
      ? dueFor(rows, location, usable_by)
      : arrivalOf(rows, { supplier: asked.supplier, sku: asked.sku, location, on }, pace)
  return (['told', 'protected', 'as late as it says'] as const).map((pace) => ({
    how: `row${sendsOn ? ' for the warehouse' : ''}, ${pace}`,
    covers: covered.map(keyOf),
    inbound: asked.orders
      .flatMap(({ quantity, order_by: on, destinations }, i) => {
        const shares = destinations.flatMap((destination) =>
          destination.promotions.map((share) => ({ ...share, destination })),
        )
        const over = quantity - shares.reduce((sum, share) => sum + share.quantity, 0)
        return shares.map(
          ({ promotion_id, quantity: units, destination }, at): Row => ({
            order_id: `ASKED-${asked.sku}-${i + 1}`,
            sku: asked.sku,
            location: destination.location,
            quantity: units + (at === 0 ? Math.max(-units, over) : 0),
            promotion_id,
            supplier: asked.supplier,
            ordered_date: situation.asOf,
            due_date: comes(pace, on, destination) ?? '',
          }),
        )
      })
      .filter(({ quantity }) => Number(quantity) > 0)
      .map((row, line) => ({ ...row, line: line + 1 })),
    sendsOn,
  }))
}

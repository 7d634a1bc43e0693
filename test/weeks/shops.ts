import { arrivalOf } from '../advice/calendar.ts'
import { type Random, randomOf } from '../advice/random.ts'
import { daysFrom, plus, type Row } from '../advice/rows.ts'

/** The first day of the story, a Monday. */
export const firstDay = '2026-06-01'

/** A promotion as the shops live it, whatever is said of it in chat. */
type Campaign = {
  readonly sku: string
  readonly at: readonly string[]
  readonly start: string
  readonly end: string
  readonly ratio: number
}

export const items: readonly Row[] = [
  {
    sku: 'COLA',
    name: 'Cola 1.5 l',
    supplier: 'ACME',
    unit_price: 1.99,
    unit_cost: 0.9,
    min_order_qty: 24,
    order_multiple: 12,
  },
  { sku: 'LEMON', name: 'Lemonade', supplier: 'ACME', unit_price: 1.49, unit_cost: 0.7, order_multiple: 6 },
  { sku: 'CHIPS', name: 'Chips 200 g', supplier: 'BOLT', unit_price: 2.49, unit_cost: 1.2, order_multiple: 10 },
  { sku: 'PEN', name: 'Gel pen', supplier: 'BOLT', unit_price: 3.5, unit_cost: 1.4, min_order_qty: 50 },
  { sku: 'SOAP', name: 'Soap', supplier: 'SLIP', unit_price: 4.2, unit_cost: 2 },
].map((row) => ({ ...row, currency: 'EUR' }))

export const locations: readonly Row[] = [
  { location: 'DC', name: 'Warehouse', kind: 'dc' },
  { location: 'EAST', name: 'East Street', kind: 'shop', supplied_by: 'DC' },
  { location: 'WEST', name: 'West Park', kind: 'shop', supplied_by: 'DC' },
  { location: 'NORTH', name: 'North Gate', kind: 'shop' },
  { location: 'SOUTH', name: 'South Quay', kind: 'shop' },
]

export const leadTimes: readonly Row[] = [
  { supplier: 'ACME', lead_time_days: 6, review_days: 7, lead_time_sd_days: 1 },
  { supplier: 'BOLT', lead_time_days: 9, calendar: 'weekdays' },
  { supplier: 'SLIP', lead_time_days: 8, review_days: 7 },
  { supplier: 'DC', lead_time_days: 2, review_days: 3 },
]

const rows = { items, locations, 'lead-times': leadTimes }
const shopsOf = (sku: string) => (sku === 'SOAP' ? ['NORTH', 'SOUTH'] : ['EAST', 'WEST', 'NORTH', 'SOUTH'])
const daily: Readonly<Record<string, number>> = { COLA: 20, LEMON: 9, CHIPS: 12, PEN: 4, SOAP: 7 }
const share: Readonly<Record<string, number>> = { EAST: 1.2, WEST: 0.8, NORTH: 1, SOUTH: 0.9 }

const fromDepot = (location: string): boolean => location === 'EAST' || location === 'WEST'
const supplierOf = (sku: string): string => `${items.find((row) => row.sku === sku)?.supplier}`
/** The days between the ordinary orders at a supplier; nobody tells of those at BOLT. */
const reviewOf = (supplier: string): number =>
  Number(leadTimes.find((row) => row.supplier === supplier)?.review_days ?? 7)
const meanOf = (sku: string, location: string): number =>
  location === 'DC'
    ? ['EAST', 'WEST'].reduce((sum, shop) => sum + meanOf(sku, shop), 0)
    : (daily[sku] as number) * (share[location] as number)

/** An order or a move of goods, as the order system holds it. */
export type Order = {
  readonly id: string
  readonly sku: string
  readonly location: string
  readonly supplier: string
  readonly units: number
  readonly promised: string
  due: string
  status: 'confirmed' | 'delayed' | 'received' | 'cancelled'
  readonly promotion: string | null
  /** The day from which the order system tells of it. */
  readonly known: string
  received: string | null
}

/** A place and item with what is there; `usual` is what would be there without promotions, which the ordinary buyer looks at. */
type Shelf = { readonly sku: string; readonly location: string; stock: number; usual: number }

const shelvesAt = (random: Random): readonly Shelf[] =>
  Object.keys(daily).flatMap((sku) =>
    [...(sku === 'SOAP' ? [] : ['DC']), ...shopsOf(sku)].map((location) => {
      const supplier = fromDepot(location) ? 'DC' : supplierOf(sku)
      const days = location === 'DC' ? 14 : fromDepot(location) ? 7 : supplier === 'BOLT' ? 24 : 16
      const stock = Math.round(meanOf(sku, location) * days * random.between(0.95, 1.1))
      return { sku, location, stock, usual: stock }
    }),
  )

/** The shops and the warehouse with what really happens in them: what is sold, what comes, and what the buyer orders ordinarily. */
export class Shops {
  readonly orders: Order[] = []
  readonly campaigns: Campaign[] = []
  readonly shelves: readonly Shelf[]
  readonly sales: Row[] = []
  readonly #random: Random
  readonly #hasChance: boolean
  readonly #owed = new Map<string, number>()
  #numbers = 100

  /** Without chance exactly what is expected is sold, in whole units. */
  constructor(seed: number, hasChance: boolean) {
    this.#random = randomOf(seed, 5)
    this.#hasChance = hasChance
    this.shelves = shelvesAt(this.#random)
  }

  /** Draws about as many units as are wanted; without chance as many, what is less than one unit another day. */
  #drawn(mean: number, of: string): number {
    if (!this.#hasChance) {
      const wanted = mean + (this.#owed.get(of) ?? 0)
      this.#owed.set(of, wanted - Math.round(wanted))
      return Math.round(wanted)
    }
    let chance = -6
    for (let i = 0; i < 12; i++) chance += this.#random.between(0, 1)
    return Math.max(0, Math.round(mean + chance * Math.sqrt(mean)))
  }

  shelf(sku: string, location: string): Shelf {
    return this.shelves.find((one) => one.sku === sku && one.location === location) as Shelf
  }

  /** Places an order with the supplier of a place; it comes after the lead time that its supplier tells, not before the day said. */
  place(order: {
    readonly sku: string
    readonly location: string
    readonly units: number
    readonly on: string
    readonly id?: string
    readonly promotion?: string | null
    readonly supplier?: string
    readonly notBefore?: string | null
  }): Order {
    const { sku, location, units, on, promotion = null, notBefore = null } = order
    const supplier = order.supplier ?? (fromDepot(location) ? 'DC' : supplierOf(sku))
    const arrival = arrivalOf(rows, { supplier, sku, location, on }, 'told') as string
    const due = notBefore !== null && notBefore > arrival ? notBefore : arrival
    const id = order.id ?? `${supplier === 'DC' ? 'TR' : 'PO'}-${++this.#numbers}`
    const placed: Order = {
      id,
      sku,
      location,
      supplier,
      units,
      promised: due,
      due,
      status: 'confirmed',
      promotion,
      known: plus(on, 1),
      received: null,
    }
    this.orders.push(placed)
    return placed
  }

  /** Lets a day pass: what is due comes in the morning, people buy, and the buyer orders. */
  pass(day: string): void {
    for (const order of this.orders) {
      if (order.received !== null || order.status === 'cancelled' || order.due !== day) continue
      const from = order.supplier === 'DC' ? this.shelf(order.sku, 'DC') : null
      // What was ordered for promotions is not sent out ordinarily.
      const units = Math.min(
        order.units,
        from === null ? order.units : order.promotion === null ? from.usual : from.stock,
      )
      if (from !== null) from.stock -= units
      if (from !== null && order.promotion === null) from.usual -= units
      const shelf = this.shelf(order.sku, order.location)
      shelf.stock += units
      if (order.promotion === null) shelf.usual += units
      order.status = 'received'
      order.received = day
    }
    for (const shelf of this.shelves) {
      if (shelf.location === 'DC') continue
      const normal = this.#drawn(meanOf(shelf.sku, shelf.location), `${shelf.sku} ${shelf.location}`)
      const extra = this.campaigns
        .filter(
          ({ sku, at, start, end }) => sku === shelf.sku && at.includes(shelf.location) && start <= day && day <= end,
        )
        .reduce((sum, { ratio }) => sum + (ratio - 1) * meanOf(shelf.sku, shelf.location), 0)
      const sold = Math.min(shelf.stock, normal + this.#drawn(extra, `${shelf.sku} ${shelf.location} extra`))
      shelf.stock -= sold
      shelf.usual = Math.max(0, shelf.usual - normal)
      this.sales.push({ date: day, sku: shelf.sku, location: shelf.location, units: sold })
    }
    for (const shelf of this.shelves) this.#buy(shelf, day)
  }

  /** Orders on the ordering days what is usually missing until what is ordered next can come, and some safety. */
  #buy({ sku, location, usual }: Shelf, day: string): void {
    const supplier = fromDepot(location) ? 'DC' : supplierOf(sku)
    const review = reviewOf(supplier)
    if (daysFrom(firstDay, day) % review !== 0) return
    const lead =
      Number(leadTimes.find((row) => row.supplier === supplier)?.lead_time_days) + (supplier === 'BOLT' ? 5 : 1)
    const mean = meanOf(sku, location)
    const coming = this.orders
      .filter((one) => one.sku === sku && one.location === location && one.received === null && one.promotion === null)
      .reduce((sum, { units }) => sum + units, 0)
    const level =
      mean * (lead + review) + 1.65 * Math.sqrt(mean * (lead + review) + (0.1 * mean * (lead + review)) ** 2)
    const multiple = Number(items.find((row) => row.sku === sku)?.order_multiple ?? 1)
    const units = Math.ceil((level - usual - coming) / multiple) * multiple
    if (units > 0) this.place({ sku, location, units, on: day })
  }

  /** The feeds of a morning. */
  stock(day: string): readonly Row[] {
    return this.shelves.map(({ sku, location, stock }) => ({ sku, location, on_hand: stock, as_of: day }))
  }

  sold(day: string): readonly Row[] {
    return this.sales.filter((row) => row.date === day)
  }

  /** What the order system tells on a morning: what is open, and what has come since the day before yesterday. */
  told(day: string): readonly Row[] {
    return this.orders
      .filter((one) => one.known <= day && (one.received === null || one.received >= plus(day, -2)))
      .map((one) => ({
        order_id: one.id,
        sku: one.sku,
        location: one.location,
        supplier: one.supplier,
        quantity: one.received === null ? one.units : 0,
        due_date: one.due,
        status: one.status,
        promotion_id: one.promotion === null || one.promotion.startsWith('told ') ? '' : one.promotion,
        received_date: one.received ?? '',
        received_quantity: one.received === null ? '' : one.units,
      }))
  }

  plan(): readonly Row[] {
    return this.shelves
      .filter(({ location }) => location !== 'DC')
      .map(({ sku, location }) => ({
        date: plus(firstDay, -30),
        sku,
        location,
        units: Math.round(meanOf(sku, location) * 150 * 1000) / 1000,
        days: 150,
      }))
  }
}

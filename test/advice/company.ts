import { type Random, randomOf } from './random.ts'
import { plus, type Row, type Rows } from './rows.ts'

/** A company of its own: one supplier, a few items and places, a few promotions; `traits` are the families it belongs to. */
export type Situation = {
  readonly id: string
  readonly asOf: string
  readonly traits: readonly string[]
  readonly rows: Rows
}

/** Gives the day on which the situations of a book are judged, and the days on which everybody is closed. */
const bookDays = (seed: number, book: number): { readonly asOf: string; readonly closed: readonly Row[] } => {
  const random = randomOf(seed, book, 7)
  const asOf = random.chance(0.5) ? '2026-06-01' : plus('2026-02-02', random.whole(0, 360))
  const closed = random.chance(0.4) ? [random.whole(2, 30), random.whole(31, 60)] : []
  return { asOf, closed: closed.map((days) => ({ calendar: '*', date: plus(asOf, days) })) }
}

/** Makes the nth situation of a seed; those of one book share their day, so that one store holds them all. */
export const situationOf = (seed: number, n: number, { perBook = 50 } = {}): Situation => {
  const { asOf, closed } = bookDays(seed, Math.floor(n / perBook))
  const made = new Maker(randomOf(seed, n), `${n}`, asOf)
  const rows = made.make()
  return {
    id: `${seed}/${n}`,
    asOf,
    traits: [...made.traits],
    rows: { ...rows, holidays: [...(rows.holidays ?? []), ...closed] },
  }
}

type Draft = { -readonly [kind in keyof Rows]-?: Row[] }

type Window = { readonly start: number; readonly length: number; readonly ratio: number }

/** Draws one situation, family by family. */
class Maker {
  readonly traits = new Set<string>()
  readonly #random: Random
  readonly #n: string
  readonly #asOf: string
  readonly #rows: Draft = {
    items: [],
    locations: [],
    'lead-times': [],
    holidays: [],
    'demand-plan': [],
    inventory: [],
    inbound: [],
    promotions: [],
  }

  constructor(random: Random, n: string, asOf: string) {
    this.#random = random
    this.#n = n
    this.#asOf = asOf
  }

  make(): Rows {
    const { whole, chance, pick, between } = this.#random
    const lead = whole(2, 16)
    const depot = this.#has('warehouse', 0.26) ? `D${this.#n}` : null
    const review = this.#has('ordinary', depot === null ? 0.32 : 0.7) ? pick([2, 3, 5, 7, 14]) : null
    const volume = pick([0.3, 0.8, 2, 6, 15, 40, 200])
    if (volume < 1) this.traits.add('small')
    if (volume >= 200) this.traits.add('large')
    const shops = Array.from({ length: this.#has('shops', 0.3) ? whole(2, 3) : 1 }, (_, i) => `L${this.#n}${'ABC'[i]}`)
    const items = Array.from({ length: chance(0.12) ? 2 : 1 }, (_, i) => `I${this.#n}${'XY'[i]}`)
    const windows = this.#windows(lead + (depot === null ? 0 : 2))
    this.#leadTimes(lead, review, depot, volume)
    this.#places(shops, depot)
    for (const sku of items) {
      const each = volume * between(0.7, 1.4)
      this.#item(sku, each, windows)
      for (const location of shops) this.#shelf(sku, location, { each, review, lead, windows, depot: depot !== null })
      if (depot !== null) this.#depot(sku, depot, each * shops.length, windows)
    }
    this.#promotions(items, shops, windows)
    return this.#rows
  }

  /** Tells whether the situation belongs to a family, and notes it. */
  #has(trait: string, probability: number): boolean {
    const isSo = this.#random.chance(probability)
    if (isSo) this.traits.add(trait)
    return isSo
  }

  #date(days: number): string {
    return plus(this.#asOf, days)
  }

  #windows(lead: number): readonly Window[] {
    const { whole, chance, between } = this.#random
    const first = this.#has('running', 0.06) ? -whole(1, 3) : Math.max(0, Math.round(lead * 1.35) + whole(-8, 28))
    const length = () => (chance(0.08) ? whole(20, 30) : whole(3, 14))
    const ratio = () => between(1.15, 3)
    const windows: Window[] = [{ start: first, length: length(), ratio: ratio() }]
    if (!this.#has('overlap', 0.3)) return windows
    const [{ length: days }] = windows as [Window]
    windows.push({ start: first + whole(0, days + 12), length: length(), ratio: ratio() })
    if (chance(0.3)) windows.push({ start: first + whole(0, days + 25), length: length(), ratio: ratio() })
    return windows
  }

  #leadTimes(lead: number, review: number | null, depot: string | null, volume: number): void {
    const { whole, chance, pick } = this.#random
    const supplier = `S${this.#n}`
    const more: Record<string, string | number> = {}
    if (this.#has('weekdays', 0.35)) more.calendar = 'weekdays'
    if (this.#has('variance', 0.3)) more.lead_time_sd_days = pick([0.5, 1, 2, 3])
    if (this.#has('order days', 0.2)) more.order_days = pick(['mon,thu', 'tue', 'mon,wed,fri'])
    if (this.#has('weekly limit', 0.14)) more.max_per_week = Math.max(1, Math.round(volume * whole(4, 25)))
    if (review !== null) more.review_days = review
    this.#rows['lead-times'].push({ supplier, lead_time_days: lead, ...more })
    if (depot !== null)
      this.#rows['lead-times'].push({
        supplier: depot,
        lead_time_days: whole(1, 3),
        ...(review === null ? {} : { review_days: review }),
      })
    if (this.#has('supplier closed', 0.2)) {
      const from = whole(0, 30)
      const days = chance(0.3) ? whole(5, 12) : whole(1, 2)
      for (let i = 0; i < days; i++) this.#rows.holidays.push({ calendar: supplier, date: this.#date(from + i) })
    }
  }

  #places(shops: readonly string[], depot: string | null): void {
    const { whole, pick } = this.#random
    const more: Record<string, string | number> = {}
    if (this.#has('dock to stock', 0.2)) more.dock_to_stock_days = whole(1, 3)
    if (this.#has('receiving days', 0.2)) more.receiving_days = pick(['mon-fri', 'tue,fri', 'mon-sat'])
    if (this.#has('on shelf', 0.2)) more.on_shelf_days = whole(1, 3)
    if (this.#has('backorder', 0.1)) more.unmet = 'backorder'
    for (const location of shops)
      this.#rows.locations.push({ location, ...(depot === null ? {} : { supplied_by: depot }), ...more })
    if (depot !== null) this.#rows.locations.push({ location: depot, kind: 'dc' })
  }

  #item(sku: string, each: number, windows: readonly Window[]): void {
    const { whole, between, pick } = this.#random
    const price = Math.round(between(2, 30) * 100) / 100
    const [{ start, length }] = windows as [Window]
    const more: Record<string, string | number> = {}
    if (this.#has('minimum', 0.35)) more.min_order_qty = Math.max(1, Math.round(each * whole(2, 15)))
    if (this.#has('multiple', 0.35)) more.order_multiple = each < 5 ? pick([2, 6]) : pick([6, 12, 50])
    if (this.#has('shelf life', 0.12)) more.shelf_life_days = whole(6, 60)
    if (this.#has('discontinued', 0.2)) more.discontinued_on = this.#date(start + whole(0, length + 20))
    this.#rows.items.push({
      sku,
      name: sku,
      supplier: `S${this.#n}`,
      unit_price: price,
      unit_cost: Math.round(price * between(0.3, 0.8) * 100) / 100,
      currency: 'EUR',
      ...more,
    })
  }

  #shelf(
    sku: string,
    location: string,
    shelf: {
      readonly each: number
      readonly review: number | null
      readonly lead: number
      readonly windows: readonly Window[]
      readonly depot: boolean
    },
  ): void {
    const { between, whole, chance } = this.#random
    const each = shelf.each * between(0.7, 1.4)
    const plan = this.#plan(each)
    for (const row of plan) this.#rows['demand-plan'].push({ ...row, sku, location })
    const [{ start, length, ratio }] = shelf.windows as [Window]
    const promoted = each * length * ratio
    const coming = this.#orders(sku, location, { start, length, promoted })
    const horizon = shelf.review === null ? Math.max(0, start) : Math.min(start, shelf.lead + shelf.review)
    const onHand = Math.max(0, Math.round(each * horizon * between(0.75, 1.2) + promoted * between(-0.1, 1.7) - coming))
    const counted = this.#has('stale', 0.11) ? whole(4, 20) : 0
    this.#rows.inventory.push({
      sku,
      location,
      on_hand: onHand + Math.round(each * counted),
      as_of: this.#date(-counted),
      ...(this.#has('allocated', 0.12) ? { allocated: Math.round(onHand * between(0, 0.9)) } : {}),
      ...(chance(0.05) ? { unusable: Math.round(onHand * between(0, 0.3)) } : {}),
      ...(this.#has('safety stock', 0.4) ? { safety_stock: Math.max(1, Math.round(each * whole(1, 12))) } : {}),
    })
  }

  /** Plans so many a day, level or with a week's ups and downs. */
  #plan(each: number): readonly Row[] {
    const { chance, between } = this.#random
    const level = (units: number) => Math.round(units * 1000) / 1000
    if (chance(0.75)) return [{ date: this.#date(-30), units: level(each * 270), days: 270 }]
    return Array.from({ length: 26 }, (_, week) => ({
      date: this.#date(week * 7 - 35),
      units: level(each * 7 * between(0.7, 1.3)),
      days: 7,
    }))
  }

  /** Places orders of all kinds, and gives the units that come before the promotion. */
  #orders(
    sku: string,
    location: string,
    at: { readonly start: number; readonly length: number; readonly promoted: number },
  ): number {
    const { whole, chance, pick, between } = this.#random
    let coming = 0
    for (let i = 0; i < (chance(0.6) ? whole(1, 2) : 0); i++) {
      const kind = pick(['in time', 'in time', 'in the window', 'slipped', 'overdue', 'delayed', 'undated', 'planned'])
      const quantity = Math.max(1, Math.round(at.promoted * between(0.1, 0.9)))
      const promised = this.#date(Math.max(0, at.start - whole(1, 8)))
      this.traits.add(`order ${kind}`)
      if (kind === 'in time') coming += quantity
      const row = { order_id: `PO-${sku}-${location}-${i}`, sku, location, quantity }
      const told: Record<string, Row> = {
        'in time': { due_date: promised },
        'in the window': { due_date: this.#date(Math.max(0, at.start) + whole(0, at.length)) },
        slipped: { due_date: this.#date(Math.max(0, at.start) + at.length + whole(0, 6)), promised_date: promised },
        overdue: { due_date: this.#date(-whole(1, 6)) },
        delayed: {
          status: 'delayed',
          due_date: this.#date(Math.max(0, at.start) + whole(-3, 8)),
          promised_date: this.#date(-whole(1, 6)),
        },
        undated: chance(0.5) ? {} : { status: 'delayed', due_date: promised, promised_date: promised },
        planned: { status: 'planned', due_date: promised },
      }
      this.#rows.inbound.push({ ...row, ...told[kind] })
    }
    return coming
  }

  #depot(sku: string, depot: string, each: number, windows: readonly Window[]): void {
    const { between, chance, whole } = this.#random
    const [{ start, length, ratio }] = windows as [Window]
    const wanted = each * length * ratio
    this.#rows.inventory.push({
      sku,
      location: depot,
      on_hand: chance(0.7) ? 0 : Math.round(wanted * between(0, 1.5)),
      as_of: this.#asOf,
    })
    if (chance(0.25))
      this.#rows.inbound.push({
        order_id: `PO-${sku}-${depot}`,
        sku,
        location: depot,
        quantity: Math.max(1, Math.round(wanted * between(0.2, 1))),
        due_date: this.#date(whole(1, Math.max(2, start))),
      })
  }

  #promotions(items: readonly string[], shops: readonly string[], windows: readonly Window[]): void {
    const { chance, whole, pick } = this.#random
    for (const [i, { start, length, ratio }] of windows.entries()) {
      const promotion = {
        promotion_id: `P${this.#n}${'abc'[i]}`,
        name: `Promotion ${this.#n}${'abc'[i]}`,
        start: this.#date(start),
        end: this.#date(start + length - 1),
        ...(this.#has('tentative', 0.15) ? { status: 'tentative' } : {}),
        ...(this.#has('priority', 0.15) ? { priority: whole(1, 3) } : {}),
        ...(chance(0.2) ? { discount: pick([0.1, 0.25]) } : {}),
      }
      const some = i === 0 || !chance(0.3) ? shops : shops.slice(0, 1)
      for (const sku of items)
        for (const location of some)
          this.#rows.promotions.push({ ...promotion, sku, location, ...this.#volume(sku, location, length, ratio) })
    }
  }

  /** Says what the promotion sells as a ratio, as a total, or as units on top. */
  #volume(sku: string, location: string, length: number, ratio: number): Row {
    const row = this.#rows['demand-plan'].find((one) => one.sku === sku && one.location === location)
    const normal = (Number(row?.units) / Number(row?.days)) * length
    const said = this.#random.pick(['uplift', 'uplift', 'units', 'extra'])
    if (said === 'units') return { units: Math.max(1, Math.ceil(normal * ratio)) }
    if (said === 'extra') return { extra: Math.max(1, Math.round(normal * (ratio - 1))) }
    return { uplift: Math.round(ratio * 100) / 100 }
  }
}

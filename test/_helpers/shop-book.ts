import { afterAll, beforeAll, expect } from 'vitest'
import { type CommandLine, commandLine } from './command-line.ts'

type Value = string | number
type Row = Readonly<Record<string, Value>>
type Dated = Readonly<Record<string, number>>

/** One object of `assess --format ndjson --ledger`, as `contract.md` names its fields. */
export type Judged = {
  promotion_id: string
  sku: string
  location: string
  as_of: string
  verdict: 'ready' | 'at-risk' | 'not-ready' | 'unknown'
  status: string
  hero: boolean
  baseline_units: number | null
  uplift: number | null
  uplift_source: string
  demand_units: { mean: number; p10: number; p50: number; p90: number } | null
  daily_demand: { date: string; mean: number; p10: number; p50: number; p90: number }[]
  expected: {
    opening_units: number | null
    first_short_date: string | null
    first_stockout_date: string | null
    min_balance: number | null
    shortage_units: number | null
    order_by_date: string | null
    order_units: number | null
    receipt_date: string | null
    earliest_order_date: string | null
    earliest_receipt_date: string | null
  }
  window: {
    p0: number | null
    p1: number | null
    policy: number
    order_by_date: string | null
    order_units: number | null
    later_orders: { order_by_date: string; order_units: number }[]
    ordinary_from: string | null
    safe_date: string | null
    safe_units: number | null
  }
  expected_shortage_units: number | null
  fill_rate: number | null
  leftover_units: number | null
  revenue_at_risk: number | null
  margin_at_risk: number | null
  expected_margin: number | null
  landed_cost: Record<string, unknown>
  currency: string | null
  reasons: { code: string; text: string }[]
  inputs_hash: string
  ledger: { date: string; receipts: number; demand: number; balance: number }[]
}

/**
 * What a test says about one item in one shop; what it does not say is an ordinary shop on Mon 1 June 2026. Item K1 has
 * supplier S-K1.
 */
export type Case = {
  /** Units on the shelf at the start of 1 June; an object for another day or count; null for no inventory row. */
  stock?: number | Row | null
  /** Normal sales a day from 1 June for half a year; rows of the demand plan; null for none. */
  plan?: number | readonly Row[] | null
  /** Units sold on each day, ISO date first. */
  sold?: Dated
  sales?: readonly Row[]
  orders?: readonly Row[]
  /** Lead time in calendar days, or the row; null for none. */
  lead?: number | Row | readonly Row[] | null
  holidays?: readonly Row[]
  item?: Row
  location?: Row
  /** Mon 15 to Sun 21 June unless said; several rows are several promotions, numbered from 1. */
  promotion?: Row | readonly Row[]
}

const kinds = [
  'items',
  'locations',
  'inventory',
  'inbound',
  'lead-times',
  'holidays',
  'sales',
  'demand-plan',
  'promotions',
] as const
export type Kind = (typeof kinds)[number]

/** Writes rows as one CSV file; a column that a row does not name is left empty in it. */
export const csvOf = (rows: readonly Row[]): string => {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cell = (value: Value) => (/[",\n]/.test(`${value}`) ? `"${`${value}`.replaceAll('"', '""')}"` : `${value}`)
  return [columns.join(','), ...rows.map((row) => columns.map((name) => cell(row[name] ?? '')).join(','))].join('\n')
}

/** Lists the days from the first to the last. */
export const daysBetween = (first: string, last: string): string[] => {
  const start = Temporal.PlainDate.from(first)
  return Array.from({ length: start.until(last).days + 1 }, (_, i) => start.add({ days: i }).toString())
}

const list = <T>(of: T | readonly T[]): readonly T[] => (Array.isArray(of) ? of : [of as T])

/**
 * A store that many independent cases share: each tells its rows while tests are collected, one import per kind brings
 * them in before the first test, one `assess --all` per day judges them. Call it inside a `describe`.
 */
export const shopBook = (...days: string[]) => {
  const rows = new Map<Kind, Row[]>(kinds.map((kind) => [kind, []]))
  const judged = new Map<string, Judged>()
  let line: CommandLine
  let cases = 0
  const key = (promotion: string, location: string, day: string) => `${promotion} ${location} ${day}`

  beforeAll(async () => {
    line = await commandLine()
    for (const [kind, of] of rows) if (of.length > 0) await line.feed(kind, csvOf(of))
    await Promise.all(
      days.map(async (day) => {
        const ran = await line.run('assess', '--all', '--as-of', day, '--format', 'ndjson', '--ledger')
        expect(ran).toMatchObject({ status: 0, err: '' })
        for (const text of ran.out.trim().split('\n')) {
          const object = JSON.parse(text) as Judged
          judged.set(key(object.promotion_id, object.location, day), object)
        }
      }),
    )
  })
  afterAll(() => line[Symbol.asyncDispose]())

  const tell = (kind: Kind, ...more: readonly Row[]) => rows.get(kind)?.push(...more)
  const find = (promotion: string, location: string, day = days[0] as string) => {
    const found = judged.get(key(promotion, location, day))
    if (!found) throw new Error(`${promotion} at ${location} was not judged on ${day}`)
    return found
  }

  return {
    tell,
    find,
    line: () => line,
    wasJudged: (promotion: string, location: string, day: string) => judged.has(key(promotion, location, day)),
    /** Tells one case; the answer gives its judgement on a day (the first), for its nth promotion. */
    shop: (told: Case) => {
      const sku = `${told.item?.sku ?? `K${++cases}`}`
      const at = { sku, location: `${told.location?.location ?? (told.location ? `SHOP-${sku}` : 'SHOP')}` }
      tell('items', {
        sku,
        name: sku,
        supplier: `S-${sku}`,
        unit_price: 10,
        unit_cost: 4,
        currency: 'EUR',
        ...told.item,
      })
      if (told.location) tell('locations', { location: at.location, ...told.location })
      const stock = told.stock ?? 0
      if (told.stock !== null)
        tell('inventory', { ...at, as_of: '2026-06-01', ...(typeof stock === 'number' ? { on_hand: stock } : stock) })
      const plan = told.plan === undefined ? 10 : told.plan
      if (typeof plan === 'number') tell('demand-plan', { ...at, date: '2026-06-01', units: plan * 180, days: 180 })
      else if (plan !== null) tell('demand-plan', ...(plan as readonly Row[]).map((row) => ({ ...at, ...row })))
      tell('sales', ...Object.entries(told.sold ?? {}).map(([date, units]) => ({ ...at, date, units })))
      tell('sales', ...(told.sales ?? []).map((row) => ({ ...at, ...row })))
      tell('inbound', ...(told.orders ?? []).map((row, i) => ({ ...at, order_id: `PO-${sku}-${i + 1}`, ...row })))
      const lead = told.lead === undefined ? 5 : told.lead
      for (const row of lead === null ? [] : list<number | Row>(lead))
        tell('lead-times', { supplier: `S-${sku}`, ...(typeof row === 'number' ? { lead_time_days: row } : row) })
      tell('holidays', ...(told.holidays ?? []).map((row) => ({ calendar: `S-${sku}`, ...row })))
      tell(
        'promotions',
        ...list<Row>(told.promotion ?? {}).map((row, i) => ({
          promotion_id: `${sku}-${i + 1}`,
          ...at,
          name: `Promotion ${i + 1} of ${sku}`,
          start: '2026-06-15',
          end: '2026-06-21',
          ...row,
        })),
      )
      return (of: { day?: string; nth?: number } = {}) => find(`${sku}-${of.nth ?? 1}`, at.location, of.day)
    },
  }
}

/** Gives the closing balance of each day of the ledger. */
export const balances = (of: Judged): Dated => Object.fromEntries(of.ledger.map((day) => [day.date, day.balance]))

/** Gives the days of the ledger on which something arrives, with the units. */
export const receipts = (of: Judged): Dated =>
  Object.fromEntries(of.ledger.flatMap((day) => (day.receipts > 0 ? [[day.date, day.receipts]] : [])))

/** Gives all that the reasons say, one a line. */
export const said = (of: Judged): string => of.reasons.map((reason) => reason.text).join('\n')

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { cellKey } from '../../../src/domain/cell.ts'
import { type Day, dayOf } from '../../../src/domain/day.ts'
import type { HistoryRow } from '../../../src/domain/demand/learning/read-row.ts'

type Row = Readonly<Record<string, string>>

const read = (folder: string, name: string): readonly Row[] => {
  const plain = join(folder, name)
  const packed = `${plain}.gz`
  if (!existsSync(plain) && !existsSync(packed)) return []
  const text = existsSync(plain) ? readFileSync(plain) : gunzipSync(readFileSync(packed))
  return parse(text, { columns: true, skip_empty_lines: true }) as Row[]
}

/** A promotion as it was planned. */
export type Run = {
  readonly id: string
  readonly sku: string
  readonly location: string
  readonly start: Day
  readonly end: Day
  readonly discount: number
  readonly mechanic: string
}

/** A morning on which a promotion is to be judged, and what happened. */
export type ReplayEvent = {
  readonly id: string
  readonly sku: string
  readonly location: string
  readonly decision: Day
  readonly start: Day
  readonly end: Day
  readonly discount: number
  readonly mechanic: string
  readonly supplier: string
  readonly leadDays: number
  readonly onHand: number
  readonly orders: readonly { readonly units: number; readonly ordered: Day; readonly due: Day }[]
  readonly stockedOut: boolean
  readonly demand: number
}

/** One retailer: its sales, its promotions and the events to replay. */
export type Retailer = {
  readonly rows: readonly HistoryRow[]
  readonly runs: readonly Run[]
  readonly events: readonly ReplayEvent[]
  readonly groupOf: (sku: string) => string
  /** Days that a row of sales covers. */
  readonly span: number
  readonly holidays: ReadonlySet<Day>
}

/** What is the same for a promotion's row of sales and for its plan. */
const mechanicOf = (row: Row): string =>
  row.feature === undefined
    ? 'price_promotion'
    : ['feature', 'display', 'tpr_only'].filter((name) => row[name] === '1').join('+')

/**
 * Gives the planned discount (0 to 1) of the promotion that ran at a cell between two days; null where none ran. Of several
 * the one that started last counts, as where the product reads sales beside its calendar.
 */
const plannedDiscountOf = (
  runs: readonly Run[],
): ((cell: Pick<Run, 'sku' | 'location'>, from: Day, until: Day) => number | null) => {
  const byCell = Map.groupBy(
    runs.toSorted((a, b) => b.start - a.start || (a.id < b.id ? -1 : 1)),
    cellKey,
  )
  return (cell, from, until) =>
    byCell.get(cellKey(cell))?.find(({ start, end }) => start <= until && end >= from)?.discount ?? null
}

/** Reads a retailer's folder of CSV files, packed or not. */
export const readRetailer = (folder: string): Retailer => {
  const groups = new Map(read(folder, 'items.csv').map((row) => [row.sku as string, row.category || row.group || '']))
  const runs = read(folder, 'promotions.csv').map(
    (row): Run => ({
      id: row.promotion_id as string,
      sku: row.sku as string,
      location: row.location as string,
      start: dayOf(row.start as string),
      end: dayOf(row.end as string),
      discount: Number(row.discount),
      mechanic: row.type as string,
    }),
  )
  const plannedDiscount = plannedDiscountOf(runs)
  const rows = read(folder, 'sales.csv').map((row): HistoryRow => {
    const [cell, days] = [{ sku: row.sku as string, location: row.location as string }, Number(row.days ?? 1)]
    const day = dayOf(row.date as string)
    return {
      ...cell,
      day,
      days,
      units: Number(row.units),
      stockout: Number(row.stockout ?? 0),
      isHoliday: row.holiday === '1',
      price: Number(row.price),
      basePrice: row.base_price === undefined ? null : Number(row.base_price),
      promotion:
        row.on_promo === '1'
          ? { mechanic: mechanicOf(row), discount: plannedDiscount(cell, day, day + days - 1) }
          : null,
    }
  })
  const holidays = new Set(rows.filter((row) => row.isHoliday).map((row) => row.day))
  const truth = new Map(read(folder, 'replay-truth.csv').map((row) => [row.event_id as string, row]))
  const events = read(folder, 'replay-events.csv').map((row) => ({
    id: row.event_id as string,
    sku: row.sku as string,
    location: row.location as string,
    decision: dayOf(row.decision_date as string),
    start: dayOf(row.promo_start as string),
    end: dayOf(row.promo_end as string),
    discount: Math.max(0, 1 - Number(row.planned_price_ratio)),
    mechanic: row.mechanic as string,
    supplier: row.supplier as string,
    leadDays: Number(row.planned_lead_days),
    onHand: Number(row.on_hand),
    orders: [...(row.open_pos as string).matchAll(/(\d+)@([\d-]+)>([\d-]+)/g)].map(([, units, ordered, due]) => ({
      units: Number(units),
      ordered: dayOf(ordered as string),
      due: dayOf(due as string),
    })),
    stockedOut: truth.get(row.event_id as string)?.stockout === '1',
    demand: Number(truth.get(row.event_id as string)?.demand_promo ?? Number.NaN),
  }))
  return { rows, runs, events, groupOf: (sku) => groups.get(sku) ?? '', span: rows[0]?.days ?? 1, holidays }
}

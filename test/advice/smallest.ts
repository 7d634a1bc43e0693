import type { Situation } from './company.ts'
import { csvOf, kinds, type Row, type Rows } from './rows.ts'

const needed: Readonly<Record<string, readonly string[]>> = {
  items: ['sku', 'name', 'supplier'],
  locations: ['location'],
  'lead-times': ['supplier', 'lead_time_days'],
  holidays: ['calendar', 'date'],
  'demand-plan': ['date', 'sku', 'location', 'units', 'days'],
  inventory: ['sku', 'location', 'on_hand', 'as_of'],
  inbound: ['order_id', 'sku', 'location', 'quantity', 'due_date'],
  promotions: ['promotion_id', 'sku', 'location', 'name', 'start', 'end', 'uplift', 'units', 'extra'],
}

const without = (rows: Rows, column: string, value: unknown): Rows =>
  Object.fromEntries(kinds.map((kind) => [kind, (rows[kind] ?? []).filter((row) => row[column] !== value)]))

/** Gives the rows with one thing less: a promotion, an item, a place, a row, or what a cell says. */
function* simpler(rows: Rows): Generator<Rows> {
  for (const row of rows.promotions ?? []) yield without(rows, 'promotion_id', row.promotion_id)
  for (const row of rows.items ?? []) yield without(rows, 'sku', row.sku)
  for (const row of rows.locations ?? []) yield without(rows, 'location', row.location)
  for (const kind of ['inbound', 'holidays', 'lead-times', 'promotions', 'inventory'] as const)
    for (const row of rows[kind] ?? []) yield { ...rows, [kind]: (rows[kind] ?? []).filter((one) => one !== row) }
  for (const kind of kinds)
    for (const row of rows[kind] ?? [])
      for (const column of Object.keys(row)) {
        if (needed[kind]?.includes(column)) continue
        const { [column]: _, ...rest } = row
        yield { ...rows, [kind]: (rows[kind] ?? []).map((one): Row => (one === row ? rest : one)) }
      }
}

/** Takes away from a situation what it does not need to stay untrue. */
export const smallest = async (
  situation: Situation,
  isUntrue: (rows: Rows) => Promise<boolean>,
  { patience = 400 } = {},
): Promise<Situation> => {
  let { rows } = situation
  let tries = 0
  for (let again = true; again && tries < patience; ) {
    again = false
    for (const less of simpler(rows)) {
      if (++tries > patience) break
      // What cannot be imported is no example.
      if (!(await isUntrue(less).catch(() => false))) continue
      rows = less
      again = true
      break
    }
  }
  return { ...situation, rows }
}

/** Writes the feeds of a situation one below the other. */
export const feedsText = (rows: Rows): string =>
  kinds
    .filter((kind) => (rows[kind] ?? []).length > 0)
    .map((kind) => `# ${kind}\n${csvOf(rows[kind] ?? [])}`)
    .join('\n')

import type { FeedRow, Value } from '../earlier-batches.ts'
import type { InventoryRow } from '../feed-rows.ts'
import type { FeedTableStatements } from '../feed-table-statements.ts'

/** A part of a count that expires on one day, null where nothing says when. Units; null where the file says none. */
type LotRow = readonly [expiresOn: string | null, onHand: number, allocated: number | null, unusable: number | null]

/** Gives the lots of a count: one where its row names none. */
export const lotsOf = (row: Pick<InventoryRow, 'expires_on' | 'on_hand' | 'allocated' | 'unusable' | 'lots'>) =>
  row.lots === null
    ? [[row.expires_on, row.on_hand, row.allocated, row.unusable] as LotRow]
    : (JSON.parse(row.lots) as readonly LotRow[])

/** Adds a row of the same count to one: another lot of it. `same` where it has that lot, and null where it says otherwise. */
const withLot = (count: InventoryRow, row: InventoryRow): InventoryRow | 'same' | null => {
  const [lot] = lotsOf(row) as [LotRow]
  const lots = lotsOf(count)
  const known = lots.find(([expiresOn]) => expiresOn === lot[0])
  const most = (column: 'safety_stock' | 'presentation_min') =>
    row[column] === null ? count[column] : Math.max(row[column], count[column] ?? 0)
  if (known !== undefined)
    return JSON.stringify(known) === JSON.stringify(lot) &&
      most('safety_stock') === count.safety_stock &&
      most('presentation_min') === count.presentation_min
      ? 'same'
      : null
  const all = [...lots, lot].sort(byExpiry)
  return {
    ...count,
    on_hand: all.reduce((sum, [, units]) => sum + units, 0),
    allocated: sumOf(all.map(([, , units]) => units)),
    unusable: sumOf(all.map(([, , , units]) => units)),
    safety_stock: most('safety_stock'),
    presentation_min: most('presentation_min'),
    expires_on: all[0]?.[0] ?? null,
    lots: JSON.stringify(all),
  }
}

const byExpiry = ([one]: LotRow, [other]: LotRow): number =>
  one === other ? 0 : one === null || (other !== null && one > other) ? 1 : -1

const sumOf = (units: readonly (number | null)[]): number | null =>
  units.every((one) => one === null) ? null : units.reduce<number>((sum, one) => sum + (one ?? 0), 0)

/** A count of several rows of the file: its key, and how many of its rows were taken as new ones. */
type LottedCount = { readonly key: readonly Value[]; rows: number }

/** Puts the rows of one count together that differ in their expiry: the lots of it. */
export const openLots = (table: () => FeedTableStatements) => {
  const counts = new Map<string, LottedCount>()
  return {
    /** Adds the loaded row to the count that the batch has, or else to the stored one that an earlier row repeated. */
    add: (row: InventoryRow, repeated: readonly Value[] | null): 'lot' | 'unchanged' | 'repeated' => {
      const statements = table()
      const staged = statements.staged()
      const count = (staged ?? repeated) as readonly Value[]
      const merged = withLot(statements.asRow(count) as unknown as InventoryRow, row)
      if (merged === 'same') return 'unchanged'
      if (merged === null) return 'repeated'
      const name = statements.key.join('\u0000')
      const known = counts.get(name) ?? { key: [...statements.key], rows: staged === undefined ? 0 : 1 }
      known.rows++
      counts.set(name, known)
      statements.put(merged)
      return 'lot'
    },
    /** Takes the counts off the batch that say what is stored already, and gives of how many rows they were. */
    settle: (isStored: (row: FeedRow, batch: number) => boolean): number => {
      let unchanged = 0
      for (const { key, rows } of counts.values()) {
        const statements = table()
        statements.find(key)
        const before = statements.current()
        const staged = statements.staged()
        const isSame = before !== undefined && staged?.every((value, i) => value === before[i])
        if (!isSame || !isStored(statements.asRow(before), before.at(-1) as number)) continue
        statements.remove()
        unchanged += rows
      }
      counts.clear()
      return unchanged
    },
  }
}

import { type Failed, failed, ok, type Result } from '../domain/result.ts'
import type { UnitsPer } from '../domain/supply/packing.ts'
import { packingOf, packingWords } from '../parsing/packings.ts'
import type { FeedKind } from '../store/feeds/feed-rows.ts'

/** What is wrong with the unit of a row. */
type UnitProblem = { readonly column: string; readonly value: string; readonly reason: string }

/** The column that says in what the quantities of a row are counted. */
export const unitColumn = 'unit'

/** The columns of quantities that are counted in it. */
const counted: Partial<Record<FeedKind, readonly string[]>> = {
  inventory: ['on_hand', 'allocated', 'unusable', 'safety_stock'],
  inbound: ['quantity', 'received_quantity'],
  sales: ['units'],
  'demand-plan': ['units'],
  promotions: ['units', 'extra'],
}

/** Tells whether the quantities of a feed may be counted in cases and pallets. */
export const hasUnits = (kind: FeedKind): boolean => counted[kind] !== undefined

const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)$/

/** Writes the quantities of a row in units; fails where nobody said how many a case or pallet of its item has. */
export const inEaches = (
  kind: FeedKind,
  cells: readonly string[],
  placeOf: (column: string) => number,
  unitsPer: UnitsPer,
): Result<readonly string[], readonly UnitProblem[]> => {
  const unit = cells[placeOf(unitColumn)] ?? ''
  const packing = packingOf(unit)
  if (packing === 'each') return ok(cells)
  if (packing === null) return refused(unit, 'is no unit of measure that I know; write each, case or pallet')
  const sku = cells[placeOf('sku')]?.trim() ?? ''
  const each = unitsPer(sku, packing)
  if (each === null)
    return refused(
      unit,
      `is in ${packingWords[packing]}, and the item has no units_per_${packing}; add it to the items`,
    )
  const places = new Set(counted[kind]?.map(placeOf))
  return ok(
    cells.map((cell, at) => {
      const number = cell.trim()
      return places.has(at) && plainNumber.test(number) ? String(Number((Number(number) * each).toFixed(6))) : cell
    }),
  )
}

const refused = (value: string, reason: string): Failed<readonly UnitProblem[]> =>
  failed([{ column: unitColumn, value, reason }])

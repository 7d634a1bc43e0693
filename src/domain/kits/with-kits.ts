import type { Sale } from '../assessment/cell.ts'
import type { Day } from '../day.ts'

/** Adds what kits took of a component to its own sales: what was sold of it in all. */
export const salesWithKits = (
  own: readonly Sale[],
  kits: readonly { readonly quantity: number; readonly sales: readonly Sale[] }[],
): readonly Sale[] => {
  const taken = kits.flatMap(({ quantity, sales }) => sales.map((sale) => ({ ...sale, units: sale.units * quantity })))
  if (taken.length === 0) return own
  const byDay = new Map<Day, Sale>()
  for (const sale of [...own, ...taken].flatMap(dayByDay)) {
    const known = byDay.get(sale.day)
    byDay.set(sale.day, known === undefined ? sale : { ...known, units: known.units + sale.units })
  }
  return [...byDay.values()].sort((a, b) => a.day - b.day)
}

const dayByDay = (sale: Sale): readonly Sale[] =>
  Array.from({ length: sale.days }, (_, i) => ({ ...sale, day: sale.day + i, days: 1, units: sale.units / sale.days }))

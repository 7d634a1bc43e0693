import type { Situation } from './company.ts'
import type { Judged } from './office.ts'
import { daysFrom } from './rows.ts'
import type { Shelf } from './simulation.ts'

/** Gives the shelf of a judged line as its feeds and its ledger tell it: the plan, the promotion on top, what is there and comes. */
export const shelfOf = ({ asOf, rows }: Situation, line: Judged): Shelf => {
  const days = daysFrom(asOf, line.end) + 1
  const base = new Array<number>(days).fill(0)
  for (const row of rows['demand-plan'] ?? [])
    if (row.sku === line.sku && row.location === line.location)
      for (let i = 0; i < Number(row.days); i++) {
        const at = daysFrom(asOf, `${row.date}`) + i
        if (at >= 0 && at < days) base[at] = Number(row.units) / Number(row.days)
      }
  const extra = new Array<number>(days).fill(0)
  for (const { date, mean } of line.daily_demand) {
    const at = daysFrom(asOf, date)
    if (at >= 0) extra[at] = mean - (base[at] as number)
  }
  const receipts = new Array<number>(days).fill(0)
  for (const { date, receipts: units } of line.ledger) receipts[daysFrom(asOf, date)] = units
  const place = rows.locations?.find(({ location }) => location === line.location)
  return {
    opening: Math.max(0, line.expected.opening_units ?? 0),
    base,
    extra,
    receipts,
    window: [Math.max(0, daysFrom(asOf, line.start)), days - 1],
    unmet: place?.unmet === 'backorder' ? 'backorder' : 'lost',
  }
}

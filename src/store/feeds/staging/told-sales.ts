import { dayOf, isoOf } from '../../../domain/day.ts'
import { silenceDays } from '../../../domain/policy.ts'
import type { OpenBatch } from '../earlier-batches.ts'
import type { SalesRow } from '../feed-rows.ts'

/** Notes on which of its last days a batch tells the sales of each location: a day without a row of an item is one without a sale of it. */
export const openToldSales = ({ driver, workspaceId, batchId }: OpenBatch) => {
  const told = new Map<string, Set<string>>()
  let last = ''
  const isRecent = (day: string) => day > isoOf(dayOf(last) - silenceDays)
  const add = (days: Set<string>, day: string) => {
    if (days.has(day)) return
    days.add(day)
    if (day > last) last = day
    if (days.size > 4 * silenceDays) for (const one of days) if (!isRecent(one)) days.delete(one)
  }
  return {
    note: ({ location, sold_on, days: length }: SalesRow) => {
      const days = told.get(location) ?? new Set<string>()
      told.set(location, days)
      add(days, sold_on)
      for (let i = 1; i < Math.min(length, silenceDays); i++) add(days, isoOf(dayOf(sold_on) + i))
    },
    write: () => {
      const insert = driver.prepare(
        `insert into told_sales (workspace_id, location, sold_on, batch_id) values (?, ?, ?, ?) on conflict do nothing`,
      )
      for (const [location, days] of told)
        for (const day of days) if (isRecent(day)) insert.run(workspaceId, location, day, batchId)
    },
  }
}

import { earlierBatches, type OpenBatch } from './earlier-batches.ts'
import type { BatchComparison, ChangedValue, FeedKind } from './feed-rows.ts'
import { feedTables } from './feed-tables.ts'

const mostCompared = 5_000
/** Items, at a place each, that a batch of sales is compared by, and their last sales before that are looked at. */
export const mostSalesItems = 300
export const salesLookedAt = 60

/** The columns whose values tell that a file is in other units or has lost its numbers. */
const comparedColumns: Partial<Record<FeedKind, readonly string[]>> = {
  items: ['unit_price', 'unit_cost'],
  inventory: ['on_hand'],
  inbound: ['quantity'],
  'lead-times': ['lead_time_days'],
  'demand-plan': ['units'],
}

/** Compares the staged rows of a batch with what was known before; `today` is an ISO date. */
export const compareBatch = (batch: OpenBatch, today: string): BatchComparison => ({
  values: batch.kind === 'sales' ? new Map([['units', salesOfItems(batch)]]) : changedValues(batch),
  future: futureRows(batch, today),
  rowsBefore: rowsBefore(batch),
})

const changedValues = (batch: OpenBatch): BatchComparison['values'] => {
  const { driver, workspaceId, batchId, kind } = batch
  const columns = comparedColumns[kind] ?? []
  if (columns.length === 0) return new Map()
  const { table, key } = feedTables[kind]
  const named = key.filter((column) => column !== 'as_of_on' && column !== 'as_of_minute' && column !== 'delivery')
  const match = named.map((column) => `p.${column} = ?`).join(' and ')
  const newest = kind === 'inventory' ? 'p.as_of_on desc, p.as_of_minute desc, p.batch_id desc' : 'p.batch_id desc'
  const before = driver
    .prepare(
      `select ${columns.join(', ')} from ${table} p where p.workspace_id = ? and ${match} and ${earlierBatches(batch)}
       order by ${newest} limit 1`,
    )
    .raw()
  const rows = driver
    .prepare(
      `select ${[...named, ...columns].join(', ')} from ${table} where workspace_id = ? and batch_id = ? limit ${mostCompared}`,
    )
    .raw()
    .all(workspaceId, batchId) as (string | number | null)[][]
  const values = new Map<string, ChangedValue[]>(columns.map((column) => [column, []]))
  for (const row of rows) {
    const about = row.slice(0, named.length)
    const was = before.get(workspaceId, ...about) as (number | null)[] | undefined
    for (const [i, column] of columns.entries()) {
      const [old, now] = [was?.[i], row[named.length + i]]
      if (typeof old === 'number')
        values.get(column)?.push({ about: aboutOf(about), before: old, after: typeof now === 'number' ? now : 0 })
    }
  }
  return values
}

const aboutOf = (key: readonly unknown[]): string => key.filter((part) => part !== '' && part !== null).join(' at ')

/** Compares what items sell a day on average with their last sales before. */
const salesOfItems = (batch: OpenBatch): readonly ChangedValue[] => {
  const { driver, workspaceId, batchId } = batch
  const now = driver
    .prepare(
      `select sku, location, avg(units * 1.0 / days) as mean from sales where workspace_id = ? and batch_id = ?
       group by sku, location order by sku, location limit ${mostSalesItems}`,
    )
    .all(workspaceId, batchId) as { sku: string; location: string; mean: number }[]
  const before = driver
    .prepare(
      `select avg(units * 1.0 / days) from (select units, days from sales p where p.workspace_id = ? and p.sku = ?
       and p.location = ? and ${earlierBatches(batch)} order by p.sold_on desc limit ${salesLookedAt})`,
    )
    .pluck()
  return now.flatMap(({ sku, location, mean }) => {
    const was = before.get(workspaceId, sku, location) as number | null | undefined
    return was == null ? [] : { about: `${sku} at ${location}`, before: rounded(was), after: rounded(mean) }
  })
}

const rounded = (value: number): number => Math.round(value * 100) / 100

const pastColumns: Partial<Record<FeedKind, string>> = {
  sales: 'sold_on',
  costs: 'spent_on',
  inbound: 'received_on',
}

const futureRows = ({ driver, workspaceId, batchId, kind }: OpenBatch, today: string): BatchComparison['future'] => {
  const column = pastColumns[kind]
  if (column === undefined) return { about: [], count: 0 }
  const { table } = feedTables[kind]
  const where = `from ${table} where workspace_id = ? and batch_id = ? and ${column} > ?`
  // A shop may be a day ahead of the workspace's zone.
  const last = Temporal.PlainDate.from(today).add({ days: 1 }).toString()
  const count = Number(driver.prepare(`select count(*) ${where}`).pluck().get(workspaceId, batchId, last))
  if (count === 0) return { about: [], count: 0 }
  const about = driver
    .prepare(`select sku || ': ' || ${column} ${where} limit 3`)
    .pluck()
    .all(workspaceId, batchId, last) as string[]
  return { about, count }
}

const rowsBefore = ({ driver, workspaceId, batchId }: OpenBatch): number | null =>
  (driver
    .prepare(
      `select b.file_rows from batch b join batch mine on mine.workspace_id = b.workspace_id and mine.id = ?
       where b.workspace_id = ? and b.id < mine.id and b.kind = mine.kind and b.mode = mine.mode and b.sender = mine.sender
       and b.source = mine.source and b.state = 'visible' and b.file_rows is not null order by b.id desc limit 1`,
    )
    .pluck()
    .get(batchId, workspaceId) as number | undefined) ?? null

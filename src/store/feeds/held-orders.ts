import type Sqlite from 'better-sqlite3'
import { currentDeliveries, pairDeliveries } from './deliveries.ts'
import { earlierBatches, type FeedRow, type OpenBatch } from './earlier-batches.ts'
import type { InboundRow, Settled, Staged } from './feed-rows.ts'
import type { FeedTables } from './feed-tables.ts'

type Stored = FeedTables['inbound']
type Order = Pick<InboundRow, 'sku' | 'location' | 'order_id'>

/** What an order's rows in a file come to: the rows to store, none where they say what is stored already. */
export type SettledOrder = { readonly rows: readonly FeedRow[]; readonly counts: Settled }

const ordersAtOnce = 200
const lastDate = '9999-12-31'

/**
 * Holds the rows of an orders feed, on disk, until the file is read: which deliveries an order has, and by that which of them
 * are new, is known only then.
 */
export const openHeldOrders = (
  batch: OpenBatch & { readonly mode: 'upsert' | 'snapshot' },
  isReplaced: (row: FeedRow, batchId: number) => boolean,
) => {
  const { driver, workspaceId, batchId, mode } = batch
  const name = `temp.held_order_${workspaceId}_${batchId}`
  let statements: ReturnType<typeof prepare> | null = null
  let last: Order | null = null
  const held = () => {
    statements ??= prepare(batch, name)
    return statements
  }
  return {
    /** Holds a row; one that repeats an earlier row says nothing new, one that only repeats its key contradicts it. */
    hold: (row: InboundRow): Staged => {
      const { sku, location, order_id, line, due_on } = row
      const key = [sku, location, order_id, line]
      const content = JSON.stringify(row)
      if (line !== '' && held().other.get(...key, content) !== undefined) return 'repeated'
      return held().add.run(...key, due_on ?? lastDate, content).changes > 0 ? 'held' : 'unchanged'
    },
    /** Settles some of the orders that are held, in the order of their keys; none when all are settled. */
    settleNext: (): readonly SettledOrder[] => {
      if (statements === null) return []
      const { sku, location, order_id } = last ?? { sku: '', location: '', order_id: '' }
      const page = statements.page.all(sku, location, order_id, last === null ? 0 : 1) as Order[]
      last = page.at(-1) ?? last
      return page.map((order) => settle(order, held(), mode, isReplaced))
    },
    forget: () => {
      statements = null
      driver.exec(`drop table if exists ${name}`)
    },
  }
}

const prepare = (batch: OpenBatch, name: string) => {
  const { driver, workspaceId } = batch
  driver.exec(
    `create table if not exists ${name} (sku text, location text, order_id text, line text, due_on text, content text,
     primary key (sku, location, order_id, line, due_on, content)) without rowid`,
  )
  return {
    add: driver.prepare(`insert into ${name} values (?, ?, ?, ?, ?, ?) on conflict do nothing`),
    other: driver.prepare(
      `select 1 from ${name} where sku = ? and location = ? and order_id = ? and line = ? and content <> ? limit 1`,
    ),
    page: driver.prepare(
      `select distinct sku, location, order_id from ${name} where (sku, location, order_id, 1) > (?, ?, ?, ?)
       order by sku, location, order_id limit ${ordersAtOnce}`,
    ),
    rows: driver
      .prepare(
        `select content from ${name} where sku = ? and location = ? and order_id = ? order by due_on, line, content`,
      )
      .pluck(),
    stored: driver.prepare(
      `select * from inbound where workspace_id = ${workspaceId} and sku = ? and location = ? and order_id = ?
       and ${earlierBatches(batch, 'inbound')} order by batch_id`,
    ) as Sqlite.Statement<[string, string, string], Stored>,
  }
}

/** Compares the rows that a file has of an order with those that are stored, and numbers them. */
const settle = (
  { sku, location, order_id }: Order,
  statements: ReturnType<typeof prepare>,
  mode: 'upsert' | 'snapshot',
  isReplaced: (row: FeedRow, batchId: number) => boolean,
): SettledOrder => {
  const rows = statements.rows
    .all(sku, location, order_id)
    .map((content) => JSON.parse(content as string) as InboundRow)
  const { current } = currentDeliveries(statements.stored.all(sku, location, order_id))
  const before = current.toSorted((a, b) => ((a.due_on ?? lastDate) < (b.due_on ?? lastDate) ? -1 : 1))
  const earlierOf = pairWithStored(rows, before)
  const isSame = (row: InboundRow) => {
    const stored = earlierOf.get(row)
    return stored !== undefined && sameRow(row, stored) && !isReplaced(stored, stored.batch_id)
  }
  const tellsAll = [...rows, ...before].some((row) => row.line === '')
  const isUnchanged = rows.every(isSame) && (!tellsAll || rows.length === before.length)
  const differing = isUnchanged ? [] : rows.filter((row) => !isSame(row))
  const inserted = differing.filter((row) => !earlierOf.has(row)).length
  const dropped = tellsAll && !isUnchanged && differing.length === 0 ? 1 : 0
  const changed = differing.length - inserted + dropped
  const stored = mode === 'snapshot' || (tellsAll && !isUnchanged) ? rows : differing
  return {
    rows: stored.map(numbered(earlierOf, before)),
    counts: { inserted, changed, unchanged: rows.length - inserted - changed },
  }
}

/** Finds the stored row that each row of a file is about: that of its line, else of the delivery that it continues. */
const pairWithStored = (rows: readonly InboundRow[], before: readonly Stored[]): ReadonlyMap<InboundRow, Stored> => {
  const byLine = new Map(before.flatMap((stored) => (stored.line === '' ? [] : [[stored.line, stored] as const])))
  const lined = rows.flatMap((row) => {
    const stored = byLine.get(row.line)
    return stored === undefined ? [] : [[row, stored] as const]
  })
  const pairs = new Map(lined)
  const isTold = rows.some((row) => row.line === '')
  const left = new Set(before.filter((stored) => stored.line === '' || isTold))
  for (const stored of pairs.values()) left.delete(stored)
  for (const row of rows) {
    const same = pairs.has(row) ? undefined : [...left].find((stored) => sameRow(row, stored))
    if (same === undefined) continue
    pairs.set(row, same)
    left.delete(same)
  }
  return new Map([
    ...pairs,
    ...pairDeliveries(
      rows.filter((row) => !pairs.has(row)),
      [...left],
    ),
  ])
}

const sameRow = (row: InboundRow, stored: Stored): boolean =>
  (Object.keys(row) as (keyof InboundRow)[]).every((column) => row[column] === stored[column])

/** Makes the function that numbers a row and tells the first date it was due: a delivery keeps both for as long as it is told of. */
const numbered = (earlierOf: ReadonlyMap<InboundRow, Stored>, before: readonly Stored[]) => {
  const taken = new Set(before.filter(({ line }) => line === '').map(({ delivery }) => delivery))
  const next = () => {
    let free = 1
    while (taken.has(free)) free++
    taken.add(free)
    return free
  }
  return (row: InboundRow): FeedRow => {
    const stored = earlierOf.get(row)
    const isContinued = stored !== undefined && stored.line === row.line
    return {
      ...row,
      delivery: row.line !== '' ? 1 : isContinued ? stored.delivery : next(),
      first_due_on: firstDue(row, stored),
    }
  }
}

/** What was never due on a date and then comes late has a new date, not its first one. */
const firstDue = (row: InboundRow, stored: Stored | undefined): string | null => {
  if (stored === undefined) return row.due_on
  return stored.first_due_on ?? (row.status === 'delayed' ? null : row.due_on)
}

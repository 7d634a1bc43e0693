import type Sqlite from 'better-sqlite3'
import { currentDeliveries, pairDeliveries } from '../deliveries.ts'
import { earlierBatches, type FeedRow, type OpenBatch } from '../earlier-batches.ts'
import type { InboundRow, Settled, Staged } from '../feed-rows.ts'
import type { FeedTables } from '../feed-tables.ts'

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
  let doubled = 0
  const storedOf = storedRows(batch)
  const held = () => {
    statements ??= prepare(batch, name)
    return statements
  }
  return {
    /** Holds a row; one that repeats an earlier row says nothing new, one that only repeats its key contradicts it. */
    hold: (row: InboundRow, sourceLine: number | null): Staged => {
      const { sku, location, order_id, line, due_on } = row
      const key = [sku, location, order_id, line]
      const content = JSON.stringify(row)
      if (line !== '' && held().other.get(...key, content) !== undefined) return 'repeated'
      if (held().add.run(...key, due_on ?? lastDate, content, sourceLine).changes > 0) return 'held'
      if (line === '') doubled++
      return 'unchanged'
    },
    doubled: () => doubled,
    /** Settles some of the orders that are held, in the order of their keys; none when all are settled. */
    settleNext: (): readonly SettledOrder[] => {
      if (statements === null) return []
      const page = (
        last === null ? statements.firstPage.all() : statements.nextPage.all(...keyOf(last))
      ) as readonly Order[]
      const [first] = page
      last = page.at(-1) ?? last
      if (first === undefined || last === null) return []
      const rows = statements.rows.all(...keyOf(first), ...keyOf(last)) as readonly HeldRow[]
      const lineOf = new Map<InboundRow, number | null>()
      for (const [content, sourceLine] of rows) lineOf.set(JSON.parse(content) as InboundRow, sourceLine)
      const orders = Map.groupBy(lineOf.keys(), (row) => keyOf(row).join('\u0000'))
      return [...orders.values()].map((own) =>
        settle(own, storedOf(own[0] as InboundRow), { mode, isReplaced, lineOf }),
      )
    },
    forget: () => {
      statements = null
      driver.exec(`drop table if exists ${name}`)
    },
  }
}

const prepare = (batch: OpenBatch, name: string) => {
  const { driver } = batch
  driver.exec(
    `create table if not exists ${name} (sku text, location text, order_id text, line text, due_on text, content text,
     source_line integer, primary key (sku, location, order_id, line, due_on, content)) without rowid`,
  )
  const page = (after: string) =>
    driver.prepare(
      `select distinct sku, location, order_id from ${name} ${after} order by sku, location, order_id limit ${ordersAtOnce}`,
    )
  return {
    add: driver.prepare(`insert into ${name} values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`),
    other: driver.prepare(
      `select 1 from ${name} where sku = ? and location = ? and order_id = ? and line = ? and content <> ? limit 1`,
    ),
    firstPage: page(''),
    nextPage: page('where (sku, location, order_id) > (?, ?, ?)'),
    rows: driver
      .prepare(
        `select content, source_line from ${name} where (sku, location, order_id) >= (?, ?, ?) and (sku, location, order_id) <= (?, ?, ?)
         order by sku, location, order_id, line, due_on, content`,
      )
      .raw(),
  }
}

/** Makes the function that gives the stored rows of an order, the oldest batch first. */
const storedRows = (batch: OpenBatch) => {
  const { driver, workspaceId } = batch
  const anyBefore = driver
    .prepare(`select 1 from batch where workspace_id = ? and kind = 'inbound' and state = 'visible' limit 1`)
    .get(workspaceId)
  const stored = driver.prepare(
    `select * from inbound where workspace_id = ? and sku = ? and location = ? and order_id = ?
     and ${earlierBatches(batch)}`,
  ) as Sqlite.Statement<[number, string, string, string], Stored>
  return (order: Order): readonly Stored[] => {
    if (anyBefore === undefined) return []
    const rows = stored.all(workspaceId, ...keyOf(order))
    return rows.length < 2 ? rows : rows.sort((a, b) => a.batch_id - b.batch_id)
  }
}

const keyOf = ({ sku, location, order_id }: Order): [string, string, string] => [sku, location, order_id]

/** A held row as text, and the line of the file that it stands on. */
type HeldRow = readonly [content: string, sourceLine: number | null]

/** What the rows of an order are settled with. */
type Settling = {
  readonly mode: 'upsert' | 'snapshot'
  readonly isReplaced: (row: FeedRow, batchId: number) => boolean
  readonly lineOf: ReadonlyMap<InboundRow, number | null>
}

/** Compares the rows that a file has of an order with those that are stored, and numbers them. */
const settle = (
  inFile: readonly InboundRow[],
  stored: readonly Stored[],
  { mode, isReplaced, lineOf }: Settling,
): SettledOrder => {
  const rows = byDue(inFile)
  const before = byDue(currentDeliveries(stored).current)
  const earlierOf = pairWithStored(rows, before)
  const isSame = (row: InboundRow) => {
    const earlier = earlierOf.get(row)
    return earlier !== undefined && sameRow(row, earlier) && !isReplaced(earlier, earlier.batch_id)
  }
  const tellsAll = [...rows, ...before].some((row) => row.line === '')
  const isUnchanged = rows.every(isSame) && (!tellsAll || rows.length === before.length)
  const differing = isUnchanged ? [] : rows.filter((row) => !isSame(row))
  const inserted = differing.filter((row) => !earlierOf.has(row)).length
  const dropped = tellsAll && !isUnchanged && differing.length === 0 ? 1 : 0
  const changed = differing.length - inserted + dropped
  const kept = mode === 'snapshot' || (tellsAll && !isUnchanged) ? rows : differing
  return {
    rows: kept.map(numbered(earlierOf, before, lineOf)),
    counts: { inserted, changed, unchanged: rows.length - inserted - changed },
  }
}

const byDue = <T extends { readonly due_on: string | null }>(rows: readonly T[]): readonly T[] =>
  rows.length < 2 ? rows : rows.toSorted((a, b) => Number(dueOf(a) > dueOf(b)) - Number(dueOf(a) < dueOf(b)))

const dueOf = ({ due_on }: { readonly due_on: string | null }) => due_on ?? lastDate

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
const numbered = (
  earlierOf: ReadonlyMap<InboundRow, Stored>,
  before: readonly Stored[],
  lineOf: Settling['lineOf'],
) => {
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
      source_line: lineOf.get(row) ?? null,
    }
  }
}

/** What was never due on a date and then comes late has a new date, not its first one. */
const firstDue = (row: InboundRow, stored: Stored | undefined): string | null => {
  if (stored === undefined) return row.due_on
  return stored.first_due_on ?? (row.status === 'delayed' ? null : row.due_on)
}

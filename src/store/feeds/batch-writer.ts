import type Sqlite from 'better-sqlite3'
import { dayOf, isoOf } from '../../domain/day.ts'
import { compareBatch } from './batch-comparison.ts'
import { openBatchItems, openCodes, openUnchangedKeys } from './batch-notes.ts'
import { clearedAway } from './discard-batch.ts'
import type { FeedRow, OpenBatch, Value } from './earlier-batches.ts'
import type {
  FeedKind,
  FeedRows,
  HoldReason,
  InboundRow,
  InventoryRow,
  RefusedRow,
  SalesRow,
  Settled,
  Staged,
} from './feed-rows.ts'
import { type FeedTableStatements, openFeedTable } from './feed-table-statements.ts'
import { findNearCodes } from './near-codes.ts'
import { openSnapshotLocations } from './snapshot-locations.ts'
import { openHeldOrders } from './staging/held-orders.ts'
import { openLots } from './staging/lots.ts'
import { openNestedKits } from './staging/nested-kits.ts'
import { openRefusedRows } from './staging/refused-rows.ts'
import { openToldSales } from './staging/told-sales.ts'

/** A batch to write, on the driver itself. */
type BatchToWrite<K extends FeedKind> = OpenBatch & { readonly kind: K; readonly mode: 'upsert' | 'snapshot' }

/** Opens the writer of one batch. It works on the driver itself, within the transaction of the caller. */
export const batchWriter = <K extends FeedKind>(batch: BatchToWrite<K>) => {
  const { driver, workspaceId, batchId, mode } = batch
  let table: FeedTableStatements | null = null
  const notes: Notes = {
    snapshots: openSnapshotLocations(batch),
    unchanged: openUnchangedKeys(batch),
    items: openCodes(batch, 'item'),
    locations: openCodes(batch, 'location'),
    batchItems: openBatchItems(batch),
    lots: openLots(() => table as FeedTableStatements),
  }
  const refused = openRefusedRows(batch)
  const isNested = openNestedKits(batch)
  const keepAlive = aliveness(batch)
  let firstRow = Number.POSITIVE_INFINITY
  const onInsert = (rowid: number) => {
    firstRow = Math.min(firstRow, rowid)
  }
  const days = openSalesDays()
  const told = openToldSales(batch)
  const orders = openHeldOrders(batch, notes.snapshots.isReplaced)
  const promotions = new Set<string>()
  const settled = { inserted: 0, changed: 0, unchanged: 0 }
  const storeOrderRow = (row: FeedRow) => {
    table ??= openFeedTable(batch, Object.keys(row))
    if (typeof row.promotion_id === 'string') promotions.add(row.promotion_id)
    table.load(row, typeof row.source_line === 'number' ? row.source_line : null)
    const rowid = table.insert()
    if (rowid !== null) onInsert(rowid)
    noteCodes(batch.kind, notes, row)
  }
  const forget = () => {
    notes.unchanged.forget()
    orders.forget()
  }
  return {
    stage: (rows: readonly FeedRows[K][], lines: readonly number[] = []): readonly Staged[] => {
      keepAlive()
      return rows.map((typed, i) => {
        const row = typed as unknown as FeedRow
        const line = lines[i] ?? null
        if (mode === 'snapshot') notes.snapshots.note(row)
        refused.take(row)
        if (isNested(row)) return 'nested'
        if (batch.kind === 'sales') {
          days.note(row as unknown as SalesRow)
          told.note(row as unknown as SalesRow)
        }
        if (batch.kind === 'inbound') return orders.hold(typed as InboundRow, line)
        table ??= openFeedTable(batch, Object.keys(row))
        table.load(row, line)
        return stageRow(batch, table, notes, row, onInsert)
      })
    },
    /** Stages some of the rows that were held until the end of the file; answers false when none are left. */
    settle: (): boolean => {
      keepAlive()
      if (mode === 'upsert') {
        const same = notes.lots.settle((row, before) => !notes.snapshots.isReplaced(row, before))
        settled.changed -= same
        settled.unchanged += same
      }
      const some = orders.settleNext()
      for (const { rows, counts } of some) {
        for (const row of rows) storeOrderRow(row)
        settled.inserted += counts.inserted
        settled.changed += counts.changed
        settled.unchanged += counts.unchanged
      }
      return some.length > 0
    },
    settled: (): Settled => settled,
    /** Writes which locations the snapshot is of. */
    writeSnapshotLocations: () => {
      keepAlive()
      notes.snapshots.write()
    },
    refuse: (rows: readonly RefusedRow[]) => {
      for (const row of rows) refused.refuse(row)
    },
    /** Makes the batch visible, or holds it for reasons. Gives how many positions or orders it marks. */
    end: (state: 'visible' | 'held', reasons: readonly HoldReason[] | null, now: string): number => {
      refused.clear()
      told.write()
      for (const sku of refused.items()) notes.batchItems.add(sku)
      const { changes } = driver
        .prepare(
          `update batch set state = ?, visible_at = ?, hold_reasons = ?, first_day_on = ?, last_day_on = ?
           where workspace_id = ? and id = ? and state = 'staging'`,
        )
        .run(
          state,
          state === 'visible' ? now : null,
          reasons === null ? null : JSON.stringify(reasons),
          days.first(),
          days.last(),
          workspaceId,
          batchId,
        )
      if (changes === 0) throw clearedAway()
      forget()
      return refused.count()
    },
    forget,
    /** The number of the first row this batch put into its feed's table; infinite while there is none. */
    firstRow: () => firstRow,
    nearCodes: () => {
      const { items, locations } = notes
      return findNearCodes(batch, { items: items.created() > 0, locations: locations.created() > 0 })
    },
    comparison: (today: string) => compareBatch(batch, today),
    orderNotes: () => ({ doubled: orders.doubled(), unknownPromotions: unknownOf(batch, promotions) }),
    created: () => ({ createdItems: notes.items.created(), createdLocations: notes.locations.created() }),
  }
}

/** Lists those of some promotions that no feed and nobody in chat has registered. */
const unknownOf = ({ driver, workspaceId }: OpenBatch, promotions: ReadonlySet<string>): readonly string[] => {
  if (promotions.size === 0) return []
  const known = driver.prepare(`select 1 from promotion_line where workspace_id = ? and promotion_id = ? limit 1`)
  return [...promotions].filter((id) => known.get(workspaceId, id) === undefined).sort()
}

/** Notes the first and the last day that rows of sales are about, as ISO dates; null while there are none. */
const openSalesDays = () => {
  let first: string | null = null
  let last: string | null = null
  return {
    note: ({ sold_on, days }: SalesRow) => {
      if (first === null || sold_on < first) first = sold_on
      const end = days === 1 ? sold_on : isoOf(dayOf(sold_on) + days - 1)
      if (last === null || end > last) last = end
    },
    first: () => first,
    last: () => last,
  }
}

/** What is noted of a batch while its rows pass. */
type Notes = {
  readonly snapshots: ReturnType<typeof openSnapshotLocations>
  readonly unchanged: ReturnType<typeof openUnchangedKeys>
  readonly items: ReturnType<typeof openCodes>
  readonly locations: ReturnType<typeof openCodes>
  readonly batchItems: ReturnType<typeof openBatchItems>
  readonly lots: ReturnType<typeof openLots>
}

/**
 * Stages one row, which is loaded. A row that repeats what is stored is left out, but remembered, so that a second, different row of its key
 * is answered with `repeated`, unless both are lots of one count. A snapshot stores every row: what it does not name is gone.
 */
const stageRow = (
  { kind, mode }: BatchToWrite<FeedKind>,
  table: FeedTableStatements,
  notes: Notes,
  row: FeedRow,
  onInsert: (rowid: number) => void,
): Staged => {
  const before = table.current()
  const isSame =
    before !== undefined && table.equals(before) && !notes.snapshots.isReplaced(row, before.at(-1) as number)
  const isNews = before !== undefined || table.isCounted() ? 'changed' : 'inserted'
  const addLot = (repeated: readonly Value[] | null): Staged => {
    if (kind !== 'inventory') return 'repeated'
    const added = notes.lots.add(row as unknown as InventoryRow, repeated)
    if (added !== 'lot') return added
    noteCodes(kind, notes, row)
    return isNews
  }
  if (mode === 'upsert' && (isSame || table.repeatsFeed(before))) {
    const earlier = table.staged()
    if (earlier !== undefined && !table.equals(earlier)) return addLot(null)
    notes.unchanged.add(table.key)
    return 'unchanged'
  }
  if (notes.unchanged.has(table.key)) return addLot(before ?? null)
  const rowid = table.insert()
  if (rowid === null) return table.equals(table.staged() ?? []) ? 'unchanged' : addLot(null)
  onInsert(rowid)
  noteCodes(kind, notes, row)
  return isSame ? 'unchanged' : isNews
}

/** Creates the codes that a row names and nobody described, and notes its item as one that the batch is about. */
const noteCodes = (kind: FeedKind, notes: Notes, row: FeedRow): void => {
  const named = kind === 'kits' ? [{ sku: row.kit_sku as Value }, { sku: row.component_sku as Value }] : [row]
  for (const one of named) noteCode(kind, notes, one)
}

const noteCode = (kind: FeedKind, { items, locations, batchItems }: Notes, { sku, location }: FeedRow): void => {
  const isNew = typeof sku === 'string' && sku !== '' && batchItems.add(sku)
  if (isNew && kind !== 'items') items.ensure(sku)
  if (kind !== 'locations' && typeof location === 'string' && location !== '') locations.ensure(location)
}

/** Makes the function that keeps a batch from being cleared away; it throws a Refusal when that has happened. */
const aliveness = ({ driver, workspaceId, batchId }: OpenBatch) => {
  const touch: Sqlite.Statement = driver.prepare(
    `update batch set touched_at = ? where workspace_id = ? and id = ? and state = 'staging'`,
  )
  return () => {
    if (touch.run(new Date().toISOString(), workspaceId, batchId).changes === 0) throw clearedAway()
  }
}

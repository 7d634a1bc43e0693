import type Sqlite from 'better-sqlite3'
import type { FeedKind } from './feed-rows.ts'
import { datedKinds } from './feed-tables.ts'

/** A batch that rows are staged in, on the driver itself. */
export type OpenBatch = {
  readonly driver: Sqlite.Database
  readonly workspaceId: number
  readonly batchId: number
  readonly kind: FeedKind
}

/** A value as the driver takes and gives it. */
export type Value = string | number | null

/** A row of a feed by its columns. */
export type FeedRow = Readonly<Record<string, Value>>

/**
 * Writes the condition that keeps rows of batches that were visible when this one was opened, and known by its day. The
 * plus keeps SQLite from walking anything but the index of the row's key.
 */
export const earlierBatches = ({ driver, workspaceId, batchId }: OpenBatch, kind: FeedKind): string => {
  const dated = datedKinds.has(kind) ? 0 : 1
  const hidden = driver
    .prepare(
      `select id from batch where workspace_id = ? and id < ? and (state <> 'visible' or (? = 1 and known_on >
       (select known_on from batch where workspace_id = ? and id = ?)))`,
    )
    .pluck()
    .all(workspaceId, batchId, dated, workspaceId, batchId)
  return `+batch_id < ${batchId}${hidden.length === 0 ? '' : ` and +batch_id not in (${hidden.join(', ')})`}`
}

import type Sqlite from 'better-sqlite3'
import { typed } from './batch-tables.ts'
import type { FeedKind } from './feed-rows.ts'

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
 * Writes the condition that keeps rows of batches that were visible when this one was opened and, unless any will do, were
 * known before it. One that is said to be known from a morning comes before what came in during that day. The plus keeps
 * SQLite from walking anything but the index of the row's key.
 */
export const earlierBatches = (
  { driver, workspaceId, batchId }: OpenBatch,
  which: 'known' | 'visible' = 'known',
): string => {
  const isLater = `b.known_on > mine.known_on or
    (b.known_on = mine.known_on and mine.known_on_given = 1 and (b.known_on_given = 0 or b.source = '${typed}'))`
  const hidden = driver
    .prepare(
      `select b.id from batch b join batch mine on mine.workspace_id = b.workspace_id and mine.id = ?
       where b.workspace_id = ? and b.id < mine.id
       and (b.state <> 'visible' ${which === 'known' ? `or ${isLater}` : ''})`,
    )
    .pluck()
    .all(batchId, workspaceId)
  return `+batch_id < ${batchId}${hidden.length === 0 ? '' : ` and +batch_id not in (${hidden.join(', ')})`}`
}

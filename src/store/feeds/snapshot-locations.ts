import { earlierBatches, type FeedRow, type OpenBatch } from './earlier-batches.ts'

/** Notes the locations that a snapshot names, with the time of their latest count, and knows those that an earlier snapshot replaced. */
export const openSnapshotLocations = (batch: OpenBatch) => {
  const { driver, workspaceId, batchId, kind } = batch
  const named = new Map<string, { on: string | null; minute: number }>()
  const replacedBy = new Map<string, number>()
  const last = driver
    .prepare(
      `select coalesce(max(batch_id), 0) from snapshot_location where workspace_id = ? and kind = ? and location = ?
       and ${earlierBatches(batch)}`,
    )
    .pluck()
  const insert = driver.prepare(
    `insert into snapshot_location (workspace_id, kind, location, batch_id, as_of_on, as_of_minute) values (?, ?, ?, ?, ?, ?)`,
  )
  return {
    note: (row: FeedRow) => {
      if (typeof row.location !== 'string') return
      const on = typeof row.as_of_on === 'string' ? row.as_of_on : null
      const minute = typeof row.as_of_minute === 'number' ? row.as_of_minute : 0
      const known = named.get(row.location)
      if (!known || (on ?? '') > (known.on ?? '') || (on === known.on && minute > known.minute))
        named.set(row.location, { on, minute })
    },
    write: () => {
      for (const [location, { on, minute }] of named) insert.run(workspaceId, kind, location, batchId, on, minute)
    },
    /** Tells whether a snapshot of the row's location has come in since the batch `rowBatch`. */
    isReplaced: (row: FeedRow, rowBatch: number): boolean => {
      if ((kind !== 'inventory' && kind !== 'inbound') || typeof row.location !== 'string') return false
      let by = replacedBy.get(row.location)
      if (by === undefined) {
        by = Number(last.get(workspaceId, kind, row.location))
        replacedBy.set(row.location, by)
      }
      return by > rowBatch
    },
  }
}

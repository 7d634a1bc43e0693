import type { FeedRow, OpenBatch } from '../earlier-batches.ts'
import type { RefusedRow } from '../feed-rows.ts'

/**
 * Keeps of a batch which positions and orders a row was refused of. They stay marked until a batch has a row of theirs that is
 * taken, or replaces the picture of their place.
 */
export const openRefusedRows = (batch: OpenBatch & { readonly mode: 'upsert' | 'snapshot' }) => {
  const { driver, workspaceId, batchId, kind, mode } = batch
  const marked = loadMarked(batch)
  const taken = new Set<string>()
  const skus = new Set<string>()
  const here = `workspace_id = ${workspaceId} and kind = '${kind}'`
  const isMarked = `batch_id < ${batchId} and not exists (select 1 from batch c where c.workspace_id = ${workspaceId}
    and c.id = refused_row.cleared_batch_id and c.state = 'visible')`
  const isKey = 'sku = ? and location = ? and order_id = ?'
  const insert = driver.prepare(
    `insert into refused_row (workspace_id, kind, sku, location, order_id, batch_id, reason, cleared_batch_id)
     values (${workspaceId}, '${kind}', ?, ?, ?, ${batchId}, ?, null) on conflict do nothing`,
  )
  const drop = driver.prepare(`delete from refused_row where ${here} and ${isKey} and batch_id = ${batchId}`)
  const clear = driver.prepare(
    `update refused_row set cleared_batch_id = ${batchId} where ${here} and ${isKey} and ${isMarked}`,
  )
  return {
    refuse: ({ sku, location, orderId, reason }: RefusedRow) => {
      insert.run(sku, location, orderId, reason)
      skus.add(sku)
    },
    /** Notes a row that is taken. A position has one row, unless it has lots; of these, as of an order, others may still be refused. */
    take: ({ sku, location, order_id = '', expires_on = null }: FeedRow) => {
      if (skus.size > 0 && kind === 'inventory' && expires_on === null) drop.run(sku, location, order_id)
      if (marked.size === 0) return
      const key = keyOf(sku, location, order_id)
      if (marked.has(key)) taken.add(key)
    },
    /** Takes back the marks that this batch ends. */
    clear: () => {
      for (const key of taken) clear.run(...(JSON.parse(key) as string[]))
      if (mode === 'snapshot')
        driver
          .prepare(
            `update refused_row set cleared_batch_id = ${batchId} where ${here} and ${isMarked} and location in
             (select location from snapshot_location where ${here} and batch_id = ${batchId})`,
          )
          .run()
    },
    /** How many positions or orders the batch marks, and the items they are of. */
    count: (): number =>
      skus.size === 0
        ? 0
        : Number(
            driver.prepare(`select count(*) from refused_row where ${here} and batch_id = ${batchId}`).pluck().get(),
          ),
    items: (): ReadonlySet<string> => skus,
  }
}

const keyOf = (...key: readonly unknown[]) => JSON.stringify(key)

/** Lists the keys that are marked, by batches that are visible. */
const loadMarked = ({ driver, workspaceId, kind }: OpenBatch): ReadonlySet<string> => {
  const rows = driver
    .prepare(
      `select distinct r.sku, r.location, r.order_id from refused_row r
       left join batch c on c.workspace_id = r.workspace_id and c.id = r.cleared_batch_id and c.state = 'visible'
       where r.workspace_id = ? and r.kind = ? and c.id is null`,
    )
    .raw()
    .all(workspaceId, kind) as string[][]
  return new Set(rows.map((row) => keyOf(...row)))
}

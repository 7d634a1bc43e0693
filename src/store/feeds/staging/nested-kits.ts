import { earlierBatches, type FeedRow, type OpenBatch } from '../earlier-batches.ts'

/** Makes the function that tells whether a row would make a kit of kits. */
export const openNestedKits = (batch: OpenBatch): ((row: FeedRow) => boolean) => {
  if (batch.kind !== 'kits') return () => false
  const { driver, workspaceId, batchId } = batch
  const newest = (column: string) =>
    driver.prepare(
      `select 1 from kit r where r.workspace_id = ${workspaceId} and r.${column} = ? and r.quantity > 0
       and (r.batch_id = ${batchId} or ${earlierBatches(batch).replaceAll('+batch_id', '+r.batch_id')})
       and not exists (select 1 from kit n where n.workspace_id = r.workspace_id and n.kit_sku = r.kit_sku
         and n.component_sku = r.component_sku and n.batch_id > r.batch_id and n.batch_id <= ${batchId}
         and (n.batch_id = ${batchId} or ${earlierBatches(batch).replaceAll('+batch_id', '+n.batch_id')})) limit 1`,
    )
  const [isKit, isComponent] = [newest('kit_sku'), newest('component_sku')]
  return ({ kit_sku, component_sku, quantity }) =>
    quantity !== 0 && (isKit.get(component_sku) !== undefined || isComponent.get(kit_sku) !== undefined)
}

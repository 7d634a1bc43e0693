import type { Kysely } from 'kysely'
import { type Columns, createIndex, createTable } from '../table.ts'

/**
 * Creates the feeds: append-only batches of rows, of which the newest visible row of a key counts; the items that a batch is
 * about until its changes are announced; and what sales have taught.
 */
export const createFeedTables = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'batch', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    kind: 'text',
    mode: 'text',
    source: 'text',
    state: 'text',
    known_on: 'text',
    known_on_given: 'integer',
    backdated: 'integer',
    opened_at: 'text',
    touched_at: 'text',
    visible_at: 'text?',
    announced_at: 'text?',
  })
  await createIndex(db, 'batch', 'workspace_id', 'state')
  await createIndex(db, 'batch', 'workspace_id', 'known_on')
  await createIndex(db, 'batch', 'workspace_id', 'backdated')
  await createTable(db, 'snapshot_location', ['workspace_id', 'kind', 'location', 'batch_id'], {
    workspace_id: 'integer',
    kind: 'text',
    location: 'text',
    batch_id: 'bigint',
    as_of_on: 'text?',
    as_of_minute: 'integer',
  })
  await createTable(db, 'batch_item', ['workspace_id', 'batch_id', 'sku'], {
    workspace_id: 'integer',
    batch_id: 'bigint',
    sku: 'text',
  })

  const feed = async (name: string, key: readonly string[], columns: Columns) => {
    const batch = { workspace_id: 'integer', batch_id: 'bigint' } as const
    await createTable(db, name, ['workspace_id', ...key, 'batch_id'], { ...batch, ...columns })
  }
  await feed('item', ['sku'], {
    sku: 'text',
    name: 'text',
    category: 'text?',
    item_group: 'text?',
    unit_cost: 'double precision?',
    unit_price: 'double precision?',
    currency: 'text?',
    supplier: 'text?',
    min_order_qty: 'double precision?',
    order_multiple: 'double precision?',
    units_per_case: 'double precision?',
    shelf_life_days: 'integer?',
    launch_on: 'text?',
    discontinued_on: 'text?',
    like_sku: 'text?',
    substitute_sku: 'text?',
    code_only: 'integer?',
  })
  await feed('location', ['location'], {
    location: 'text',
    name: 'text',
    timezone: 'text?',
    kind: 'text',
    supplied_by: 'text?',
    dock_to_stock_days: 'integer',
    receiving_days: 'integer?',
    on_shelf_days: 'integer',
    unmet: 'text',
    code_only: 'integer?',
  })
  await feed('inventory', ['sku', 'location', 'as_of_on', 'as_of_minute'], {
    sku: 'text',
    location: 'text',
    as_of_on: 'text',
    as_of_minute: 'integer',
    on_hand: 'double precision',
    allocated: 'double precision?',
    unusable: 'double precision?',
    safety_stock: 'double precision?',
  })
  await feed('inbound', ['sku', 'location', 'order_id'], {
    sku: 'text',
    location: 'text',
    order_id: 'text',
    quantity: 'double precision',
    due_on: 'text?',
    supplier: 'text?',
    status: 'text',
    promised_on: 'text?',
    ordered_on: 'text?',
    received_on: 'text?',
    received_quantity: 'double precision?',
  })
  await feed('lead_time', ['supplier', 'sku', 'location'], {
    supplier: 'text',
    sku: 'text',
    location: 'text',
    lead_time_days: 'double precision',
    calendar: 'text',
    lead_time_sd_days: 'double precision?',
    review_days: 'integer?',
    order_days: 'integer?',
    order_cutoff: 'text?',
    max_per_week: 'double precision?',
    expedite_days: 'double precision?',
    expedite_cost_per_unit: 'double precision?',
    expedite_fixed_cost: 'double precision?',
  })
  await feed('holiday', ['calendar', 'holiday_on'], { calendar: 'text', holiday_on: 'text', name: 'text?' })
  await feed('sales', ['sku', 'location', 'sold_on'], {
    sku: 'text',
    location: 'text',
    sold_on: 'text',
    units: 'double precision',
    days: 'integer',
    price: 'double precision?',
    base_price: 'double precision?',
    revenue: 'double precision?',
    on_promo: 'integer?',
    stockout: 'double precision?',
    holiday: 'integer?',
  })
  await createIndex(db, 'sales', 'workspace_id', 'sold_on')
  await feed('demand_plan', ['sku', 'location', 'planned_on'], {
    sku: 'text',
    location: 'text',
    planned_on: 'text',
    units: 'double precision',
    days: 'integer',
  })
  await feed('promotion_line', ['promotion_id', 'sku', 'location'], {
    promotion_id: 'text',
    sku: 'text',
    location: 'text',
    name: 'text',
    start_on: 'text',
    end_on: 'text',
    uplift: 'double precision?',
    units: 'double precision?',
    extra: 'double precision?',
    discount: 'double precision?',
    price: 'double precision?',
    type: 'text?',
    status: 'text',
    hero: 'integer',
    priority: 'double precision?',
    commit_on: 'text?',
    owner: 'text?',
  })
  await createIndex(db, 'promotion_line', 'workspace_id', 'end_on')
  await createIndex(db, 'promotion_line', 'workspace_id', 'sku')
  await feed('cost', ['spent_on', 'kind', 'promotion_id', 'sku'], {
    spent_on: 'text',
    kind: 'text',
    promotion_id: 'text',
    sku: 'text',
    amount: 'double precision',
    currency: 'text',
  })
  await createTable(db, 'learning', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'integer',
    through_on: 'text',
    sales_batch: 'integer',
    common: 'text',
    learned_at: 'text',
  })
  await createTable(db, 'learned_level', ['workspace_id', 'learning_id', 'sku', 'location'], {
    workspace_id: 'integer',
    learning_id: 'integer',
    sku: 'text',
    location: 'text',
    level: 'text',
  })
}

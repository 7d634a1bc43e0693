import { type Kysely, sql } from 'kysely'
import { createIndex, createTable } from '../table.ts'

/**
 * Creates assessments, risks and what people do about them: acknowledgements, reported orders, corrections of feeds, uplift
 * overrides, intelligence and decisions.
 */
export const createRiskTables = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'assessment', ['workspace_id', 'promotion_id', 'assessed_at'], {
    workspace_id: 'integer',
    promotion_id: 'text',
    assessed_at: 'text',
    as_of_on: 'text',
    verdict: 'text',
    inputs_hash: 'text',
    summary: 'text',
  })
  await createTable(db, 'risk', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    identity: 'text',
    kind: 'text',
    state: 'text',
    episode: 'integer',
    verdict: 'text',
    order_by_on: 'text?',
    money: 'text',
    subject: 'text',
    opened_at: 'text',
    opened_on: 'text?',
    owner_id: 'text?',
    owner_name: 'text?',
    owner_at: 'text?',
    owner_on: 'text?',
    ended_at: 'text?',
    handled_at: 'text?',
    handled_on: 'text?',
    handled_by: 'text?',
    handler_name: 'text?',
    handled_verdict: 'text?',
    handled_order_by_on: 'text?',
    handled_money: 'text?',
    snoozed_until: 'text?',
    reason: 'text?',
    version: 'integer',
  })
  await db.schema.createIndex('risk_by_identity').on('risk').columns(['workspace_id', 'identity']).unique().execute()
  await createTable(db, 'acknowledgement', ['workspace_id', 'risk_id', 'episode'], {
    workspace_id: 'integer',
    risk_id: 'bigint',
    episode: 'integer',
    person_id: 'text',
    person_name: 'text',
    acknowledged_at: 'text',
  })
  await createTable(db, 'daily_risk_total', ['workspace_id', 'day_on'], {
    workspace_id: 'integer',
    day_on: 'text',
    owners: 'text',
    kept_at: 'text',
  })
  await createTable(db, 'reported_order', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    order_id: 'text',
    supplier: 'text?',
    sku: 'text',
    location: 'text',
    quantity: 'double precision',
    due_on: 'text',
    risk_id: 'bigint',
    reported_by: 'text',
    reporter_name: 'text',
    reported_on: 'text',
    reported_at: 'text',
    after_batch: 'bigint',
    state: 'text',
    state_at: 'text',
  })
  await createIndex(db, 'reported_order', 'workspace_id', 'sku')
  await createTable(db, 'correction', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    kind: 'text',
    sku: 'text?',
    location: 'text?',
    supplier: 'text?',
    order_id: 'text?',
    units: 'double precision?',
    days: 'double precision?',
    due_on: 'text?',
    until_on: 'text',
    reason: 'text?',
    made_by: 'text',
    maker_name: 'text',
    made_on: 'text',
    made_at: 'text',
    withdrawn_on: 'text?',
  })
  await createTable(db, 'uplift_override', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    promotion_id: 'text',
    uplift: 'double precision?',
    until_on: 'text?',
    reason: 'text?',
    set_by: 'text',
    setter_name: 'text',
    set_on: 'text',
    set_at: 'text',
  })
  await createIndex(db, 'uplift_override', 'workspace_id', 'promotion_id')
  await createTable(db, 'intelligence', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    what: 'text',
    skus: 'text',
    locations: 'text',
    from_on: 'text',
    to_on: 'text',
    effect: 'double precision?',
    confidence: 'text',
    expires_on: 'text',
    noted_by: 'text',
    noted_at: 'text',
  })
  await createTable(db, 'decision', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    promotion_id: 'text',
    open_promotion_id: 'text?',
    state: 'text',
    concession: 'text?',
    proposed_at: 'text',
    deadline_at: 'text',
    agreed_at: 'text?',
    agreed_on: 'text?',
    risk_id: 'bigint?',
    decision: 'text',
    version: 'bigint',
  })
  await createIndex(db, 'decision', 'workspace_id', 'promotion_id')
  await sql`create unique index decision_by_open_promotion_id on decision (workspace_id, open_promotion_id)`.execute(db)
}

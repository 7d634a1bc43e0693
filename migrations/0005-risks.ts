import type { Kysely } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** A program older than this schema may go on using it. */
export const breaking = false

/** Creates the risks that people own, who acknowledged them, and what people set for themselves. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
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
    handled_at: 'text?',
    handled_on: 'text?',
    handled_by: 'text?',
    handler_name: 'text?',
    handled_verdict: 'text?',
    handled_order_by_on: 'text?',
    handled_money: 'text?',
    snoozed_until: 'text?',
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
  await createTable(db, 'person', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'text',
    locale: 'text?',
  })
  await createIndex(db, 'audit', 'workspace_id', 'entity')
}

import type { Kysely } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** A program that does not know a held batch would clear it away. */
export const breaking = true

const noted = ['item', 'location', 'inventory', 'inbound', 'lead_time', 'demand_plan', 'promotion_line'] as const

/**
 * Keeps where each batch came from, why it is held and how it ended; the line of the file that a row stands on; how the columns
 * of a sender's files are read; files dropped in chat until what they mean is answered; and who promised which feed how often.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const column of [
    'door',
    'sender',
    'file_hash',
    'mapping',
    'report',
    'hold_reasons',
    'ended_as',
    'ended_by',
    'ended_at',
  ])
    await db.schema.alterTable('batch').addColumn(column, 'text').execute()
  await db.schema.alterTable('batch').addColumn('file_rows', 'integer').execute()
  for (const table of noted) await db.schema.alterTable(table).addColumn('source_line', 'integer').execute()
  await createTable(db, 'feed_mapping', ['workspace_id', 'sender', 'shape'], {
    workspace_id: 'integer',
    sender: 'text',
    shape: 'text',
    kind: 'text',
    mapping: 'text',
    used_at: 'text',
  })
  await createTable(db, 'dropped_file', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'text',
    name: 'text',
    sender: 'text',
    channel: 'text',
    kind: 'text?',
    answers: 'text',
    content: 'text',
    received_at: 'text',
    expires_at: 'text',
  })
  await createIndex(db, 'dropped_file', 'workspace_id', 'expires_at')
  await createTable(db, 'feed_promise', ['workspace_id', 'kind'], {
    workspace_id: 'integer',
    kind: 'text',
    owner: 'text?',
    rhythm_days: 'double precision?',
    asked_at: 'text?',
    told_late_at: 'text?',
  })
}

import type { Kysely } from 'kysely'
import { createIndex, createTable } from './table.ts'

/** A program older than this schema may go on using it: it asks nobody. */
export const breaking = false

/**
 * Creates who was asked about which risk, who is asked for somebody and when they work, who plans and who is accountable,
 * who wants no more reminders, and when something was last done about a risk; keeps the date on which a risk's question was asked.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'escalation_step', ['workspace_id', 'risk_id', 'episode', 'rung', 'person_id'], {
    workspace_id: 'integer',
    risk_id: 'bigint',
    episode: 'integer',
    rung: 'text',
    person_id: 'text',
    person_name: 'text',
    message: 'text',
    asked_at: 'text',
    asked_on: 'text',
  })
  await createIndex(db, 'escalation_step', 'workspace_id', 'message')
  await createIndex(db, 'escalation_step', 'workspace_id', 'asked_at')
  await createTable(db, 'standby', ['workspace_id', 'person_id'], {
    workspace_id: 'integer',
    person_id: 'text',
    backup_id: 'text?',
    backup_name: 'text?',
    delegate_id: 'text?',
    delegate_name: 'text?',
    away_until_on: 'text?',
    from_minute: 'integer?',
    to_minute: 'integer?',
    days: 'integer?',
  })
  await createTable(db, 'duty', ['workspace_id', 'place', 'duty', 'person_id'], {
    workspace_id: 'integer',
    place: 'text',
    duty: 'text',
    person_id: 'text',
    person_name: 'text',
    set_by: 'text',
    set_at: 'text',
  })
  await createTable(db, 'stopped_reminder', ['workspace_id', 'risk_id', 'episode', 'person_id'], {
    workspace_id: 'integer',
    risk_id: 'bigint',
    episode: 'integer',
    person_id: 'text',
    stopped_at: 'text',
  })
  await createTable(db, 'risk_word', ['workspace_id', 'risk_id'], {
    workspace_id: 'integer',
    risk_id: 'bigint',
    heard_at: 'text',
  })
  await db.schema.alterTable('risk').addColumn('opened_on', 'text').execute()
}

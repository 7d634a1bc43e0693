import type { Kysely } from 'kysely'
import { createIndex, createTable } from '../table.ts'

/** Creates people, their accounts and roles; who is asked about a risk, when, and instead of whom. */
export const createPeopleTables = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'person', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'text',
    locale: 'text?',
    time_zone: 'text?',
  })
  await createTable(db, 'account', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'text',
    person_id: 'text',
    platform: 'text',
    name: 'text',
    email: 'text?',
    time_zone: 'text?',
    locale: 'text?',
    linked_by: 'text?',
    linked_to: 'text?',
    first_seen_at: 'text',
  })
  await createIndex(db, 'account', 'workspace_id', 'email')
  await createIndex(db, 'account', 'workspace_id', 'person_id')
  await createTable(db, 'given_role', ['workspace_id', 'account_id', 'role'], {
    workspace_id: 'integer',
    account_id: 'text',
    role: 'text',
    given_by: 'text',
    given_at: 'text',
  })
  await createTable(db, 'role_switch', ['workspace_id'], {
    workspace_id: 'integer',
    is_on: 'integer',
    switched_by: 'text',
    switched_at: 'text',
  })
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
  await createTable(db, 'escalation_reset', ['workspace_id', 'risk_id'], {
    workspace_id: 'integer',
    risk_id: 'bigint',
    reset_at: 'text',
  })
  await createTable(db, 'stopped_reminder', ['workspace_id', 'risk_id', 'episode', 'person_id'], {
    workspace_id: 'integer',
    risk_id: 'bigint',
    episode: 'integer',
    person_id: 'text',
    stopped_at: 'text',
  })
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
  await createTable(db, 'duty', ['workspace_id', 'channel', 'duty', 'person_id'], {
    workspace_id: 'integer',
    channel: 'text',
    duty: 'text',
    person_id: 'text',
    person_name: 'text',
    set_by: 'text',
    set_at: 'text',
  })
}

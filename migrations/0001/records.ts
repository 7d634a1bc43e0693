import { type Kysely, SqliteAdapter, sql } from 'kysely'
import { createIndex, createTable } from '../table.ts'

const sqliteAuditGuards = [
  sql`create trigger audit_is_not_changed before update on audit
    begin select raise(abort, 'audit rows are never changed'); end`,
  sql`create trigger audit_is_not_removed before delete on audit
    begin select raise(abort, 'audit rows are never removed'); end`,
  // Replacing a row asks no other trigger.
  sql`create trigger audit_is_not_replaced before insert on audit
    when exists (select 1 from audit where workspace_id = new.workspace_id and id = new.id)
    begin select raise(abort, 'audit rows are never changed'); end`,
]

const postgresAuditGuards = [
  sql`create function audit_is_kept() returns trigger language plpgsql as
    $$ begin raise exception 'audit rows are never changed or removed'; end $$`,
  sql`create trigger audit_is_kept before update or delete on audit for each row execute function audit_is_kept()`,
  sql`create trigger audit_is_not_emptied before truncate on audit for each statement execute function audit_is_kept()`,
]

/** Creates the audit log, to which rows are added and nothing else; requests, their receipts, and what people can undo for a while. */
export const createRecordTables = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'audit', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    happened_at: 'text',
    actor: 'text',
    place: 'text',
    action: 'text',
    entity: 'text',
    detail: 'text',
  })
  await createIndex(db, 'audit', 'workspace_id', 'entity')
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
  for (const statement of isSqlite ? sqliteAuditGuards : postgresAuditGuards) await statement.execute(db)
  await createTable(db, 'inbox', ['workspace_id', 'request_key'], {
    workspace_id: 'integer',
    request_key: 'text',
    request: 'text',
    taken_at: 'text',
    attempt: 'integer',
  })
  await createTable(db, 'request_receipt', ['workspace_id', 'request_key'], {
    workspace_id: 'integer',
    request_key: 'text',
    arguments_hash: 'text',
    reply: 'text',
    answered_at: 'text',
  })
  await createTable(db, 'undo_entry', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'bigint',
    person_id: 'text',
    what: 'text',
    undo: 'text',
    done_at: 'text',
    undone_at: 'text?',
  })
  await createIndex(db, 'undo_entry', 'workspace_id', 'person_id')
}

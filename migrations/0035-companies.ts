import { type Kysely, SqliteAdapter, sql } from 'kysely'
import { createTable } from './table.ts'

/** A program that does not know these tables serves one company, and finds the audit log as it was. */
export const breaking = false

/**
 * An entry is changed only while its company forgets a person, and keeps its number, its moment and what was done; it is removed
 * only with its company.
 */
const sqliteAuditGuards = [
  sql`drop trigger audit_is_not_changed`,
  sql`create trigger audit_is_not_changed before update on audit
    when new.workspace_id is not old.workspace_id or new.id is not old.id or new.happened_at is not old.happened_at
      or new.action is not old.action
      or not exists (select 1 from forgotten where workspace_id = old.workspace_id and is_done = 0)
    begin select raise(abort, 'audit rows are never changed'); end`,
  sql`drop trigger audit_is_not_removed`,
  sql`create trigger audit_is_not_removed before delete on audit
    when not exists (select 1 from workspace where id = old.workspace_id and removed_at is not null)
    begin select raise(abort, 'audit rows are never removed'); end`,
]

const postgresAuditGuards = [
  sql`create or replace function audit_is_kept() returns trigger language plpgsql as $$ begin
    if tg_op = 'UPDATE' then
      if new.workspace_id = old.workspace_id and new.id = old.id and new.happened_at = old.happened_at
        and new.action = old.action
        and exists (select 1 from forgotten where workspace_id = old.workspace_id and is_done = 0) then
        return new;
      end if;
    elsif tg_op = 'DELETE' then
      if exists (select 1 from workspace where id = old.workspace_id and removed_at is not null) then
        return old;
      end if;
    end if;
    raise exception 'audit rows are never changed or removed';
  end $$`,
]

/**
 * Keeps the tokens of the Slack workspaces that installed the app, what began an installation in a browser, each company's
 * time zone, and who was forgotten.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const column of ['name', 'token', 'installed_by', 'ended_at'])
    await db.schema.alterTable('installation').addColumn(column, 'text').execute()
  for (const column of ['time_zone', 'removed_at'])
    await db.schema.alterTable('workspace').addColumn(column, 'text').execute()
  await createTable(db, 'install_state', ['hash'], { hash: 'text', options: 'text', expires_at: 'text' })
  await createTable(db, 'forgotten', ['workspace_id', 'id'], {
    workspace_id: 'integer',
    id: 'text',
    forgotten_at: 'text',
    is_done: 'integer',
  })
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
  for (const statement of isSqlite ? sqliteAuditGuards : postgresAuditGuards) await statement.execute(db)
}

import { type Kysely, SqliteAdapter, sql } from 'kysely'
import { createTable } from './table.ts'

/** An older program only adds audit rows, and knows nothing of days. */
export const breaking = false

const sqliteKeeps = [
  sql`create trigger audit_is_not_changed before update on audit
    begin select raise(abort, 'audit rows are never changed'); end`,
  sql`create trigger audit_is_not_removed before delete on audit
    begin select raise(abort, 'audit rows are never removed'); end`,
  // Replacing a row asks no other trigger.
  sql`create trigger audit_is_not_replaced before insert on audit
    when exists (select 1 from audit where workspace_id = new.workspace_id and id = new.id)
    begin select raise(abort, 'audit rows are never changed'); end`,
]

const postgresKeeps = [
  sql`create function audit_is_kept() returns trigger language plpgsql as
    $$ begin raise exception 'audit rows are never changed or removed'; end $$`,
  sql`create trigger audit_is_kept before update or delete on audit for each row execute function audit_is_kept()`,
  sql`create trigger audit_is_not_emptied before truncate on audit for each statement execute function audit_is_kept()`,
]

/** Lets audit rows be added and read, and nothing else; creates what was at risk each day, by who had it. */
export const up = async (db: Kysely<unknown>): Promise<void> => {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
  for (const statement of isSqlite ? sqliteKeeps : postgresKeeps) await statement.execute(db)
  await createTable(db, 'risk_day', ['workspace_id', 'day_on'], {
    workspace_id: 'integer',
    day_on: 'text',
    owners: 'text',
    kept_at: 'text',
  })
}

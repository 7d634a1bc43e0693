import { type Kysely, sql } from 'kysely'
import { createTable } from './table.ts'

/** An older program would let everybody do everything where roles are on. */
export const breaking = true

/**
 * Creates the roles that administrators give, each to an account, and whether they are on; keeps with which account an
 * administrator has linked another one, so that rights follow that word and nothing else.
 */
export const up = async (db: Kysely<unknown>): Promise<void> => {
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
  await db.schema.alterTable('account').addColumn('linked_to', 'text').execute()
  await sql`update account set linked_to = person_id where linked_by is not null and person_id <> id`.execute(db)
}

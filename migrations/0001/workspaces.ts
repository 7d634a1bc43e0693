import { type Kysely, sql } from 'kysely'
import { createTable } from '../table.ts'

/** Creates companies, the chat installations that belong to them, and their counters. */
export const createWorkspaceTables = async (db: Kysely<unknown>): Promise<void> => {
  await createTable(db, 'workspace', ['id'], { id: 'integer', name: 'text', created_at: 'text' })
  await db.schema.createIndex('workspace_by_name').on('workspace').column('name').unique().execute()
  await createTable(db, 'installation', ['platform', 'external_id'], {
    platform: 'text',
    external_id: 'text',
    workspace_id: 'integer',
    connected_at: 'text',
  })
  await createTable(db, 'counter', ['workspace_id', 'name'], { workspace_id: 'integer', name: 'text', value: 'bigint' })
  await sql`insert into workspace (id, name, created_at) values (1, 'default', ${new Date().toISOString()})`.execute(db)
}

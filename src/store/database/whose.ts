import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { Refusal } from '../../domain/refusal.ts'
import type { Database } from './database.ts'
import type { Workspace } from './workspace.ts'

/** A company of a store, with its own zone; null where that of the settings counts. */
export type Company = { readonly workspace: Workspace; readonly timeZone: string | null }

/** Lists the companies of a store, the first one first. */
export const loadCompanies = async (database: Database): Promise<readonly Company[]> => {
  const rows = await database.kysely
    .selectFrom('workspace')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(({ id, name, time_zone }) => ({
    workspace: { id: Number(id), name, database },
    timeZone: time_zone,
  }))
}

/** Makes a company. Throws a Refusal where there is one of this name. */
export const addCompany = (
  { kysely }: Pick<Database, 'kysely'>,
  name: string,
  timeZone: string | null,
  now: string,
): Promise<void> =>
  kysely.transaction().execute(async (transaction) => {
    const rows = await transaction.selectFrom('workspace').select(['id', 'name']).execute()
    if (rows.some((row) => row.name === name))
      throw new Refusal(`There is a company ${name} already. Nothing was changed. Use another name.`)
    const id = Math.max(0, ...rows.map((row) => Number(row.id))) + 1
    await transaction
      .insertInto('workspace')
      .values({ id, name, created_at: now, time_zone: timeZone, removed_at: null })
      .execute()
  })

/** Sets the zone of a company; null gives it back to the settings. */
export const setCompanyZone = async ({ id, database }: Workspace, timeZone: string | null): Promise<void> => {
  await database.kysely.updateTable('workspace').set({ time_zone: timeZone }).where('id', '=', id).execute()
}

/** Deletes everything of a company, and the company; answers how many rows there were. What is broken off is begun anew. */
export const removeCompany = async ({ id, database }: Workspace, now: string): Promise<number> => {
  const { kysely } = database
  await kysely.updateTable('workspace').set({ removed_at: now }).where('id', '=', id).execute()
  const tables = await kysely.introspection.getTables()
  let rows = 0
  for (const { name, columns } of tables) {
    if (!columns.some((column) => column.name === 'workspace_id')) continue
    const { numAffectedRows = 0n } = await sql`delete from ${sql.table(name)} where workspace_id = ${id}`.execute(
      kysely,
    )
    rows += Number(numAffectedRows)
  }
  await kysely.deleteFrom('workspace').where('id', '=', id).execute()
  return rows
}

/** Tells whose token or link a secret is, by its hash: the id of the company, null where it is nobody's. */
export const whoseSecret = async (
  { kysely }: Pick<Database, 'kysely'>,
  kind: 'feed_token' | 'shared_link',
  secret: string,
): Promise<number | null> => {
  const hash = createHash('sha256').update(secret).digest('hex')
  const row = await kysely.selectFrom(kind).select('workspace_id').where('hash', '=', hash).executeTakeFirst()
  return row === undefined ? null : Number(row.workspace_id)
}

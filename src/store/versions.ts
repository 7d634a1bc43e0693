import { sql } from 'kysely'
import type { Workspace } from './workspace.ts'

/** How far the store has come: the last audit row, and the feeds and typed changes that are visible. */
export type StoreVersion = { readonly audit: number; readonly batches: string }

/** Loads how far the store has come; it differs from an earlier answer when anything was done or imported in between. */
export const loadVersion = async ({ id, database }: Workspace): Promise<StoreVersion> => {
  const audit = await database.kysely
    .selectFrom('audit')
    .select(({ fn }) => fn.max('id').as('last'))
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  const batches = await database.kysely
    .selectFrom('batch')
    .select(({ fn }) => [fn.countAll().as('count'), fn.max('visible_at').as('last')])
    .where('workspace_id', '=', id)
    .where('state', '=', 'visible')
    .where('source', '<>', 'chat')
    .executeTakeFirst()
  return { audit: Number(audit?.last ?? 0), batches: `${batches?.count ?? 0} ${batches?.last ?? ''}` }
}

/** Lists the promotions that people did something about since an audit row, and those that want the same items. */
export const loadTouched = async ({ id, database }: Workspace, since: number): Promise<readonly string[]> => {
  const { rows } = await sql<{ promotion_id: string }>`with touched as (
      select distinct entity from audit where workspace_id = ${id} and id > ${since}
    ), moved as (
      select distinct entity from audit where workspace_id = ${id} and id > ${since}
        and action in ('register', 'edit', 'cancel')
    )
    select entity as promotion_id from touched
    union
    select other.promotion_id from moved
      join promotion_line own on own.workspace_id = ${id} and own.promotion_id = moved.entity
      join promotion_line other on other.workspace_id = ${id} and other.sku = own.sku`.execute(database.kysely)
  return rows.map((row) => row.promotion_id)
}

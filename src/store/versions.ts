import type { Workspace } from './workspace.ts'

/** How far the store has come: the last audit row, where risks stand, and the feeds and typed changes that are visible. */
export type StoreVersion = { readonly audit: number; readonly risks: string; readonly batches: string }

/** Loads how far the store has come; it differs from an earlier answer when anything was done or imported in between. */
export const loadVersion = async ({ id, database }: Workspace): Promise<StoreVersion> => {
  const audit = await database.kysely
    .selectFrom('audit')
    .select(({ fn }) => fn.max('id').as('last'))
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  const risks = await database.kysely
    .selectFrom('risk')
    .select(({ fn }) => [fn.countAll().as('count'), fn.sum('version').as('versions')])
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  const batches = await database.kysely
    .selectFrom('batch')
    .select(({ fn }) => [fn.countAll().as('count'), fn.max('visible_at').as('last')])
    .where('workspace_id', '=', id)
    .where('state', '=', 'visible')
    .executeTakeFirst()
  return {
    audit: Number(audit?.last ?? 0),
    risks: `${risks?.count ?? 0} ${risks?.versions ?? 0}`,
    batches: `${batches?.count ?? 0} ${batches?.last ?? ''}`,
  }
}

/** Lists what people did something about since an audit row: promotions, and channels. What the bot notes is nothing new to show. */
export const loadTouched = async ({ id, database }: Workspace, since: number): Promise<readonly string[]> => {
  const rows = await database.kysely
    .selectFrom('audit')
    .select('entity')
    .distinct()
    .where('workspace_id', '=', id)
    .where('id', '>', since)
    .where('actor', '<>', 'shelfready')
    .execute()
  return rows.map((row) => row.entity)
}

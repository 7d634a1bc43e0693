import type { Transaction } from 'kysely'
import type { Schema } from './schema.ts'
import type { Workspace } from './workspace.ts'

/** Loads how a person writes numbers and dates, as a language tag, or null when they have not said. */
export const loadLocale = async (workspace: Workspace, personId: string): Promise<string | null> => {
  const row = await workspace.database.kysely
    .selectFrom('person')
    .select('locale')
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', personId)
    .executeTakeFirst()
  return row?.locale ?? null
}

/** Keeps how a person writes numbers and dates. */
export const setLocale = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  id: string,
  locale: string | null,
): Promise<void> => {
  await transaction
    .insertInto('person')
    .values({ workspace_id: workspaceId, id, locale })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet({ locale }))
    .execute()
}

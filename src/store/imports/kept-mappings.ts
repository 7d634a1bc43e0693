import type { Reader, Workspace } from '../database/workspace.ts'
import type { FeedKind } from '../feeds/feed-rows.ts'

/** Loads how the columns of a sender's files of one shape are read, as JSON; null where nothing is remembered. */
export const loadKeptMapping = async (
  { id, database }: Reader,
  sender: string,
  shape: string,
): Promise<string | null> => {
  const row = await database.kysely
    .selectFrom('feed_mapping')
    .select('mapping')
    .where('workspace_id', '=', id)
    .where('sender', '=', sender)
    .where('shape', '=', shape)
    .executeTakeFirst()
  return row?.mapping ?? null
}

/** Remembers how the columns of a sender's files of one shape are read, as JSON. */
export const keepMapping = async (
  { id, database }: Workspace,
  kept: {
    readonly sender: string
    readonly shape: string
    readonly kind: FeedKind
    readonly mapping: string
    readonly at: string
  },
): Promise<void> => {
  const values = { kind: kept.kind, mapping: kept.mapping, used_at: kept.at }
  await database.kysely
    .insertInto('feed_mapping')
    .values({ workspace_id: id, sender: kept.sender, shape: kept.shape, ...values })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'sender', 'shape']).doUpdateSet(values))
    .execute()
}

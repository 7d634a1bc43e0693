import { sql } from 'kysely'
import type { Reader, Writer } from '../database/workspace.ts'

/** A channel as people know it. */
export type ChannelName = {
  readonly id: string
  readonly name: string
  /** The name is made up, because the platform gave none. */
  readonly isStandIn?: boolean
}

/** What people call a channel. */
export type NameChannel = { readonly kind: 'name-channel'; readonly channel: ChannelName }

/** An administrator lets the bot post in a channel that people of other organisations read. */
export type ShareChannel = { readonly kind: 'share-channel'; readonly channel: ChannelName; readonly sharedBy: string }

/** Keeps what people call a channel. */
export const nameChannel = async (
  { transaction, workspaceId }: Writer,
  { channel: { id, name, isStandIn = false } }: Pick<NameChannel, 'channel'>,
): Promise<void> => {
  await transaction
    .insertInto('channel')
    .values({ workspace_id: workspaceId, id, name, shared_by: null, paused_until: null, paused_at: null })
    .onConflict((conflict) => {
      const known = conflict.columns(['workspace_id', 'id'])
      return isStandIn ? known.doNothing() : known.doUpdateSet({ name }).where('channel.name', '<>', name)
    })
    .execute()
}

/** Keeps that an administrator lets the bot post in a channel that people of other organisations read. */
export const shareChannel = async (
  writer: Writer,
  { channel: { id, name }, sharedBy }: ShareChannel,
): Promise<void> => {
  const { transaction, workspaceId } = writer
  await nameChannel(writer, { channel: { id, name } })
  await transaction
    .updateTable('channel')
    .set({ shared_by: sharedBy })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Pauses a channel until a moment: the platform takes no message there before. */
export const pauseChannel = async (
  { transaction, workspaceId, now }: Writer,
  id: string,
  notBefore: string,
): Promise<void> => {
  await transaction
    .insertInto('channel')
    .values({ workspace_id: workspaceId, id, name: id, shared_by: null, paused_until: notBefore, paused_at: now })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'id']).doUpdateSet({ paused_until: notBefore, paused_at: now }),
    )
    .execute()
}

/** Loads what people call channels, by id; one that nobody named goes by its id. */
export const loadChannelNames = async (
  { id, database }: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const rows =
    ids.length === 0
      ? []
      : await database.kysely
          .selectFrom('channel')
          .select(['id', 'name'])
          .where('workspace_id', '=', id)
          .where('id', 'in', [...ids])
          .execute()
  const named = new Map(rows.map((row) => [row.id, row.name]))
  return new Map(ids.map((one) => [one, named.get(one) ?? one]))
}

/** Finds a channel by its id or by what people call it; null when neither is known. */
export const findChannel = async ({ id, database }: Reader, idOrName: string): Promise<ChannelName | null> => {
  const row = await database.kysely
    .selectFrom('channel')
    .select(['id', 'name'])
    .where('workspace_id', '=', id)
    .where((where) => where.or([where('id', '=', idOrName), where('name', '=', idOrName)]))
    .orderBy(sql`case when id = ${idOrName} then 0 else 1 end`)
    .executeTakeFirst()
  return row ?? null
}

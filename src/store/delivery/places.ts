import { sql, type Transaction } from 'kysely'
import type { Schema } from '../database/schema.ts'
import type { Workspace } from '../database/workspace.ts'

/** A channel as people know it. */
export type Place = {
  readonly id: string
  readonly name: string
  /** The name merely stands for one that nobody told. */
  readonly isStandIn?: boolean
}

/** Keeps what people call a channel. */
export const namePlace = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { id, name, isStandIn = false }: Place,
): Promise<void> => {
  await transaction
    .insertInto('place')
    .values({ workspace_id: workspaceId, id, name, shared_by: null, not_before: null, paced_at: null })
    .onConflict((conflict) => {
      const known = conflict.columns(['workspace_id', 'id'])
      return isStandIn ? known.doNothing() : known.doUpdateSet({ name }).where('place.name', '<>', name)
    })
    .execute()
}

/** Keeps that an administrator lets a channel with people of other organisations hear what is posted. */
export const sharePlace = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { id, name }: Place,
  sharedBy: string,
): Promise<void> => {
  await namePlace(transaction, workspaceId, { id, name })
  await transaction
    .updateTable('place')
    .set({ shared_by: sharedBy })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Lets a channel rest until a moment: the platform takes no message there before. */
export const pacePlace = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  id: string,
  notBefore: string,
  now: string,
): Promise<void> => {
  await transaction
    .insertInto('place')
    .values({ workspace_id: workspaceId, id, name: id, shared_by: null, not_before: notBefore, paced_at: now })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'id']).doUpdateSet({ not_before: notBefore, paced_at: now }),
    )
    .execute()
}

/** Loads what people call channels, by id; one that nobody named goes by its id. */
export const loadPlaceNames = async (
  { id, database }: Workspace,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const rows =
    ids.length === 0
      ? []
      : await database.kysely
          .selectFrom('place')
          .select(['id', 'name'])
          .where('workspace_id', '=', id)
          .where('id', 'in', [...ids])
          .execute()
  const named = new Map(rows.map((row) => [row.id, row.name]))
  return new Map(ids.map((one) => [one, named.get(one) ?? one]))
}

/** Finds a channel by its id or by what people call it; null when neither is known. */
export const findPlace = async ({ id, database }: Workspace, said: string): Promise<Place | null> => {
  const row = await database.kysely
    .selectFrom('place')
    .select(['id', 'name'])
    .where('workspace_id', '=', id)
    .where((where) => where.or([where('id', '=', said), where('name', '=', said)]))
    .orderBy(sql`case when id = ${said} then 0 else 1 end`)
    .executeTakeFirst()
  return row ?? null
}

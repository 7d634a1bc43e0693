import { sql, type Transaction } from 'kysely'
import type { Schema } from '../database/schema.ts'
import type { Workspace } from '../database/workspace.ts'
import { revive } from './outbox.ts'

/** Keeps where a conversation lives, as its platform says it. */
export const keepConversation = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { place, reference }: { readonly place: string; readonly reference: unknown },
  now: string,
): Promise<void> => {
  const row = { reference: JSON.stringify(reference), left_at: null, changed_at: now }
  await transaction
    .insertInto('conversation')
    .values({ workspace_id: workspaceId, id: place, ...row })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doUpdateSet(row))
    .execute()
}

/** Keeps that the bot was taken out of a conversation, and of every one of a team where one is named. */
export const leaveConversation = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { place, teamId }: { readonly place: string; readonly teamId: string | null },
  now: string,
): Promise<void> => {
  await transaction
    .updateTable('conversation')
    .set({ left_at: now, changed_at: now })
    .where('workspace_id', '=', workspaceId)
    .where((where) =>
      where.or([where('id', '=', place), ...(teamId === null ? [] : [where('reference', 'like', ofTeam(teamId))])]),
    )
    .execute()
}

/** Keeps that the bot is in every conversation of a team again, and lets what waited for them go out. */
export const returnToTeam = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  teamId: string,
  now: string,
): Promise<void> => {
  const places = await transaction
    .updateTable('conversation')
    .set({ left_at: null, changed_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('reference', 'like', ofTeam(teamId))
    .returning('id')
    .execute()
  for (const { id } of places) await revive(transaction, workspaceId, { channel: id }, now)
}

const ofTeam = (teamId: string): string => `%"teamId":${JSON.stringify(teamId)}%`

/** Loads where a conversation lives; null where the bot was never let in, or was taken out. */
export const loadConversation = async ({ id, database }: Workspace, place: string): Promise<unknown> => {
  const row = await database.kysely
    .selectFrom('conversation')
    .select('reference')
    .where('workspace_id', '=', id)
    .where('id', '=', place)
    .where('left_at', 'is', null)
    .executeTakeFirst()
  return row === undefined ? null : JSON.parse(row.reference)
}

/** Loads where the conversation lives that was heard of last, one that the bot is in first: people are reached by its service. Null where there is none. */
export const loadAnyConversation = async ({ id, database }: Workspace, tenantId: string | null): Promise<unknown> => {
  const row = await database.kysely
    .selectFrom('conversation')
    .select('reference')
    .where('workspace_id', '=', id)
    .orderBy(sql`case when reference like ${`%"tenantId":${JSON.stringify(tenantId)}%`} then 0 else 1 end`)
    .orderBy(sql`case when left_at is null then 0 else 1 end`)
    .orderBy('changed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : JSON.parse(row.reference)
}

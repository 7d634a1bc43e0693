import { sql } from 'kysely'
import type { Reader, Writer } from '../database/workspace.ts'
import { requeueParked } from './outbox.ts'

/** How a conversation is reached, as its platform tells it; stored as JSON. */
export type KeepConversation = {
  readonly kind: 'keep-conversation'
  readonly place: string
  readonly reference: unknown
}

/** The bot was taken out of a conversation, and of every one of a team where one is named. */
export type LeaveConversation = {
  readonly kind: 'leave-conversation'
  readonly place: string
  readonly teamId: string | null
}

/** The bot is back in a team: what waited for the conversations of it that it knows goes out. */
export type ReturnToTeam = { readonly kind: 'return-to-team'; readonly teamId: string }

/** Keeps how a conversation is reached. */
export const keepConversation = async (
  { transaction, workspaceId, now }: Writer,
  { place, reference }: KeepConversation,
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
  { transaction, workspaceId, now }: Writer,
  { place, teamId }: LeaveConversation,
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
export const returnToTeam = async (writer: Writer, { teamId }: ReturnToTeam): Promise<void> => {
  const { transaction, workspaceId, now } = writer
  const places = await transaction
    .updateTable('conversation')
    .set({ left_at: null, changed_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('reference', 'like', ofTeam(teamId))
    .returning('id')
    .execute()
  for (const { id } of places) await requeueParked(writer, { channel: id })
}

const ofTeam = (teamId: string): string => `%"teamId":${JSON.stringify(teamId)}%`

/** Loads how a conversation is reached; null where the bot was never let in, or was taken out. */
export const loadConversation = async ({ id, database }: Reader, place: string): Promise<unknown> => {
  const row = await database.kysely
    .selectFrom('conversation')
    .select('reference')
    .where('workspace_id', '=', id)
    .where('id', '=', place)
    .where('left_at', 'is', null)
    .executeTakeFirst()
  return row === undefined ? null : JSON.parse(row.reference)
}

/** Loads the reference of the conversation that changed last, of one that the bot is in first: people are reached by its service. Null where there is none. */
export const loadAnyConversation = async ({ id, database }: Reader, tenantId: string | null): Promise<unknown> => {
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

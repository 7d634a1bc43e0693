import type { Reader, Writer } from '../database/workspace.ts'

/** The answer to a request, kept with the request's key so that a repeated request gets it again. */
export type RequestReceipt = { readonly requestKey: string; readonly argumentsHash: string; readonly reply: unknown }

/** Keeps the answer to a request. Answers false, and keeps nothing, when a request of the same key was answered before. */
export const keepRequestReceipt = async (
  { transaction, workspaceId, now }: Writer,
  { requestKey, argumentsHash, reply }: RequestReceipt,
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('request_receipt')
    .values({
      workspace_id: workspaceId,
      request_key: requestKey,
      arguments_hash: argumentsHash,
      reply: JSON.stringify(reply),
      answered_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows) === 1
}

/** Loads the answer that a request of this key was given, or null. */
export const loadRequestReceipt = async (
  { id, database }: Reader,
  requestKey: string,
): Promise<RequestReceipt | null> => {
  const row = await database.kysely
    .selectFrom('request_receipt')
    .select(['request_key', 'arguments_hash', 'reply'])
    .where('workspace_id', '=', id)
    .where('request_key', '=', requestKey)
    .executeTakeFirst()
  return row ? { requestKey: row.request_key, argumentsHash: row.arguments_hash, reply: JSON.parse(row.reply) } : null
}

import type { Workspace, Writer } from '../database/workspace.ts'

/** A request that was taken and is still to be answered; `attempt` counts how often that was begun. Moments are ISO text. */
type TakenRequest = {
  readonly key: string
  readonly request: unknown
  readonly takenAt: string
  readonly attempt: number
}

/** Takes a request for good; the same one again is taken once. */
export const takeRequest = async (
  { id, database }: Workspace,
  key: string,
  request: unknown,
  now: string,
): Promise<void> => {
  await database.kysely
    .insertInto('inbox')
    .values({ workspace_id: id, request_key: key, request: JSON.stringify(request), taken_at: now, attempt: 1 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Loads what was taken before a moment and is not answered, oldest first, and counts this attempt. */
export const takeUnansweredRequests = async (
  { id, database }: Workspace,
  before: string,
): Promise<readonly TakenRequest[]> => {
  const rows = await database.kysely
    .updateTable('inbox')
    .set((row) => ({ attempt: row('attempt', '+', 1) }))
    .where('workspace_id', '=', id)
    .where('taken_at', '<', before)
    .returningAll()
    .execute()
  return rows
    .toSorted((a, b) => (a.taken_at < b.taken_at ? -1 : 1))
    .map(({ request_key, request, taken_at, attempt }) => ({
      key: request_key,
      request: JSON.parse(request),
      takenAt: taken_at,
      attempt: Number(attempt),
    }))
}

/** A request of the inbox is answered. */
export type CompleteRequest = { readonly kind: 'complete-request'; readonly key: string }

/** Deletes a request that is answered. Answers false when another process has answered it. */
export const completeRequest = async (
  { transaction, workspaceId }: Writer,
  { key }: CompleteRequest,
): Promise<boolean> => {
  const { numDeletedRows } = await transaction
    .deleteFrom('inbox')
    .where('workspace_id', '=', workspaceId)
    .where('request_key', '=', key)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows) === 1
}

import type { Transaction } from 'kysely'
import type { UndoEntry, UndoOperation } from '../../domain/risks/undo-entry.ts'
import { nextNumber } from '../database/counter.ts'
import type { Schema } from '../database/schema.ts'
import type { Workspace } from '../database/workspace.ts'

/** Keeps what somebody did, with what takes it back. */
export const keepAct = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  { personId, what, undo }: UndoEntry,
  now: string,
): Promise<void> => {
  await transaction
    .insertInto('act')
    .values({
      workspace_id: workspaceId,
      id: await nextNumber(transaction, workspaceId, 'act'),
      person_id: personId,
      what,
      undo: JSON.stringify(undo),
      acted_at: now,
      undone_at: null,
    })
    .execute()
}

/** Marks something as undone. Answers false, and writes nothing, when it was already. */
export const strikeAct = async (
  transaction: Transaction<Schema>,
  workspaceId: number,
  id: number,
  now: string,
): Promise<boolean> => {
  const { numUpdatedRows } = await transaction
    .updateTable('act')
    .set({ undone_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows) === 1
}

/** Loads the last thing that a person did since a moment and has not undone, or null. */
export const loadLastAct = async (
  { id, database }: Workspace,
  personId: string,
  since: string,
): Promise<(UndoEntry & { readonly id: number; readonly at: string }) | null> => {
  const row = await database.kysely
    .selectFrom('act')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('person_id', '=', personId)
    .where('undone_at', 'is', null)
    .where('acted_at', '>=', since)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined
    ? null
    : {
        id: Number(row.id),
        personId,
        what: row.what,
        at: row.acted_at,
        undo: JSON.parse(row.undo) as UndoOperation,
      }
}

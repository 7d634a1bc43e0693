import type { UndoEntry, UndoOperation } from '../../domain/risks/undo-entry.ts'
import { nextNumber } from '../database/counter.ts'
import type { Reader, Writer } from '../database/workspace.ts'

/** What somebody did, as long as it can be undone. */
export type KeepUndoEntry = { readonly kind: 'keep-undo-entry'; readonly entry: UndoEntry }

/** An undo entry is undone. */
export type MarkUndone = { readonly kind: 'mark-undone'; readonly id: number }

/** Keeps what somebody did, with the operation that undoes it. */
export const keepUndoEntry = async (
  writer: Writer,
  { entry: { personId, what, undo } }: KeepUndoEntry,
): Promise<void> => {
  const { transaction, workspaceId, now } = writer
  await transaction
    .insertInto('undo_entry')
    .values({
      workspace_id: workspaceId,
      id: await nextNumber(writer, 'undo-entry'),
      person_id: personId,
      what,
      undo: JSON.stringify(undo),
      done_at: now,
      undone_at: null,
    })
    .execute()
}

/** Marks an entry as undone. Answers false, and writes nothing, when it was undone already. */
export const markUndone = async ({ transaction, workspaceId, now }: Writer, { id }: MarkUndone): Promise<boolean> => {
  const { numUpdatedRows } = await transaction
    .updateTable('undo_entry')
    .set({ undone_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows) === 1
}

/** Loads the last entry of a person since a moment that is not undone, or null. */
export const loadLastUndoEntry = async (
  { id, database }: Reader,
  personId: string,
  since: string,
): Promise<(UndoEntry & { readonly id: number; readonly at: string }) | null> => {
  const row = await database.kysely
    .selectFrom('undo_entry')
    .selectAll()
    .where('workspace_id', '=', id)
    .where('person_id', '=', personId)
    .where('undone_at', 'is', null)
    .where('done_at', '>=', since)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined
    ? null
    : {
        id: Number(row.id),
        personId,
        what: row.what,
        at: row.done_at,
        undo: JSON.parse(row.undo) as UndoOperation,
      }
}

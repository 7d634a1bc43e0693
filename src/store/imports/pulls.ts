import type { Insertable } from 'kysely'
import { type Reader, type Workspace, writeTogether } from '../database/workspace.ts'
import type { DoorTables } from './door-tables.ts'

/** How the last pull of a source went; moments are ISO texts. */
export type PullEntry = {
  readonly source: string
  readonly triedAt: string
  readonly workedAt: string | null
  /** Why it does not work; null where it does. */
  readonly cause: string | null
  /** When people were told that it does not work; null where they were not, or where it does. */
  readonly toldAt: string | null
  /** What came of it when it worked last, in words. */
  readonly result: string | null
  /** What tells whether the data are still the same: the server's mark, or the hash of what a query gave. */
  readonly etag: string | null
  readonly modified: string | null
}

/** Loads how the pulls of a company went, by the name of their source. */
export const loadPulls = async ({ id, database }: Reader): Promise<ReadonlyMap<string, PullEntry>> => {
  const rows = await database.kysely.selectFrom('pull').selectAll().where('workspace_id', '=', id).execute()
  return new Map(
    rows.map((row) => [
      row.source,
      {
        ...{ source: row.source, triedAt: row.tried_at, workedAt: row.worked_at, cause: row.cause },
        ...{ toldAt: row.told_at, result: row.result, etag: row.etag, modified: row.modified },
      },
    ]),
  )
}

/** Keeps how a pull went, in place of the one before. */
export const keepPull = (workspace: Workspace, entry: PullEntry, now: string): Promise<void> =>
  writeTogether(workspace, now, async ({ transaction, workspaceId }) => {
    const row: Insertable<DoorTables['pull']> = {
      ...{ workspace_id: workspaceId, source: entry.source, tried_at: entry.triedAt, worked_at: entry.workedAt },
      ...{ cause: entry.cause, told_at: entry.toldAt, result: entry.result },
      ...{ etag: entry.etag, modified: entry.modified },
    }
    await transaction
      .insertInto('pull')
      .values(row)
      .onConflict((conflict) => conflict.columns(['workspace_id', 'source']).doUpdateSet(row))
      .execute()
  })

/**
 * Claims a source for one pull: nobody else who has the store open pulls it meanwhile, on whichever machine. Answers null where
 * somebody does. A process that is killed while it pulls keeps its claim until the moment that is given. A store in a file has one
 * machine, on which the lock beside it says the same and ends with the process.
 */
export const claimPull = async (
  workspace: Workspace,
  source: string,
  now: string,
  until: string,
): Promise<AsyncDisposable | null> =>
  workspace.database.engine === 'sqlite'
    ? { [Symbol.asyncDispose]: async () => {} }
    : claimInStore(workspace, source, now, until)

const claimInStore = (
  workspace: Workspace,
  source: string,
  now: string,
  until: string,
): Promise<AsyncDisposable | null> =>
  writeTogether(workspace, now, async ({ transaction, workspaceId }) => {
    const row = { workspace_id: workspaceId, source, until }
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('pull_claim')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'source']).doUpdateSet({ until }).where('pull_claim.until', '<=', now),
      )
      .executeTakeFirstOrThrow()
    if (Number(numInsertedOrUpdatedRows) !== 1) return null
    return { [Symbol.asyncDispose]: () => giveBack(workspace, source, until) }
  })

const giveBack = async ({ id, database }: Workspace, source: string, until: string): Promise<void> => {
  await database.kysely
    .deleteFrom('pull_claim')
    .where('workspace_id', '=', id)
    .where('source', '=', source)
    .where('until', '=', until)
    .execute()
}

/** Gives the newest batch of a source that is held; null where none is. */
export const heldBatchOf = async ({ id, database }: Reader, source: string): Promise<number | null> => {
  const row = await database.kysely
    .selectFrom('batch')
    .select('id')
    .where('workspace_id', '=', id)
    .where('door', '=', 'pull')
    .where('sender', '=', source)
    .where('state', '=', 'held')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row === undefined ? null : Number(row.id)
}

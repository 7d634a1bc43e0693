import { type Reader, type Workspace, writeTogether } from '../database/workspace.ts'
import type { BatchTables } from '../feeds/batch-tables.ts'
import type { FeedKind } from '../feeds/feed-rows.ts'

/** A file of the watched folder that this store works on: the folder that it is moved to, where it lay, and since when. */
export type FolderClaim = {
  readonly claim: string
  readonly path: string
  readonly claimedAt: string
  /** The batch that is held; null while it is read. */
  readonly batch: number | null
}

/** Keeps that a file is about to be moved aside, so that a later process of this store knows it as its own. */
export const keepClaim = (workspace: Workspace, { claim, path, claimedAt }: FolderClaim): Promise<void> =>
  writeTogether(workspace, claimedAt, async ({ transaction, workspaceId }) => {
    await transaction
      .insertInto('folder_file')
      .values({ workspace_id: workspaceId, claim, path, claimed_at: claimedAt, batch_id: null })
      .execute()
  })

/** Keeps the batch of a file that is held. */
export const keepHeldClaim = (workspace: Workspace, claim: string, batch: number, now: string): Promise<void> =>
  writeTogether(workspace, now, async ({ transaction, workspaceId }) => {
    await transaction
      .updateTable('folder_file')
      .set({ batch_id: batch })
      .where('workspace_id', '=', workspaceId)
      .where('claim', '=', claim)
      .execute()
  })

/** Forgets a file that is settled, or was taken by somebody else. */
export const dropClaim = (workspace: Workspace, claim: string, now: string): Promise<void> =>
  writeTogether(workspace, now, async ({ transaction, workspaceId }) => {
    await transaction
      .deleteFrom('folder_file')
      .where('workspace_id', '=', workspaceId)
      .where('claim', '=', claim)
      .execute()
  })

/** Loads the files that this store works on or holds, the oldest first. */
export const loadClaims = async ({ id, database }: Reader): Promise<readonly FolderClaim[]> => {
  const rows = await database.kysely
    .selectFrom('folder_file')
    .selectAll()
    .where('workspace_id', '=', id)
    .orderBy('claim')
    .execute()
  return rows.map((row) => ({ claim: row.claim, path: row.path, claimedAt: row.claimed_at, batch: row.batch_id }))
}

/** How a batch ended that a file of the folder made. */
export type FolderBatch = {
  readonly id: number
  readonly kind: FeedKind
  readonly state: BatchTables['batch']['state']
  /** The import report, as JSON. */
  readonly report: string | null
  readonly endedBy: string | null
}

const columns = ['id', 'kind', 'state', 'report', 'ended_by'] as const

/** Loads a batch by its number; null where there is none. */
export const loadFolderBatch = async ({ id, database }: Reader, batch: number): Promise<FolderBatch | null> => {
  const row = await database.kysely
    .selectFrom('batch')
    .select(columns)
    .where('workspace_id', '=', id)
    .where('id', '=', batch)
    .executeTakeFirst()
  return row === undefined ? null : { ...row, id: Number(row.id), endedBy: row.ended_by }
}

/** Finds the batch that a file made since it was claimed, by its hash; null where none was made whole. */
export const findBatchOfClaim = async (
  { id, database }: Reader,
  claimedAt: string,
  hash: string,
): Promise<FolderBatch | null> => {
  const row = await database.kysely
    .selectFrom('batch')
    .select(columns)
    .where('workspace_id', '=', id)
    .where('door', '=', 'folder')
    .where('file_hash', '=', hash)
    .where('opened_at', '>=', claimedAt)
    .where('state', '<>', 'staging')
    .where((where) => where.or([where('state', '<>', 'discarded'), where('ended_as', 'is not', null)]))
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : { ...row, id: Number(row.id), endedBy: row.ended_by }
}

import type { Reader, Workspace } from '../database/workspace.ts'
import type { BatchTables, Door } from '../feeds/batch-tables.ts'
import type { FeedKind, HoldReason } from '../feeds/feed-rows.ts'

/** A batch as the list of feeds tells of it; moments are ISO texts. */
export type BatchEntry = {
  readonly id: number
  readonly kind: FeedKind
  readonly mode: 'upsert' | 'snapshot'
  /** The name of the file. */
  readonly source: string
  readonly state: BatchTables['batch']['state']
  readonly door: Door | null
  readonly sender: string | null
  readonly rows: number | null
  readonly hash: string | null
  /** How its columns were read, as JSON; null where they are those of the contract. */
  readonly mapping: string | null
  readonly knownOn: string
  readonly knownSaid: boolean
  readonly openedAt: string
  readonly visibleAt: string | null
  readonly holdReasons: readonly HoldReason[]
  readonly endedBy: string | null
  readonly endedAt: string | null
  /** It only says that another batch was undone. */
  readonly isUndo: boolean
}

const entryOf = (row: BatchTables['batch']): BatchEntry => ({
  id: Number(row.id),
  kind: row.kind,
  mode: row.mode,
  source: row.source,
  state: row.state === 'discarded' ? (row.ended_as ?? row.state) : row.state,
  door: row.door,
  sender: row.sender,
  rows: row.file_rows,
  hash: row.file_hash,
  mapping: row.mapping,
  knownOn: row.known_on,
  knownSaid: row.known_on_given === 1,
  openedAt: row.opened_at,
  visibleAt: row.visible_at,
  holdReasons: row.hold_reasons === null ? [] : (JSON.parse(row.hold_reasons) as readonly HoldReason[]),
  endedBy: row.ended_by,
  endedAt: row.ended_at,
  isUndo: row.state === 'visible' && row.ended_as === 'undone',
})

/** Loads one batch that a file made; null where there is none. */
export const loadBatch = async ({ id: workspaceId, database }: Reader, id: number): Promise<BatchEntry | null> => {
  const row = await database.kysely
    .selectFrom('batch')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('source', '<>', 'chat')
    .executeTakeFirst()
  return row === undefined ? null : entryOf(row)
}

/** Loads the batches that files made, without those that only say that another is undone, the newest first; of one kind or in one state where that is asked. */
export const loadBatches = async (
  { id: workspaceId, database }: Reader,
  {
    kind = null,
    state = null,
    limit,
  }: {
    readonly kind?: FeedKind | null
    readonly state?: BatchEntry['state'] | null
    readonly limit: number
  },
): Promise<readonly BatchEntry[]> => {
  let query = database.kysely
    .selectFrom('batch')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('source', '<>', 'chat')
    .where('state', 'not in', ['staging', 'discarded'])
    .where((where) => where.or([where('ended_as', 'is', null), where('state', '!=', 'visible')]))
  if (kind !== null) query = query.where('kind', '=', kind)
  if (state !== null) query = query.where('state', '=', state)
  return (await query.orderBy('id', 'desc').limit(limit).execute()).map(entryOf)
}

/** Kinds that tell how the files of others are read: units of a case, and the time zones of places. */
const readBy = ['items', 'locations'] as const

/** Loads the newest batch that counts of a file by its hash, if no other of its kind, or that changes how it is read, has come in or been said since; else null. */
export const loadNewestOfFile = async (
  { id: workspaceId, database }: Reader,
  hash: string,
): Promise<BatchEntry | null> => {
  const row = await database.kysely
    .selectFrom('batch')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('file_hash', '=', hash)
    .where('state', '=', 'visible')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  const later = await database.kysely
    .selectFrom('batch')
    .select(['kind', 'report'])
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'visible')
    .where('id', '>', row.id)
    .where('kind', 'in', [row.kind, ...readBy])
    .execute()
  const isNewer = later.some(({ kind, report }) => kind === row.kind || saysSomethingNew(report))
  return isNewer ? null : entryOf(row)
}

/** The same file once more says nothing new. */
const saysSomethingNew = (report: string | null): boolean => {
  if (report === null) return true
  const { inserted, changed } = JSON.parse(report) as { readonly inserted?: number; readonly changed?: number }
  return inserted === undefined || changed === undefined || inserted + changed > 0
}

/** Keeps the report of a batch, and how many rows its file has. */
export const keepReport = async (
  { id: workspaceId, database }: Workspace,
  id: number,
  report: { readonly rows: number },
): Promise<void> => {
  await database.kysely
    .updateTable('batch')
    .set({ report: JSON.stringify(report), file_rows: report.rows })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Loads the report of a batch whose rows were all taken; null where some were rejected or nothing was kept. */
export const loadKeptReport = async <Report extends { readonly rejected: number }>(
  { id: workspaceId, database }: Reader,
  id: number,
): Promise<Report | null> => {
  const row = await database.kysely
    .selectFrom('batch')
    .select('report')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row?.report == null) return null
  const report = JSON.parse(row.report) as Report
  return report.rejected === 0 ? report : null
}

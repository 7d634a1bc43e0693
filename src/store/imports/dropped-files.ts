import type { Selectable } from 'kysely'
import { after } from '../../domain/delivery.ts'
import { droppedFileKeptMilliseconds } from '../../domain/policy.ts'
import { nextNumber } from '../database/counter.ts'
import { type Reader, type Workspace, writeTogether } from '../database/workspace.ts'
import type { BatchTables } from '../feeds/batch-tables.ts'
import type { FeedKind } from '../feeds/feed-rows.ts'

/** A file dropped in chat, without its bytes; moments are ISO texts. */
export type DroppedFile = {
  /** `F-12`. */
  readonly id: string
  readonly name: string
  /** The name of who dropped it. */
  readonly sender: string
  /** The inbox of who dropped it, where its card stands. */
  readonly channel: string
  /** The feed that somebody said it is. */
  readonly kind: FeedKind | null
  readonly mode: 'upsert' | 'snapshot'
  readonly answers: Readonly<Record<string, string>>
  readonly receivedAt: string
  readonly expiresAt: string
  readonly isFetched: boolean
  readonly workingAt: string | null
  readonly batch: number | null
  readonly hasRejects: boolean
}

type Row = Omit<Selectable<BatchTables['dropped_file']>, 'content' | 'rejects'> & {
  readonly is_fetched: number
  readonly has_rejects: number
}

const fileOf = (row: Row): DroppedFile => ({
  id: row.id,
  name: row.name,
  sender: row.sender,
  channel: row.channel,
  kind: row.kind,
  mode: row.mode ?? 'upsert',
  answers: JSON.parse(row.answers),
  receivedAt: row.received_at,
  expiresAt: row.expires_at,
  isFetched: Number(row.is_fetched) === 1,
  workingAt: row.working_at,
  batch: row.batch_id === null ? null : Number(row.batch_id),
  hasRejects: Number(row.has_rejects) === 1,
})

const files = ({ id, database }: Reader) =>
  database.kysely
    .selectFrom('dropped_file')
    .select([
      ...(['workspace_id', 'id', 'name', 'sender', 'channel', 'kind', 'mode', 'answers', 'received_at'] as const),
      ...(['expires_at', 'source_key', 'working_at', 'batch_id'] as const),
    ])
    .select(({ eb }) => [
      eb.case().when('content', '=', '').then(0).else(1).end().as('is_fetched'),
      eb.case().when('rejects', 'is', null).then(0).else(1).end().as('has_rejects'),
    ])
    .where('workspace_id', '=', id)

/** Loads a file dropped in chat; null where there is none of that number any more. */
export const loadDroppedFile = async (reader: Reader, id: string): Promise<DroppedFile | null> => {
  const row = await files(reader).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : fileOf(row)
}

/** Loads the file that became a batch; null where it is not kept any more, or came by another door. */
export const loadFileOfBatch = async (reader: Reader, batch: number): Promise<DroppedFile | null> => {
  const row = await files(reader).where('batch_id', '=', batch).executeTakeFirst()
  return row === undefined ? null : fileOf(row)
}

/** Loads the files dropped in chat that are kept, the newest first. */
export const loadDroppedFiles = async (reader: Reader): Promise<readonly DroppedFile[]> =>
  (await files(reader).orderBy('received_at', 'desc').limit(50).execute()).map(fileOf)

/** Loads the bytes of a file dropped in chat. */
export const loadContent = async ({ id, database }: Reader, file: string): Promise<Buffer> => {
  const row = await database.kysely
    .selectFrom('dropped_file')
    .select('content')
    .where('workspace_id', '=', id)
    .where('id', '=', file)
    .executeTakeFirst()
  return Buffer.from(row?.content ?? '', 'base64')
}

/** Loads the rejected rows of a file, as CSV; null where there are none. */
export const loadRejects = async ({ id, database }: Reader, file: string): Promise<string | null> => {
  const row = await database.kysely
    .selectFrom('dropped_file')
    .select('rejects')
    .where('workspace_id', '=', id)
    .where('id', '=', file)
    .executeTakeFirst()
  return row?.rejects ?? null
}

/** Takes up a file that a request brings, before its bytes are fetched; a request that comes again finds the one it brought. */
export const takeUpFile = async (
  workspace: Workspace,
  now: string,
  file: Pick<DroppedFile, 'name' | 'sender' | 'channel' | 'kind'> & { readonly sourceKey: string },
): Promise<DroppedFile> => {
  const taken = await writeTogether(workspace, now, async (writer) => {
    const { transaction, workspaceId } = writer
    const known = await transaction
      .selectFrom('dropped_file')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('source_key', '=', file.sourceKey)
      .executeTakeFirst()
    const id = known?.id ?? `F-${await nextNumber(writer, 'dropped-file')}`
    const row = { name: file.name, sender: file.sender, channel: file.channel, kind: file.kind, mode: null }
    const expires = after(now, droppedFileKeptMilliseconds)
    if (known === undefined)
      await transaction
        .insertInto('dropped_file')
        .values({
          ...{ workspace_id: workspaceId, id, ...row, answers: '{}', content: '', received_at: now },
          ...{ expires_at: expires, source_key: file.sourceKey, working_at: null, batch_id: null, rejects: null },
        })
        .execute()
    return id
  })
  return (await loadDroppedFile(workspace, taken)) as DroppedFile
}

/** What can change about a file. */
type FileChange = Partial<Pick<DroppedFile, 'kind' | 'mode' | 'answers' | 'workingAt' | 'batch'>> & {
  readonly content?: Uint8Array
  readonly rejects?: string | null
}

/** Changes what is kept of a file. */
export const changeFile = async (
  workspace: Workspace,
  now: string,
  file: string,
  { kind, mode, answers, workingAt, batch, content, rejects }: FileChange,
): Promise<void> => {
  await writeTogether(workspace, now, async ({ transaction, workspaceId }) => {
    await transaction
      .updateTable('dropped_file')
      .set({
        ...(kind === undefined ? {} : { kind }),
        ...(mode === undefined ? {} : { mode: mode === 'snapshot' ? mode : null }),
        ...(answers === undefined ? {} : { answers: JSON.stringify(answers) }),
        ...(workingAt === undefined ? {} : { working_at: workingAt }),
        ...(batch === undefined ? {} : { batch_id: batch }),
        ...(content === undefined ? {} : { content: Buffer.from(content).toString('base64') }),
        ...(rejects === undefined ? {} : { rejects }),
      })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', file)
      .execute()
  })
}

/** Claims the work on a file; false while somebody else is at it, who has said so since a moment. */
export const claimFile = async (
  workspace: Workspace,
  now: string,
  file: string,
  { since }: { readonly since: string },
): Promise<boolean> =>
  writeTogether(workspace, now, async ({ transaction, workspaceId }) => {
    const { numUpdatedRows } = await transaction
      .updateTable('dropped_file')
      .set({ working_at: now })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', file)
      .where((where) => where.or([where('working_at', 'is', null), where('working_at', '<', since)]))
      .executeTakeFirstOrThrow()
    return Number(numUpdatedRows) === 1
  })

/** Deletes a file. */
export const deleteFile = async (workspace: Workspace, now: string, file: string): Promise<void> => {
  await writeTogether(workspace, now, ({ transaction, workspaceId }) =>
    transaction.deleteFrom('dropped_file').where('workspace_id', '=', workspaceId).where('id', '=', file).execute(),
  )
}

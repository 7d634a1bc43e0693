import type { Reader, Writer } from '../database/workspace.ts'
import type { UnannouncedBatch } from '../feeds/unannounced-batches.ts'

/** What the kept assessments have seen: a difference tells what is outdated. */
export type Seen = {
  /** The program's way of judging, and the policy that it judged by. */
  readonly judging: string
  readonly day: string
  /** How many order cut-offs had passed on the day. */
  readonly closings: number
  readonly learning: number
  /** The day before which the results of ended promotions were asked for; absent in stores of programs that kept none. */
  readonly rolledUp?: string
}

/** What the kept assessments have seen, and since when all risks are to be brought up to date; null where they are. */
export type PresentState = { readonly seen: Seen; readonly allRisksSince: string | null }

/** Loads what the kept assessments have seen; null where none were kept yet. */
export const loadPresentState = async ({ id, database }: Reader): Promise<PresentState | null> => {
  const row = await database.kysely
    .selectFrom('present_state')
    .select(['seen', 'all_risks_since'])
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  return row === undefined ? null : { seen: JSON.parse(row.seen) as Seen, allRisksSince: row.all_risks_since }
}

/** Keeps what the assessments have seen. */
export const keepSeen = async ({ transaction, workspaceId }: Writer, seen: Seen): Promise<void> => {
  const text = JSON.stringify(seen)
  await transaction
    .insertInto('present_state')
    .values({ workspace_id: workspaceId, seen: text, all_risks_since: null })
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet({ seen: text }))
    .execute()
}

/**
 * Notes that whoever goes on after the end of this process is to bring all risks up to date. Answers whether another process
 * has left such a note, which this one takes over.
 */
export const noteAllRisks = async (writer: Writer, note: string): Promise<boolean> => {
  const { transaction, workspaceId } = writer
  const before = await transaction
    .selectFrom('present_state')
    .select('all_risks_since')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirst()
  await transaction
    .updateTable('present_state')
    .set({ all_risks_since: note })
    .where('workspace_id', '=', workspaceId)
    .execute()
  const known = before?.all_risks_since ?? null
  return known !== null && known !== note
}

/** Takes a note back, unless another process has taken it over. */
export const takeAllRisksNote = async ({ transaction, workspaceId }: Writer, note: string): Promise<void> => {
  await transaction
    .updateTable('present_state')
    .set({ all_risks_since: null })
    .where('workspace_id', '=', workspaceId)
    .where('all_risks_since', '=', note)
    .execute()
}

/** Lists the visible batches whose effect on assessments was not looked for yet, oldest first. */
export const loadUnseenBatches = ({ id, database }: Reader): Promise<readonly UnannouncedBatch[]> =>
  database.kysely
    .selectFrom('batch')
    .select(['id', 'kind', 'mode'])
    .where('workspace_id', '=', id)
    .where('state', '=', 'visible')
    .where('judged_at', 'is', null)
    .orderBy('id')
    .execute()

/** Keeps that the effect of batches was looked for. */
export const markBatchesSeen = async (
  { transaction, workspaceId, now }: Writer,
  batches: readonly UnannouncedBatch[],
): Promise<void> => {
  for (const { id } of batches)
    await transaction
      .updateTable('batch')
      .set({ judged_at: now })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', id)
      .execute()
}

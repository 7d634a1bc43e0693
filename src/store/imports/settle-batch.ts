import { sql } from 'kysely'
import { nextNumber } from '../database/counter.ts'
import { type Workspace, type Writer, writeTogether } from '../database/workspace.ts'
import { abandonedBefore, discardBatch } from '../feeds/discard-batch.ts'
import type { FeedKind } from '../feeds/feed-rows.ts'
import { type FeedTable, feedTables } from '../feeds/feed-tables.ts'
import { markOutdated } from '../present/present.ts'
import { loadBatch } from './batch-list.ts'
import { keepCodes } from './kept-codes.ts'
import { loadPromotionsOfBatch } from './promotions-of-batch.ts'

/** Who settles a batch, when, and the business date. */
export type Settler = { readonly person: string; readonly now: string; readonly today: string }

/** What became of the wish to settle a batch: done, or why not. */
export type SettledAs =
  | { readonly kind: 'done'; readonly feed: FeedKind; readonly source: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not-held'; readonly state: string }
  /** A later batch of the same kind rests on the picture without, or with, this one. */
  | { readonly kind: 'newer'; readonly batch: number; readonly feed: FeedKind }
  /** The batch was compared with this one, which was released or undone since. */
  | { readonly kind: 'shifted'; readonly batch: number }
  /** A file is coming in that is being compared with what counts now. */
  | { readonly kind: 'importing'; readonly feed: FeedKind }
  /** People have changed its promotions since. */
  | { readonly kind: 'changed-since'; readonly promotions: readonly string[] }

/** Makes a held batch count, unless a later one of its kind has come in meanwhile. */
export const releaseBatch = async (workspace: Workspace, id: number, settler: Settler): Promise<SettledAs> =>
  writeTogether(workspace, settler.now, async (writer) => {
    const batch = await loadBatch(workspace, id)
    if (batch === null) return { kind: 'unknown' }
    if (batch.state !== 'held') return { kind: 'not-held', state: batch.state }
    const newer = await newerOf(writer, id, batch.kind)
    if (newer !== null) return { kind: 'newer', batch: newer, feed: batch.kind }
    const shifted = await shiftedSince(writer, id)
    if (shifted !== null) return { kind: 'shifted', batch: shifted }
    if ((await comingIn(writer, batch.kind)) !== null) return { kind: 'importing', feed: batch.kind }
    await writer.transaction
      .updateTable('batch')
      .set({
        state: 'visible',
        visible_at: settler.now,
        ended_by: settler.person,
        ended_at: settler.now,
        ...(batch.knownSaid ? {} : { known_on: settler.today }),
      })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .execute()
    await forgetLearning(writer, batch.kind, id)
    return { kind: 'done', feed: batch.kind, source: batch.source }
  })

/** Lets a held batch go: its rows are removed, and that it was refused is kept. */
export const refuseBatch = async (workspace: Workspace, id: number, settler: Settler): Promise<SettledAs> => {
  const done = await writeTogether(workspace, settler.now, async (writer): Promise<SettledAs> => {
    const batch = await loadBatch(workspace, id)
    if (batch === null) return { kind: 'unknown' }
    if (batch.state !== 'held') return { kind: 'not-held', state: batch.state }
    await hide(writer, id, 'refused', settler)
    return { kind: 'done', feed: batch.kind, source: batch.source }
  })
  if (done.kind === 'done') await discardBatch(workspace, id, done.feed)
  return done
}

/**
 * Takes a batch back as if it had never come, unless a later one of its kind rests on it: an empty batch of the same items says
 * so, by which all that it touched is judged again and announced like any feed. Codes that others name by now stay.
 */
export const undoBatch = async (workspace: Workspace, id: number, settler: Settler): Promise<SettledAs> => {
  const done = await writeTogether(workspace, settler.now, async (writer): Promise<SettledAs> => {
    const batch = await loadBatch(workspace, id)
    if (batch === null) return { kind: 'unknown' }
    if (batch.state !== 'visible' || batch.isUndo)
      return { kind: 'not-held', state: batch.isUndo ? 'undo' : batch.state }
    const newer = await newerOf(writer, id, batch.kind)
    if (newer !== null) return { kind: 'newer', batch: newer, feed: batch.kind }
    const changed = batch.kind === 'promotions' ? await changedSince(writer, id) : []
    if (changed.length > 0) return { kind: 'changed-since', promotions: changed }
    const coming = await comingIn(writer, null)
    if (coming !== null) return { kind: 'importing', feed: coming }
    const undo = await openUndo(writer, batch, settler)
    await noteItems(writer, id, undo, batch)
    if (batch.kind === 'promotions')
      await markOutdated(writer, await loadPromotionsOfBatch(workspace, id), settler.today)
    await keepSalesDays(writer, id, undo)
    await keepCodes(writer, id, undo, batch.kind)
    await forgetLearning(writer, batch.kind, id)
    await hide(writer, id, 'undone', settler)
    return { kind: 'done', feed: batch.kind, source: batch.source }
  })
  if (done.kind === 'done') await discardBatch(workspace, id, done.feed)
  return done
}

/** Gives a later batch of the same kind that counts and that somebody imported; null where there is none. */
const newerOf = async ({ transaction, workspaceId }: Writer, id: number, kind: FeedKind): Promise<number | null> => {
  const found = await transaction
    .selectFrom('batch')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind)
    .where('id', '>', id)
    .where('state', '=', 'visible')
    .where('source', '<>', 'chat')
    .where('ended_as', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found === undefined ? null : Number(found.id)
}

/** Gives a batch before a held one that was released or undone after it had been compared with what counts; null where there is none. */
const shiftedSince = async ({ transaction, workspaceId }: Writer, id: number): Promise<number | null> => {
  const { rows } = await sql<{ id: number }>`select b.id from batch b join batch mine
    on mine.workspace_id = b.workspace_id and mine.id = ${id}
    where b.workspace_id = ${workspaceId} and b.kind = mine.kind and b.id < mine.id and b.source <> 'chat'
    and ((b.state = 'visible' and b.visible_at > mine.opened_at) or (b.ended_as = 'undone' and b.ended_at > mine.opened_at))
    order by b.id desc limit 1`.execute(transaction)
  return rows[0]?.id ?? null
}

/** Gives the kind of a batch that is on its way in, of one kind where that is asked; null where there is none. */
const comingIn = async ({ transaction, workspaceId, now }: Writer, kind: FeedKind | null): Promise<FeedKind | null> => {
  const found = await transaction
    .selectFrom('batch')
    .select('kind')
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'staging')
    .where('touched_at', '>=', abandonedBefore(now))
    .$if(kind !== null, (query) => query.where('kind', '=', kind as FeedKind))
    .limit(1)
    .executeTakeFirst()
  return found?.kind ?? null
}

/** Lists the promotions of a batch that people have changed since. */
const changedSince = async ({ transaction, workspaceId }: Writer, id: number): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`select distinct l.promotion_id as id from promotion_line l
    join promotion_line own on own.workspace_id = l.workspace_id and own.promotion_id = l.promotion_id and +own.batch_id = ${id}
    join batch b on b.workspace_id = l.workspace_id and b.id = l.batch_id and b.state = 'visible'
    where l.workspace_id = ${workspaceId} and l.batch_id > ${id} limit 5`.execute(transaction)
  return rows.map((row) => row.id)
}

const hide = async (
  { transaction, workspaceId }: Writer,
  id: number,
  as: 'refused' | 'undone',
  { person, now }: Settler,
): Promise<void> => {
  await transaction
    .updateTable('batch')
    .set({ state: 'discarded', ended_as: as, ended_by: person, ended_at: now, touched_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Opens the empty batch that says that another one is undone. */
const openUndo = async (
  writer: Writer,
  batch: { readonly kind: FeedKind; readonly mode: 'upsert' | 'snapshot'; readonly source: string },
  { now, today, person }: Settler,
): Promise<number> => {
  const id = await nextNumber(writer, 'batch')
  await writer.transaction
    .insertInto('batch')
    .values({
      workspace_id: writer.workspaceId,
      id,
      kind: batch.kind,
      mode: 'upsert',
      source: `undo of ${batch.source}`,
      state: 'visible',
      known_on: today,
      known_on_given: 0,
      backdated: 0,
      opened_at: now,
      touched_at: now,
      visible_at: now,
      announced_at: null,
      sender: person,
      ended_as: 'undone',
    })
    .execute()
  return id
}

/** Notes the days of a batch of sales as those that the other one is about. */
const keepSalesDays = async ({ transaction, workspaceId }: Writer, from: number, to: number): Promise<void> => {
  const days = await transaction
    .selectFrom('batch')
    .select(['first_day_on', 'last_day_on'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', from)
    .executeTakeFirstOrThrow()
  await transaction
    .updateTable('batch')
    .set(days)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', to)
    .execute()
}

/**
 * Notes the items of a batch as what the other one is about: those it names, those it marked, and whatever is promoted where it
 * said of more than it names, as a snapshot or the terms of a supplier do.
 */
const noteItems = async (
  { transaction, workspaceId }: Writer,
  from: number,
  to: number,
  { kind, mode }: { readonly kind: FeedKind; readonly mode: 'upsert' | 'snapshot' },
): Promise<void> => {
  const { table } = feedTables[kind]
  const columns = table === 'kit' ? ['kit_sku', 'component_sku'] : tablesOfItems.has(table) ? ['sku'] : []
  const own = sql`+batch_id = ${from}`
  const noted = [
    ...columns.map((column) => ({ table, column, which: own })),
    { table: 'refused_row', column: 'sku', which: own },
    ...(mode === 'snapshot' || kind === 'lead-times'
      ? [{ table: 'promotion_line', column: 'sku', which: sql`true` }]
      : []),
  ]
  for (const { table, column, which } of noted)
    await sql`insert into batch_item (workspace_id, batch_id, sku) select distinct workspace_id, cast(${to} as bigint), ${sql.ref(column)}
      from ${sql.table(table)} where workspace_id = ${workspaceId} and ${which} and ${sql.ref(column)} is not null
      and ${sql.ref(column)} <> '' on conflict do nothing`.execute(transaction)
}

const tablesOfItems: ReadonlySet<FeedTable> = new Set([
  'item',
  'inventory',
  'inbound',
  'lead_time',
  'sales',
  'demand_plan',
  'promotion_line',
  'cost',
])

/** What was learned with a batch of sales or promotions, or past it, is learned anew. */
const forgetLearning = async ({ transaction, workspaceId }: Writer, kind: FeedKind, id: number): Promise<void> => {
  if (kind !== 'sales' && kind !== 'promotions') return
  await transaction
    .deleteFrom('learning')
    .where('workspace_id', '=', workspaceId)
    .where('sales_batch', '>=', id)
    .execute()
}

import { sql } from 'kysely'
import { nextNumber } from '../database/counter.ts'
import { type Workspace, type Writer, writeTogether } from '../database/workspace.ts'
import { discardBatch } from '../feeds/discard-batch.ts'
import type { FeedKind } from '../feeds/feed-rows.ts'
import { type FeedTable, feedTables } from '../feeds/feed-tables.ts'
import { loadBatch } from './batch-list.ts'

/** Who settles a batch, when, and the business date. */
export type Settler = { readonly person: string; readonly now: string; readonly today: string }

/** What became of the wish to settle a batch: done, or why not. */
export type SettledAs =
  | { readonly kind: 'done'; readonly feed: FeedKind; readonly source: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'not-held'; readonly state: string }
  /** A later batch of the same kind rests on the picture without, or with, this one. */
  | { readonly kind: 'newer'; readonly batch: number; readonly feed: FeedKind }
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
  const batch = await loadBatch(workspace, id)
  if (batch === null) return { kind: 'unknown' }
  if (batch.state !== 'held') return { kind: 'not-held', state: batch.state }
  await writeTogether(workspace, settler.now, (writer) => hide(writer, id, 'refused', settler))
  await discardBatch(workspace, id, batch.kind)
  return { kind: 'done', feed: batch.kind, source: batch.source }
}

/**
 * Takes a batch back as if it had never come, unless a later one of its kind rests on it: an empty batch of the same items says
 * so, by which all that it touched is judged again and announced like any feed. Codes that others name by now stay.
 */
export const undoBatch = async (workspace: Workspace, id: number, settler: Settler): Promise<SettledAs> => {
  const batch = await loadBatch(workspace, id)
  if (batch === null) return { kind: 'unknown' }
  if (batch.state !== 'visible' || batch.isUndo) return { kind: 'not-held', state: batch.isUndo ? 'undo' : batch.state }
  const done = await writeTogether(workspace, settler.now, async (writer): Promise<SettledAs> => {
    const newer = await newerOf(writer, id, batch.kind)
    if (newer !== null) return { kind: 'newer', batch: newer, feed: batch.kind }
    const changed = batch.kind === 'promotions' ? await changedSince(writer, id) : []
    if (changed.length > 0) return { kind: 'changed-since', promotions: changed }
    const undo = await openUndo(writer, batch, settler)
    await noteItems(writer, id, undo, batch.kind)
    await keepCodes(writer, id, undo, batch.kind)
    await forgetLearning(writer, batch.kind, id)
    await hide(writer, id, 'undone', settler)
    return { kind: 'done', feed: batch.kind, source: batch.source }
  })
  if (done.kind === 'done') await discardBatch(workspace, id, batch.kind)
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
    .where('door', 'is not', null)
    .where('ended_as', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found === undefined ? null : Number(found.id)
}

/** Lists the promotions of a batch that people have changed since. */
const changedSince = async ({ transaction, workspaceId }: Writer, id: number): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`select distinct l.promotion_id as id from promotion_line l
    join promotion_line own on own.workspace_id = l.workspace_id and own.promotion_id = l.promotion_id and +own.batch_id = ${id}
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

/** Notes the items of a batch as what the other one is about. */
const noteItems = async ({ transaction, workspaceId }: Writer, from: number, to: number, kind: FeedKind) => {
  const { table } = feedTables[kind]
  const columns = table === 'kit' ? ['kit_sku', 'component_sku'] : tablesOfItems.has(table) ? ['sku'] : []
  for (const sku of columns.map((column) => sql.ref(column)))
    await sql`insert into batch_item (workspace_id, batch_id, sku) select distinct ${workspaceId}, ${to}, ${sku}
      from ${sql.table(table)} where workspace_id = ${workspaceId} and +batch_id = ${from} and ${sku} is not null
      and ${sku} <> '' on conflict do nothing`.execute(transaction)
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

/** Gives the codes that a batch was the first to name, and that others name by now, to another batch. */
const keepCodes = async ({ transaction, workspaceId }: Writer, from: number, to: number, kind: FeedKind) => {
  for (const [table, column] of [
    ['item', 'sku'],
    ['location', 'location'],
  ] as const) {
    if (feedTables[kind].table === table) continue
    const code = sql.ref(column)
    const others = ['inventory', 'inbound', 'sales', 'demand_plan', 'promotion_line', 'lead_time'].map(
      (other) => sql`exists (select 1 from ${sql.table(other)} o where o.workspace_id = ${workspaceId}
        and o.${code} = ${sql.table(table)}.${code} and +o.batch_id <> ${from})`,
    )
    await sql`update ${sql.table(table)} set batch_id = ${to} where workspace_id = ${workspaceId} and +batch_id = ${from}
      and code_only = 1 and (${sql.join(others, sql` or `)})`.execute(transaction)
  }
}

/** What was learned with a batch of sales or promotions, or past it, is learned anew. */
const forgetLearning = async ({ transaction, workspaceId }: Writer, kind: FeedKind, id: number): Promise<void> => {
  if (kind !== 'sales' && kind !== 'promotions') return
  await transaction
    .deleteFrom('learning')
    .where('workspace_id', '=', workspaceId)
    .where('sales_batch', '>=', id)
    .execute()
}

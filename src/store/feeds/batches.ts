import { sql } from 'kysely'
import { nextNumber } from '../database/counter.ts'
import { type Reader, type Workspace, writeTogether } from '../database/workspace.ts'
import type { Door } from './batch-tables.ts'
import { batchWriter } from './batch-writer.ts'
import { aliveMilliseconds, clearAbandoned, discardBatch } from './discard-batch.ts'
import type { FeedRow } from './earlier-batches.ts'
import type { FeedBatch, FeedKind, HoldReason, Inspection, Published } from './feed-rows.ts'
import { feedTables } from './feed-tables.ts'
import { openStagingPlace } from './staging/open-staging-place.ts'

/** Where a file comes from: its door, who sent it, its SHA-256, and how its columns are read, as JSON. */
type Origin = {
  readonly door: Door
  readonly sender: string
  readonly hash: string | null
  readonly mapping: string | null
}

/** How a feed comes in. `knownOn` is the ISO date from which its rows are known, and `knownSaid` whether it was given; `now` tells the moment. */
type BatchOptions = {
  readonly mode: 'upsert' | 'snapshot'
  readonly source: string
  readonly origin?: Origin | undefined
  readonly knownOn: string
  readonly knownSaid: boolean
  readonly now: () => string
  /** Milliseconds that the next transaction may hold several slices: 0 in a process that answers people meanwhile. */
  readonly holdFor: () => number
}

/**
 * Opens a batch that readers do not see until it is published. Rows are staged in short transactions, so that the write
 * lock is never held for long; publishing is one small transaction. What an earlier, killed import left behind is removed.
 */
export const openBatch = async <K extends FeedKind>(
  workspace: Workspace,
  kind: K,
  options: BatchOptions,
): Promise<FeedBatch<K>> => {
  const begun = options.now()
  await clearAbandoned(workspace, begun)
  const id = await writeTogether(workspace, begun, async (writer) => {
    const { transaction } = writer
    const next = await nextNumber(writer, 'batch')
    const later = await transaction
      .selectFrom('batch')
      .select('id')
      .where('workspace_id', '=', workspace.id)
      .where('kind', '=', kind)
      .where('known_on', '>', options.knownOn)
      .limit(1)
      .executeTakeFirst()
    await transaction
      .insertInto('batch')
      .values({
        workspace_id: workspace.id,
        id: next,
        kind,
        mode: options.mode,
        source: options.source,
        state: 'staging',
        known_on: options.knownOn,
        known_on_given: options.knownSaid ? 1 : 0,
        backdated: later === undefined ? 0 : 1,
        opened_at: begun,
        touched_at: begun,
        visible_at: null,
        announced_at: null,
        door: options.origin?.door ?? null,
        sender: options.origin?.sender ?? null,
        file_hash: options.origin?.hash ?? null,
        mapping: options.origin?.mapping ?? null,
      })
      .execute()
    return next
  })
  const place = await openStagingPlace(workspace, { batchId: id, kind, now: options.now, holdFor: options.holdFor })
  const writer = batchWriter({ driver: place.driver, workspaceId: workspace.id, batchId: id, kind, mode: options.mode })
  const alive = setInterval(() => void keepAlive(workspace, id).catch(() => undefined), aliveMilliseconds)
  alive.unref()
  let inspection: Inspection | null = null
  const inspect = async (): Promise<Inspection> => {
    if (inspection !== null) return inspection
    while (await place.run(() => writer.settle()));
    if (options.mode === 'snapshot') await place.run(() => writer.writeSnapshotLocations())
    await place.flush()
    const gone = options.mode === 'snapshot' ? await findAbsent(workspace, kind, id) : noneAbsent
    const today = options.now().slice(0, 10)
    await place.bringForComparison()
    const notes = await place.run(() => ({
      ...writer.nearCodes(),
      ...writer.orderNotes(),
      comparison: writer.comparison(today),
    }))
    await place.flush()
    inspection = { settled: writer.settled(), ...writer.created(), ...notes, ...gone }
    return inspection
  }
  const end = async (state: 'visible' | 'held', reasons: readonly HoldReason[] | null): Promise<Published> => {
    const { comparison: _, absentExamples: __, ...found } = await inspect()
    clearInterval(alive)
    const marked = await place.end(() => writer.end(state, reasons, options.now()))
    return { ...found, marked }
  }
  return {
    stage: async (rows, lines) => {
      await place.bring(rows as readonly unknown[] as readonly FeedRow[])
      return place.run(() => writer.stage(rows, lines))
    },
    refuse: (rows) => place.run(() => writer.refuse(rows)),
    id,
    inspect,
    publish: () => end('visible', null),
    hold: (reasons) => end('held', reasons),
    discard: async () => {
      await place.close()
      clearInterval(alive)
      if (place.driver.open) writer.forget()
      await discardBatch(workspace, id, kind, writer.firstRow())
    },
  }
}

/** Says that the process of a batch lives; a source may say nothing for long. */
const keepAlive = ({ id: workspaceId, database }: Workspace, id: number) =>
  database.kysely
    .updateTable('batch')
    .set({ touched_at: new Date().toISOString() })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('state', '=', 'staging')
    .execute()

/** Gives the newest ISO date from which a feed of a source is known, or null when there is none. */
export const loadNewestDay = async (workspace: Reader, kind: FeedKind, source: string): Promise<string | null> => {
  const found = await workspace.database.kysely
    .selectFrom('batch')
    .select('known_on')
    .where('workspace_id', '=', workspace.id)
    .where('kind', '=', kind)
    .where('source', '=', source)
    .where('state', '=', 'visible')
    .orderBy('known_on', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found?.known_on ?? null
}

const noneAbsent = { absent: 0, absentExamples: [] } as const

/** What the snapshot's locations had before and the snapshot does not repeat: how many, and the first three. */
const findAbsent = async (
  workspace: Reader,
  kind: FeedKind,
  batchId: number,
): Promise<Pick<Inspection, 'absent' | 'absentExamples'>> => {
  if (kind !== 'inventory' && kind !== 'inbound') return noneAbsent
  const table = sql.table(feedTables[kind].table)
  const [parts, match, newer, open] =
    kind === 'inventory'
      ? [
          sql`r.sku, r.location`,
          sql``,
          sql`(n.as_of_on, n.as_of_minute, n.batch_id) > (r.as_of_on, r.as_of_minute, r.batch_id)`,
          sql`r.on_hand > 0`,
        ]
      : [
          sql`r.sku, r.location, r.order_id`,
          sql`and n.order_id = r.order_id`,
          sql`n.batch_id > r.batch_id`,
          sql`r.status not in ('received', 'cancelled')`,
        ]
  const sameKey = sql`n.workspace_id = r.workspace_id and n.sku = r.sku and n.location = r.location ${match}`
  const visible = (batch: string) => sql`${sql.ref(batch)} not in
    (select id from batch where workspace_id = ${workspace.id} and state <> 'visible')`
  const gone = sql`(select distinct ${parts} from ${table} r
    join snapshot_location mine on mine.workspace_id = r.workspace_id and mine.kind = ${kind}
      and mine.location = r.location and mine.batch_id = ${batchId}
    where r.workspace_id = ${workspace.id} and ${open} and ${visible('r.batch_id')}
    and r.batch_id >= coalesce((select max(s.batch_id) from snapshot_location s where s.workspace_id = r.workspace_id
      and s.kind = ${kind} and s.location = r.location and ${visible('s.batch_id')}), 0)
    and not exists (select 1 from ${table} n where ${sameKey} and ${newer} and ${visible('n.batch_id')})
    and not exists (select 1 from ${table} n where ${sameKey} and +n.batch_id = ${batchId}))`
  const { kysely } = workspace.database
  const counted = await sql<{ missing: number }>`select count(*) as missing from ${gone} as gone`.execute(kysely)
  const absent = Number(counted.rows[0]?.missing ?? 0)
  if (absent === 0) return noneAbsent
  const first = await sql<{ about: string }>`select ${sql.raw(
    kind === 'inventory' ? `sku || ' at ' || location` : `order_id || ', ' || sku || ' at ' || location`,
  )} as about from ${gone} as gone limit 3`.execute(kysely)
  return { absent, absentExamples: first.rows.map(({ about }) => about) }
}

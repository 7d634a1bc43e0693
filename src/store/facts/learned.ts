import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { type BoundedMap, boundedMap } from '../../common/bounded-map.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import { type Common, nothingLearned } from '../../domain/demand/learning/learned.ts'
import type { DemandLevel } from '../../domain/demand/learning/level.ts'
import { nextNumber } from '../database/counter.ts'
import { type Reader, type Workspace, writeTogether } from '../database/workspace.ts'
import { cellTable } from '../feeds/newest.ts'
import { inSlices, type Visibility } from '../feeds/visibility.ts'

/** What sales before `through` have taught, without the levels; the fingerprint is equal where the same was learned. */
export type Learning = {
  readonly id: number
  readonly through: Day
  readonly salesBatch: number
  readonly common: Common
  readonly fingerprint: string
}

type Read = Pick<Learning, 'common' | 'fingerprint'>

/** Learnings that were read recently, by workspace: they are large, and never change. */
const recentLearnings = new WeakMap<Reader['database'], BoundedMap<string, Read>>()
const kept = 4

const commonOf = ({ id: workspaceId, database }: Reader, id: number, text: string): Read => {
  const known = recentLearnings.get(database) ?? boundedMap<string, Read>(kept)
  recentLearnings.set(database, known)
  const key = `${workspaceId} ${id}`
  const found = known.get(key) ?? { common: JSON.parse(text) as Common, fingerprint: hash('sha256', text) }
  known.set(key, found)
  return found
}

/** Lists the batches up to one that teach something and do not exist for a reader. */
export const leftOutOf = ({ later }: Visibility, upTo: number): readonly number[] =>
  [...(later.get('sales') ?? []), ...(later.get('promotions') ?? [])].filter((id) => id <= upTo).sort((a, b) => a - b)

/**
 * Loads the newest learning that rests on no sales of a day or later, and on the batches that exist for the reader; null where
 * there is none.
 */
export const loadLearning = async (workspace: Reader, visibility: Visibility, asOf: Day): Promise<Learning | null> => {
  const { id, database } = workspace
  const rows = await database.kysely
    .selectFrom('learning')
    .select(['id', 'through_on', 'sales_batch', 'left_out'])
    .where('workspace_id', '=', id)
    .where('through_on', '<=', isoOf(asOf))
    .orderBy('through_on', 'desc')
    .orderBy('sales_batch', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const row = rows.find(
    ({ sales_batch, left_out }) => (left_out ?? '[]') === JSON.stringify(leftOutOf(visibility, sales_batch)),
  )
  if (row === undefined) return null
  const isKnown = recentLearnings.get(database)?.has(`${id} ${row.id}`) === true
  const { common } = isKnown
    ? { common: '' }
    : await database.kysely
        .selectFrom('learning')
        .select('common')
        .where('workspace_id', '=', id)
        .where('id', '=', row.id)
        .executeTakeFirstOrThrow()
  return {
    id: row.id,
    through: dayOf(row.through_on),
    salesBatch: row.sales_batch,
    ...commonOf(workspace, row.id, common),
  }
}

/** Gives the number of the last learning; 0 where nothing was learned. */
export const loadNewestLearning = async ({ id, database }: Reader): Promise<number> => {
  const row = await database.kysely
    .selectFrom('learning')
    .select(({ fn }) => fn.max('id').as('last'))
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  return Number(row?.last ?? 0)
}

/** Loads what a learning has of cells, by cell. */
export const loadLevels = async (
  { id, database }: Reader,
  learning: number,
  cells: readonly Cell[],
): Promise<ReadonlyMap<string, DemandLevel>> => {
  if (learning === nothing) return new Map()
  const rows = await inSlices(cells, async (slice) => {
    const found = await sql<Cell & { readonly level: string }>`with ${cellTable(slice)}
      select r.sku, r.location, r.level from cell cross join learned_level r
      where r.workspace_id = ${id} and r.learning_id = ${learning}
      and r.sku = cell.sku and r.location = cell.location`.execute(database.kysely)
    return found.rows
  })
  return new Map(rows.map((row) => [cellKey(row), JSON.parse(row.level) as DemandLevel]))
}

/** Levels are large: others are answered while they are read and written. */
const turnOfOthers = () => new Promise((resume) => setImmediate(resume))
const levelsTogether = 1_000

/** Loads every level of a learning, to go on from. */
export const loadAllLevels = async ({ id, database }: Reader, learning: number): Promise<Map<string, DemandLevel>> => {
  const levels = new Map<string, DemandLevel>()
  const loadAfter = async (cell: Cell | null) => {
    const after = cell === null ? sql`` : sql`and (sku, location) > (${cell.sku}, ${cell.location})`
    const { rows } = await sql<Cell & { readonly level: string }>`select sku, location, level from learned_level
      where workspace_id = ${id} and learning_id = ${learning} ${after}
      order by sku, location limit ${levelsTogether}`.execute(database.kysely)
    for (const row of rows) levels.set(cellKey(row), JSON.parse(row.level) as DemandLevel)
    return rows.at(-1) ?? null
  }
  for (let last = await loadAfter(null); last !== null; last = await loadAfter(last)) await turnOfOthers()
  return levels
}

/** The id of the learning in which nothing is known. */
const nothing = 0

/** Opens a learning in which nothing is known. */
export const noLearning = (through: Day): Learning => ({
  id: nothing,
  through,
  salesBatch: 0,
  common: nothingLearned(through),
  fingerprint: '',
})

const learningsKept = 3

/**
 * Keeps a learning with its levels, which are written slice by slice before it is seen, and lets go of all but the last ones
 * and those that reach farthest.
 */
export const keepLearning = async (
  workspace: Workspace,
  learned: {
    readonly salesBatch: number
    readonly leftOut: readonly number[]
    readonly common: Common
    readonly levels: ReadonlyMap<string, DemandLevel>
  },
  now: string,
): Promise<void> => {
  const { id, database } = workspace
  const learning = await writeTogether(workspace, now, (writer) => nextNumber(writer, 'learning'))
  await inSlices([...learned.levels], async (slice) => {
    await database.kysely
      .insertInto('learned_level')
      .values(
        slice.map(([key, level]) => {
          const [sku, location] = key.split('\u0000') as [string, string]
          return { workspace_id: id, learning_id: learning, sku, location, level: JSON.stringify(level) }
        }),
      )
      .execute()
    await turnOfOthers()
    return []
  })
  await writeTogether(workspace, now, async ({ transaction }) => {
    // It may rest on a batch that was undone while it was learned.
    const undone = await sql`select 1 from batch gone join batch undo on undo.workspace_id = gone.workspace_id
      and undo.kind = gone.kind and undo.state = 'visible' and undo.ended_as = 'undone' and undo.id > ${learned.salesBatch}
      where gone.workspace_id = ${id} and gone.kind in ('sales', 'promotions') and gone.ended_as = 'undone'
      and gone.state <> 'visible' and gone.id <= ${learned.salesBatch} limit 1`.execute(transaction)
    if (undone.rows.length > 0) return
    await transaction
      .insertInto('learning')
      .values({
        workspace_id: id,
        id: learning,
        through_on: isoOf(learned.common.through),
        sales_batch: learned.salesBatch,
        left_out: learned.leftOut.length === 0 ? null : JSON.stringify(learned.leftOut),
        common: JSON.stringify(learned.common),
        learned_at: now,
      })
      .execute()
    const old = await transaction
      .selectFrom('learning')
      .select('id')
      .where('workspace_id', '=', id)
      .orderBy('id', 'desc')
      .offset(learningsKept)
      .limit(1)
      .executeTakeFirst()
    if (old === undefined) return
    // Whoever asks for past days learns by these: what is known by now stays.
    const farthest = transaction
      .selectFrom('learning')
      .select('id')
      .where('workspace_id', '=', id)
      .orderBy('through_on', 'desc')
      .orderBy('sales_batch', 'desc')
      .orderBy('id', 'desc')
      .limit(learningsKept)
    const stays = new Set((await farthest.execute()).map((row) => row.id))
    for (const [table, column] of [
      ['learned_level', 'learning_id'],
      ['learning', 'id'],
    ] as const)
      await sql`delete from ${sql.table(table)} where workspace_id = ${id} and ${sql.ref(column)} <= ${old.id}
        and ${sql.ref(column)} not in (${sql.join([...stays])})`.execute(transaction)
  })
}

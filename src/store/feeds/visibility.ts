import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../database/workspace.ts'
import { type BatchTables, typed } from './batch-tables.ts'
import type { FeedKind } from './feed-rows.ts'
import { datedKinds } from './feed-tables.ts'

/**
 * Which rows exist as of a date. Batches on their way in do not, nor do those that were not known by then. An import with a
 * given day is known from that morning on; one without from its moment on, and where no moment is asked for before the
 * first import of its kind as well: nothing older was kept that could stand in. What people type is known from its moment on.
 */
export type Visibility = {
  readonly workspaceId: number
  /** The newest batch there was: one that is opened after these were read is on its way in as well. */
  readonly newest: number
  /** Batches on their way in, of whatever kind: any of them may also name items and locations. */
  readonly unpublished: readonly number[]
  /** Batches of a kind that were not known yet. */
  readonly later: ReadonlyMap<FeedKind, readonly number[]>
  /** For kinds that did not come in the order they were known in: the day each batch was known on. */
  readonly knownOn: ReadonlyMap<FeedKind, ReadonlyMap<number, string>>
  /** The moment, as ISO text, after which nothing that people said counts; null where all that they said by the date does. */
  readonly heard: string | null
}

/** Reads which batches are to be left out as of an ISO date, and as of a moment of it where one is named. */
export const loadVisibility = async (
  workspace: Reader,
  asOf: string,
  heard: string | null = null,
): Promise<Visibility> => {
  const newest = await loadNewest(workspace)
  const left = await loadLeftOut(workspace, asOf, heard)
  const later = left.filter((batch) => batch.state === 'visible')
  return visibilityOf(workspace, asOf, heard, newest, left, later)
}

/** Reads the same for a replay of history, in which stock and sales count by their own dates, whenever they came in. */
export const loadReplayVisibility = async (workspace: Reader, asOf: string): Promise<Visibility> => {
  const newest = await loadNewest(workspace)
  const left = await loadLeftOut(workspace, asOf, null)
  const later = left.filter((batch) => batch.state === 'visible' && !datedKinds.has(batch.kind))
  return visibilityOf(workspace, asOf, null, newest, left, later)
}

type LeftOut = Pick<BatchTables['batch'], 'id' | 'kind' | 'state' | 'known_on_given'>

const loadNewest = async ({ id, database }: Reader): Promise<number> => {
  const found = await database.kysely
    .selectFrom('batch')
    .select(({ fn }) => fn.max('id').as('newest'))
    .where('workspace_id', '=', id)
    .executeTakeFirst()
  return Number(found?.newest ?? 0)
}

/** Loads the batches on their way in, and those that were not known by a date or a moment of it. */
const loadLeftOut = async (
  { id, database }: Reader,
  asOf: string,
  heard: string | null,
): Promise<readonly LeftOut[]> => {
  const laterThatDay =
    heard === null
      ? []
      : [sql<boolean>`known_on = ${asOf} and visible_at > ${heard} and (known_on_given = 0 or source = ${typed})`]
  // Each condition finds its rows by an index of its own; joined by `or` they would read every batch.
  const found = await Promise.all(
    [sql<boolean>`state in ('staging', 'held', 'discarded')`, sql<boolean>`known_on > ${asOf}`, ...laterThatDay].map(
      (condition) =>
        database.kysely
          .selectFrom('batch')
          .select(['id', 'kind', 'state', 'known_on_given'])
          .where('workspace_id', '=', id)
          .where(condition)
          .execute(),
    ),
  )
  return [...new Map(found.flat().map((batch) => [batch.id, batch])).values()]
}

const visibilityOf = async (
  workspace: Reader,
  asOf: string,
  heard: string | null,
  newest: number,
  left: readonly LeftOut[],
  later: readonly LeftOut[],
): Promise<Visibility> => {
  const { kysely } = workspace.database
  const early = new Set<FeedKind>()
  for (const kind of heard === null ? new Set(later.map((batch) => batch.kind)) : []) {
    const known = await kysely
      .selectFrom('batch')
      .select('id')
      .where('workspace_id', '=', workspace.id)
      .where('kind', '=', kind)
      .where('state', '=', 'visible')
      .where('known_on', '<=', asOf)
      .limit(1)
      .executeTakeFirst()
    if (!known) early.add(kind)
  }
  const mixed = await kysely
    .selectFrom('batch')
    .select(['id', 'kind', 'known_on'])
    .where('workspace_id', '=', workspace.id)
    .where('kind', 'in', (from) =>
      from
        .selectFrom('batch as b')
        .select('b.kind')
        .where('b.workspace_id', '=', workspace.id)
        .where('b.backdated', '=', 1),
    )
    .execute()
  const hidden = later.filter((batch) => batch.known_on_given === 1 || !early.has(batch.kind))
  return {
    workspaceId: workspace.id,
    newest,
    heard,
    unpublished: left.filter((batch) => batch.state !== 'visible').map((batch) => batch.id),
    knownOn: new Map(
      [...Map.groupBy(mixed, (batch) => batch.kind)]
        .filter(([kind]) => !datedKinds.has(kind))
        .map(([kind, list]) => [kind, new Map(list.map((batch) => [batch.id, batch.known_on]))]),
    ),
    later: new Map(
      [...Map.groupBy(hidden, (batch) => batch.kind)].map(([kind, list]) => [kind, list.map((batch) => batch.id)]),
    ),
  }
}

/** Writes the condition that keeps only visible rows of a feed, for the table or alias named. */
export const isVisible = (
  visibility: Visibility,
  kind: FeedKind,
  alias: string,
  column = 'batch_id',
): RawBuilder<boolean> => {
  const hidden = [...visibility.unpublished, ...(visibility.later.get(kind) ?? [])]
  const batch = sql.ref(`${alias}.${column}`)
  const mine = sql<boolean>`${sql.ref(`${alias}.workspace_id`)} = ${visibility.workspaceId} and +${batch} <= ${visibility.newest}`
  return hidden.length === 0 ? mine : sql<boolean>`${mine} and ${batch} not in (${sql.join(hidden)})`
}

/** Runs work for slices of a list, so that no statement names more than 300 things. */
export const inSlices = async <T, R>(list: readonly T[], work: (slice: readonly T[]) => Promise<readonly R[]>) => {
  const all: R[] = []
  for (let i = 0; i < list.length; i += 300) all.push(...(await work(list.slice(i, i + 300))))
  return all
}

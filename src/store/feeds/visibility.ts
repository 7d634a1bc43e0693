import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../database/workspace.ts'
import type { FeedKind } from './feed-rows.ts'
import { datedKinds } from './feed-tables.ts'

/**
 * Which rows exist as of a date. Batches on their way in do not. Stock and sales carry their own date; of the other
 * kinds only what was known by then counts. An import without a given day counts from its own day on,
 * and before the first import of its kind as well: nothing older was kept that could stand in.
 */
export type Visibility = {
  readonly workspaceId: number
  /** Batches on their way in, of whatever kind: any of them may also name items and locations. */
  readonly unpublished: readonly number[]
  /** Batches of a kind that were not known yet. */
  readonly later: ReadonlyMap<FeedKind, readonly number[]>
  /** For kinds that did not come in the order they were known in: the day each batch was known on. */
  readonly knownOn: ReadonlyMap<FeedKind, ReadonlyMap<number, string>>
}

/** Reads which batches are to be left out as of an ISO date. */
export const loadVisibility = async (workspace: Reader, asOf: string): Promise<Visibility> => {
  const { kysely } = workspace.database
  const left = await kysely
    .selectFrom('batch')
    .select(['id', 'kind', 'state', 'known_on_given'])
    .where('workspace_id', '=', workspace.id)
    .where((either) => either.or([either('state', '!=', 'visible'), either('known_on', '>', asOf)]))
    .execute()
  const later = left.filter((batch) => batch.state === 'visible' && !datedKinds.has(batch.kind))
  const early = new Set<FeedKind>()
  for (const kind of new Set(later.map((batch) => batch.kind))) {
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
export const isVisible = (visibility: Visibility, kind: FeedKind, alias: string): RawBuilder<boolean> => {
  const hidden = [...visibility.unpublished, ...(visibility.later.get(kind) ?? [])]
  const batch = sql.ref(`${alias}.batch_id`)
  const mine = sql<boolean>`${sql.ref(`${alias}.workspace_id`)} = ${visibility.workspaceId}`
  return hidden.length === 0 ? mine : sql<boolean>`${mine} and ${batch} not in (${sql.join(hidden)})`
}

/** Runs work for slices of a list, so that no statement names more than 300 things. */
export const inSlices = async <T, R>(list: readonly T[], work: (slice: readonly T[]) => Promise<readonly R[]>) => {
  const all: R[] = []
  for (let i = 0; i < list.length; i += 300) all.push(...(await work(list.slice(i, i + 300))))
  return all
}

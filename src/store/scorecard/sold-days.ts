import { sql } from 'kysely'
import { type Day, isoOf } from '../../domain/day.ts'
import { nextNumber } from '../database/counter.ts'
import type { Reader, Writer } from '../database/workspace.ts'
import { newestOf } from '../feeds/newest.ts'
import { isVisible, type Visibility } from '../feeds/visibility.ts'
import type { ScorecardTables } from './scorecard-tables.ts'

/** A day whose sales are to be summed again, since a revision. */
export type OutdatedDay = { readonly soldOn: string; readonly revision: number }

/** Marks the days that batches of sales are about; all days of which there are sales where `batches` is `all`. */
export const markDaysOutdated = async (
  writer: Writer,
  batches: readonly { readonly id: number; readonly kind: string }[] | 'all',
): Promise<void> => {
  const { transaction, workspaceId } = writer
  const sales = batches === 'all' ? [] : batches.filter(({ kind }) => kind === 'sales').map(({ id }) => id)
  if (batches !== 'all' && sales.length === 0) return
  const revision = await nextNumber(writer, 'revision')
  const within =
    batches === 'all'
      ? sql``
      : sql`and exists (select 1 from batch b where b.workspace_id = ${workspaceId} and b.id in (${sql.join(sales)})
          and (b.first_day_on is null or (s.sold_on >= b.first_day_on and s.sold_on <= b.last_day_on)))`
  const days = sql`with recursive s(sold_on) as (
      select min(sold_on) from sales where workspace_id = ${workspaceId}
      union all
      select (select min(n.sold_on) from sales n where n.workspace_id = ${workspaceId} and n.sold_on > s.sold_on)
        from s where s.sold_on is not null)
    select ${workspaceId}, s.sold_on, ${revision} from s where s.sold_on is not null ${within}`
  await sql`insert into outdated_day (workspace_id, sold_on, revision) ${days}
    on conflict (workspace_id, sold_on) do update set revision = excluded.revision`.execute(transaction)
  // A day whose sales were all undone has no rows any more, and its sums go with them.
  await sql`insert into outdated_day (workspace_id, sold_on, revision)
    select distinct ${workspaceId}, s.sold_on, ${revision} from sold_day s where s.workspace_id = ${workspaceId} ${within}
    on conflict (workspace_id, sold_on) do update set revision = excluded.revision`.execute(transaction)
}

/** Gives the first day whose sales are to be summed again; null where there is none. */
export const loadOutdatedDay = async ({ id, database }: Reader): Promise<OutdatedDay | null> => {
  const row = await database.kysely
    .selectFrom('outdated_day')
    .select(['sold_on', 'revision'])
    .where('workspace_id', '=', id)
    .orderBy('sold_on')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : { soldOn: row.sold_on, revision: Number(row.revision) }
}

/** Loads what was sold on the days that begin on a day, by cell. */
export const loadSoldOn = async (
  { database }: Reader,
  visibility: Visibility,
  day: Day,
): Promise<readonly { readonly sku: string; readonly location: string; readonly units: number }[]> => {
  const { rows } = await sql<{ sku: string; location: string; units: number; batch_id: number }>`
    select r.sku, r.location, r.units, r.batch_id from sales r where ${isVisible(visibility, 'sales', 'r')}
    and r.sold_on = ${isoOf(day)} order by r.batch_id`.execute(database.kysely)
  return newestOf(rows, ({ sku, location }) => `${sku}\u0000${location}`)
}

/** Keeps the sums of a day and takes its mark, unless it was marked again meanwhile. */
export const keepSoldDay = async (
  { transaction, workspaceId }: Writer,
  { soldOn, revision }: OutdatedDay,
  sums: readonly Omit<ScorecardTables['sold_day'], 'workspace_id'>[],
): Promise<void> => {
  await transaction
    .deleteFrom('sold_day')
    .where('workspace_id', '=', workspaceId)
    .where('sold_on', '=', soldOn)
    .execute()
  for (let i = 0; i < sums.length; i += rowsAtOnce)
    await transaction
      .insertInto('sold_day')
      .values(sums.slice(i, i + rowsAtOnce).map((row) => ({ workspace_id: workspaceId, ...row })))
      .execute()
  await transaction
    .deleteFrom('outdated_day')
    .where('workspace_id', '=', workspaceId)
    .where('sold_on', '=', soldOn)
    .where('revision', '=', revision)
    .execute()
}

const rowsAtOnce = 100

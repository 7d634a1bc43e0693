import { sql } from 'kysely'
import type { CellFacts } from '../../domain/assessment/cell.ts'
import { cellKey } from '../../domain/cell.ts'
import { dayOf } from '../../domain/day.ts'
import type { Reader } from '../database/workspace.ts'
import type { FeedKind } from '../feeds/feed-rows.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'

type Refused = NonNullable<CellFacts['refused']>
type Row = { sku: string; location: string; order_id: string; reason: string; known_on: string }

/** Loads the rows of stock and orders of items that were refused and not followed by one that was taken, by cell key. */
export const loadRefused = async (
  { id, database }: Reader,
  visibility: Visibility,
  skus: readonly string[],
): Promise<ReadonlyMap<string, Refused>> => {
  const any = await database.kysely
    .selectFrom('refused_row')
    .select('sku')
    .where('workspace_id', '=', id)
    .limit(1)
    .executeTakeFirst()
  if (any === undefined) return new Map()
  const rows = await inSlices([...new Set(skus)], async (slice) => {
    const found = await sql<Row>`select r.sku, r.location, r.order_id, r.reason, b.known_on from refused_row r
      join batch b on b.workspace_id = r.workspace_id and b.id = r.batch_id
      where r.sku in (${sql.join([...slice])}) and (${either(visibility, 'inventory')} or ${either(visibility, 'inbound')})
      order by r.order_id, r.batch_id`.execute(database.kysely)
    return found.rows
  })
  const newest = new Map(rows.map((row) => [JSON.stringify([cellKey(row), row.order_id]), row]))
  return new Map([...Map.groupBy(newest.values(), cellKey)].map(([key, own]) => [key, own.map(refusedOf)] as const))
}

/** A mark of a kind whose batch is visible, while no visible batch has ended it. */
const either = (visibility: Visibility, kind: FeedKind) => sql`(r.kind = ${kind} and ${isVisible(visibility, kind, 'r')}
  and not (r.cleared_batch_id is not null and ${isVisible(visibility, kind, 'r', 'cleared_batch_id')}))`

const refusedOf = ({ order_id, reason, known_on }: Row): Refused[number] => ({
  what: order_id === '' ? 'stock' : 'order',
  orderId: order_id === '' ? null : order_id,
  on: dayOf(known_on),
  reason,
})

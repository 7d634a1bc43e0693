import { sql } from 'kysely'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { dayOf } from '../../domain/day.ts'
import type { PromotionLine, StatedDemand } from '../../domain/promotions/promotion.ts'
import type { Reader } from '../database/workspace.ts'
import type { PromotionRow } from '../feeds/feed-rows.ts'
import { loadRecipes } from '../feeds/kits.ts'
import { loadNewestBy } from '../feeds/newest.ts'
import { inSlices, isVisible, type Visibility } from '../feeds/visibility.ts'

/** A promotion's current rows; `rank` orders first registrations, `version` changes with every change of a row. */
export type StoredPromotion = {
  readonly promotionId: string
  readonly name: string
  readonly rows: readonly PromotionRow[]
  readonly rank: number
  readonly version: number
}

/**
 * Loads promotions by id; unknown ids are absent from the result. Versions are read before the rows: what changes in between
 * has a version that is too old, and what is decided on it is decided again.
 */
export const loadPromotions = async (
  workspace: Reader,
  visibility: Visibility,
  ids: readonly string[],
): Promise<readonly StoredPromotion[]> => {
  const written = await loadWritten(workspace, visibility, ids)
  return gathered(await loadNewestBy(workspace, visibility, 'promotions', 'promotion_id', ids), written)
}

type Written = ReadonlyMap<string, { readonly rank: number; readonly version: number }>

/** Loads when each promotion was first and last written. */
const loadWritten = async (workspace: Reader, visibility: Visibility, ids: readonly string[]): Promise<Written> => {
  const ranks = await inSlices([...new Set(ids)], async (slice) => {
    const found = await sql<{ promotion_id: string; rank: number; version: number }>`select r.promotion_id,
      min(r.batch_id) as rank, max(r.batch_id) as version
      from promotion_line r where ${isVisible(visibility, 'promotions', 'r')} and r.promotion_id in (${sql.join([...slice])})
      group by r.promotion_id`.execute(workspace.database.kysely)
    return found.rows
  })
  return new Map(ranks.map((row) => [row.promotion_id, row]))
}

/** Puts rows together by promotion. */
const gathered = (rows: readonly PromotionRow[], written: Written): readonly StoredPromotion[] =>
  [...Map.groupBy(rows, (row) => row.promotion_id)].map(([promotionId, own]) => ({
    promotionId,
    name: own[0]?.name ?? promotionId,
    rows: own,
    rank: written.get(promotionId)?.rank ?? 0,
    version: written.get(promotionId)?.version ?? 0,
  }))

/** Lists the ids of promotions with a line that ends on the ISO date or later and is not cancelled. */
export const loadLivePromotionIds = async (
  workspace: Reader,
  visibility: Visibility,
  asOf: string,
): Promise<readonly string[]> => {
  const { rows } = await sql<{ promotion_id: string }>`select distinct r.promotion_id from promotion_line r
    where ${isVisible(visibility, 'promotions', 'r')} and r.end_on >= ${asOf}
    order by r.promotion_id`.execute(workspace.database.kysely)
  return rows.map((row) => row.promotion_id)
}

/**
 * Loads what promotions that end on the ISO date or later have of the items: their rows for other items are left out. Of
 * the cells, where they are named, only those count, with what is spread over every place.
 */
export const loadPromotionsOfItems = async (
  workspace: Reader,
  visibility: Visibility,
  skus: readonly string[],
  endsFrom: string,
  cells: readonly Cell[] | null = null,
): Promise<readonly StoredPromotion[]> => {
  const load = (of: readonly string[], places: readonly string[] | null) =>
    loadNewestBy(workspace, visibility, 'promotions', 'sku', of, places)
  const inTime = async (rows: readonly PromotionRow[]) => {
    const timely = rows.filter((row) => row.end_on >= endsFrom)
    const ids = timely.map((row) => row.promotion_id)
    return gathered(timely, await loadWritten(workspace, visibility, ids))
  }
  const places = cells === null ? null : [...new Set(['', ...cells.map((cell) => cell.location)])]
  if (cells === null || places === null || places.length > mostPlaces) return inTime(await load(skus, null))
  const named = new Set(cells.map(cellKey))
  const found = await load(skus, places)
  const spreads = new Set(found.flatMap((row) => (row.location === '' ? spreadKey(row) : [])))
  const shared = await load([...new Set(found.flatMap((row) => (row.location === '' ? row.sku : [])))], null)
  const own = found.filter((row) => named.has(cellKey(row)) && !spreads.has(spreadKey(row)))
  return inTime([...own, ...shared.filter((row) => spreads.has(spreadKey(row)))])
}

/** A statement names no more places than this; beyond, all rows of the items are read. */
const mostPlaces = 300

/** A row for every place and the rows of the same item for single places share the promotion's units. */
const spreadKey = (row: PromotionRow) => `${row.promotion_id}\u0000${row.sku}`

const statedOf = (row: PromotionRow): StatedDemand => {
  if (row.units !== null) return { kind: 'units', units: row.units }
  if (row.extra !== null) return { kind: 'extra', units: row.extra }
  if (row.uplift !== null) return { kind: 'uplift', ratio: row.uplift }
  return { kind: 'unstated' }
}

/** A line as its rows say; `sharesTotal` when its units are the promotion's total for the item, to be shared out by location. */
export type ExpandedLine = PromotionLine & { readonly sharesTotal: boolean }

/** Turns a promotion's rows into lines: a row without location stands for every selling location that has no row of its own. */
export const linesOf = (
  promotion: StoredPromotion,
  sellingLocations: ReadonlyMap<string, readonly string[]>,
): readonly ExpandedLine[] => {
  const named = new Set(promotion.rows.map((row) => `${row.sku}\u0000${row.location}`))
  return promotion.rows.flatMap((row) => {
    const locations =
      row.location !== ''
        ? [row.location]
        : (sellingLocations.get(row.sku) ?? []).filter((location) => !named.has(`${row.sku}\u0000${location}`))
    return locations.map((location) => ({
      promotionId: row.promotion_id,
      name: row.name,
      sku: row.sku,
      location,
      start: dayOf(row.start_on),
      end: dayOf(row.end_on),
      stated: statedOf(row),
      price: row.price,
      discount: row.discount,
      type: row.type,
      status: row.status,
      hero: row.hero === 1,
      priority: row.priority,
      rank: promotion.rank,
      owner: row.owner,
      sharesTotal: row.location === '' && (row.units !== null || row.extra !== null),
    }))
  })
}

/**
 * Lists, for each item, the places that sell it: those with stock, sales or plan, of a new kit those of all its components;
 * distribution centres only if asked for.
 */
export const loadSellingLocations = async (
  workspace: Reader,
  visibility: Visibility,
  skus: readonly string[],
  which: 'shops' | 'and distribution centres' = 'shops',
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map<string, readonly string[]>()
  for (const sku of new Set(skus)) {
    const places = new Set<string>()
    for (const kind of ['inventory', 'sales', 'demand-plan'] as const)
      for (const place of await distinctLocations(workspace, visibility, kind, sku)) places.add(place)
    found.set(sku, [...places].sort())
  }
  const unsold = [...found].flatMap(([sku, places]) => (places.length === 0 ? sku : []))
  for (const [kit, parts] of await loadRecipes(workspace, visibility, unsold)) {
    if (!unsold.includes(kit)) continue
    const components = parts.map((row) => row.component_sku)
    const [first = [], ...others] = (await loadSellingLocations(workspace, visibility, components, which)).values()
    found.set(
      kit,
      first.filter((place) => others.every((places) => places.includes(place))),
    )
  }
  if (which === 'and distribution centres') return found
  const all = [...new Set([...found.values()].flat())]
  const described = await loadNewestBy(workspace, visibility, 'locations', 'location', all)
  const centres = new Set(described.filter((row) => row.kind === 'dc').map((row) => row.location))
  return new Map([...found].map(([sku, places]) => [sku, places.filter((place) => !centres.has(place))]))
}

const sellingTables = { inventory: 'inventory', sales: 'sales', 'demand-plan': 'demand_plan' } as const

/** Hops from one location to the next by index, so that years of rows for one item cost no more than its locations. */
const distinctLocations = async (
  workspace: Reader,
  visibility: Visibility,
  kind: keyof typeof sellingTables,
  sku: string,
): Promise<readonly string[]> => {
  const rows = sql`${sql.table(sellingTables[kind])} r where ${isVisible(visibility, kind, 'r')} and r.sku = ${sku}`
  const found = await sql<{ place: string }>`with recursive hop(place) as (
      select min(r.location) from ${rows}
      union all
      select (select min(r.location) from ${rows} and r.location > hop.place) from hop where hop.place is not null
    ) select place from hop where place is not null`.execute(workspace.database.kysely)
  return found.rows.map((row) => row.place)
}

/** Tells when a promotion was first registered or imported, as ISO text. */
export const loadRegisteredAt = async (workspace: Reader, promotion: StoredPromotion): Promise<string> => {
  const batch = await workspace.database.kysely
    .selectFrom('batch')
    .select('opened_at')
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', promotion.rank)
    .executeTakeFirstOrThrow()
  return batch.opened_at
}

/** Tells the ISO date on which a promotion was first known. */
export const loadAnnouncedOn = async (workspace: Reader, promotion: StoredPromotion): Promise<string> => {
  const batch = await workspace.database.kysely
    .selectFrom('batch')
    .select('known_on')
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', promotion.rank)
    .executeTakeFirstOrThrow()
  return batch.known_on
}

/** Proposes the id of the next promotion, `P-1`, `P-2` ...: the first number after the last typed one that no feed has taken. */
export const loadNextPromotionId = async (workspace: Reader): Promise<string> => {
  const { kysely } = workspace.database
  const counter = await kysely
    .selectFrom('counter')
    .select('value')
    .where('workspace_id', '=', workspace.id)
    .where('name', '=', 'promotion')
    .executeTakeFirst()
  for (let number = Number(counter?.value ?? 0) + 1; ; number++) {
    const taken = await kysely
      .selectFrom('promotion_line')
      .select('promotion_id')
      .where('workspace_id', '=', workspace.id)
      .where('promotion_id', '=', `P-${number}`)
      .limit(1)
      .executeTakeFirst()
    if (!taken) return `P-${number}`
  }
}

/** Lists the ids of promotions with a line whose last day lies on or after one ISO date and before another. */
export const loadEndedPromotionIds = async (
  workspace: Reader,
  visibility: Visibility,
  from: string,
  before: string,
): Promise<readonly string[]> => {
  const { rows } = await sql<{ promotion_id: string }>`select distinct r.promotion_id from promotion_line r
    where ${isVisible(visibility, 'promotions', 'r')} and r.end_on >= ${from} and r.end_on < ${before}`.execute(
    workspace.database.kysely,
  )
  return rows.map((row) => row.promotion_id)
}

import { type RawBuilder, sql } from 'kysely'
import { type Day, isoOf } from '../../domain/day.ts'
import { groupsOfRivals } from '../../domain/demand/rivalry.ts'
import type { ActivitySince } from '../database/versions.ts'
import type { Reader } from '../database/workspace.ts'
import { loadLearning } from '../facts/learned.ts'
import type { OutdatedInput } from '../present/outdated-inputs.ts'
import type { FeedKind } from './feed-rows.ts'
import type { UnannouncedBatch } from './unannounced-batches.ts'
import { inSlices, isVisible, loadVisibility, type Visibility } from './visibility.ts'

/** These feeds affect every promotion: locations and the calendars everybody works by. */
const kindsOfAllPromotions: ReadonlySet<FeedKind> = new Set(['locations', 'holidays'])
/** These feeds are part of no assessment. */
const kindsOfNoPromotion: ReadonlySet<FeedKind> = new Set(['costs'])
/** These feeds affect the promotions of competing items as well. */
const kindsOfRivals: ReadonlySet<FeedKind> = new Set(['promotions', 'items'])

/**
 * Lists the upcoming promotions that batches may affect: those with an item of the batches, with an item that goes by the
 * history of one, with an item of a supplier, or at a location of a snapshot. Rather one too many than one too few; `all`
 * where finding them would cost too much.
 */
export const loadAffectedBy = async (
  workspace: Reader,
  batches: readonly UnannouncedBatch[],
  asOf: Day,
): Promise<readonly string[] | 'all'> => {
  const judged = batches.filter(({ kind }) => !kindsOfNoPromotion.has(kind))
  if (judged.some(({ kind }) => kindsOfAllPromotions.has(kind))) return 'all'
  if (await replaceLater(workspace, judged, asOf)) return 'all'
  if (judged.length === 0) return []
  const visibility = await loadVisibility(workspace, isoOf(asOf))
  const affected = new Set<string>()
  const add = (ids: readonly string[]) => ids.forEach((id) => void affected.add(id))
  const ids = judged.map((batch) => batch.id)
  const about = await itemsOf(workspace, ids)
  add(await promotionsIn(workspace, ids))
  const withHistory = await itemsWithHistoryOf(workspace, about)
  add(await loadPromotionsWith(workspace, visibility, [...about, ...withHistory], asOf))
  const rivals = judged.filter(({ kind }) => kindsOfRivals.has(kind)).map((batch) => batch.id)
  add(await loadRivalsOf(workspace, visibility, await itemsOf(workspace, rivals), asOf))
  const terms = judged.filter(({ kind }) => kind === 'lead-times').map((batch) => batch.id)
  add(await suppliedBy(workspace, visibility, terms, asOf))
  const snapshots = judged.filter(({ mode }) => mode === 'snapshot').map((batch) => batch.id)
  add(await atPlacesOf(workspace, visibility, snapshots, asOf))
  return [...affected]
}

/** Tells whether batches of a kind came in later than a day: they stand in until the first that is known by then. */
const replaceLater = async (
  { id, database }: Reader,
  batches: readonly UnannouncedBatch[],
  asOf: Day,
): Promise<boolean> => {
  if (batches.length === 0) return false
  const later = await database.kysely
    .selectFrom('batch')
    .select('id')
    .where('workspace_id', '=', id)
    .where('kind', 'in', [...new Set(batches.map(({ kind }) => kind))])
    .where('state', '=', 'visible')
    .where('known_on', '>', isoOf(asOf))
    .where('known_on_given', '=', 0)
    .limit(1)
    .executeTakeFirst()
  return later !== undefined
}

/**
 * Lists the upcoming promotions that activity may affect: those that share an item with its promotions, or whose items
 * compete with theirs, or come from the same suppliers where these were corrected; and those with an item of an order.
 */
export const loadAffectedByActivity = async (
  workspace: Reader,
  { reassessed: judged, supplierWide: supplied, orders }: ActivitySince,
  asOf: Day,
): Promise<readonly string[]> => {
  if (judged.length === 0 && orders.length === 0) return []
  const visibility = await loadVisibility(workspace, isoOf(asOf))
  const skus = await itemsOfPromotions(workspace, judged)
  return [
    ...new Set([
      ...(await loadPromotionsWith(workspace, visibility, skus, asOf)),
      ...(await loadRivalsOf(workspace, visibility, skus, asOf)),
      ...(await fromTheSameSuppliers(workspace, visibility, await itemsOfPromotions(workspace, supplied), asOf)),
      ...(await loadPromotionsWith(workspace, visibility, await itemsOfOrders(workspace, orders), asOf)),
    ]),
  ]
}

/** These feeds tell how promotions performed that are over. */
const kindsOfEnded: ReadonlySet<FeedKind> = new Set(['sales', 'promotions', 'items'])

/** Lists the promotions that ended between two days of which batches may tell more. */
export const loadEndedAffectedBy = async (
  workspace: Reader,
  batches: readonly UnannouncedBatch[],
  since: Day,
  before: Day,
): Promise<readonly string[]> => {
  const telling = batches.filter(({ kind }) => kindsOfEnded.has(kind)).map(({ id }) => id)
  if (telling.length === 0) return []
  const skus = await itemsOf(workspace, telling)
  const visibility = await loadVisibility(workspace, isoOf(before))
  const rows = await inSlices(skus, async (slice) => {
    const found = await sql<{ id: string }>`select r.promotion_id as id from promotion_line r
      where ${isVisible(visibility, 'promotions', 'r')} and r.end_on >= ${isoOf(since)} and r.end_on < ${isoOf(before)}
      and r.sku in (${sql.join([...slice])})`.execute(workspace.database.kysely)
    return found.rows
  })
  return idsOf(rows)
}

/** Lists the upcoming promotions that somebody's word on items and suppliers may affect. */
export const loadAffectedByInputs = async (
  workspace: Reader,
  inputs: readonly Pick<OutdatedInput, 'kind' | 'name'>[],
  asOf: Day,
): Promise<readonly string[]> => {
  if (inputs.length === 0) return []
  const named = (kind: OutdatedInput['kind']) => inputs.filter((one) => one.kind === kind).map(({ name }) => name)
  const [skus, suppliers] = [named('item'), named('supplier')]
  const visibility = await loadVisibility(workspace, isoOf(asOf))
  return [
    ...new Set([
      ...(await loadPromotionsWith(workspace, visibility, skus, asOf)),
      ...(await loadRivalsOf(workspace, visibility, skus, asOf)),
      ...(suppliers.length === 0 ? [] : await sentBy(workspace, visibility, sql.join(suppliers), asOf)),
    ]),
  ]
}

/** Lists the upcoming promotions with something from a supplier that takes orders until an hour. */
export const loadPromotionsWithCutoff = async (workspace: Reader, asOf: Day): Promise<readonly string[]> =>
  sentBy(
    workspace,
    await loadVisibility(workspace, isoOf(asOf)),
    sql`select l.supplier from lead_time l where l.workspace_id = ${workspace.id} and l.order_cutoff is not null`,
    asOf,
  )

/** Lists the upcoming promotions with one of these items. */
export const loadPromotionsWithItems = async (
  workspace: Reader,
  skus: readonly string[],
  asOf: Day,
): Promise<readonly string[]> =>
  skus.length === 0 ? [] : loadPromotionsWith(workspace, await loadVisibility(workspace, isoOf(asOf)), skus, asOf)

const itemsOfPromotions = ({ id, database }: Reader, promotions: readonly string[]) =>
  itemsIn(promotions, (slice) =>
    database.kysely
      .selectFrom('promotion_line')
      .select('sku')
      .distinct()
      .where('workspace_id', '=', id)
      .where('promotion_id', 'in', slice)
      .execute(),
  )

const itemsOfOrders = ({ id, database }: Reader, orders: readonly string[]) =>
  itemsIn(orders, (slice) =>
    database.kysely
      .selectFrom('reported_order')
      .select('sku')
      .distinct()
      .where('workspace_id', '=', id)
      .where('order_id', 'in', slice)
      .execute(),
  )

const itemsIn = async (
  keys: readonly string[],
  load: (slice: readonly string[]) => Promise<readonly { readonly sku: string }[]>,
): Promise<readonly string[]> => (await inSlices(keys, load)).map(({ sku }) => sku)

const fromTheSameSuppliers = async (
  { id, database }: Reader,
  visibility: Visibility,
  skus: readonly string[],
  asOf: Day,
): Promise<readonly string[]> =>
  idsOf(
    await inSlices(skus, async (slice) => {
      const found = await sql<{ id: string }>`select r.promotion_id as id ${toCome(visibility, asOf)}
        and r.sku in (select i.sku from item i where i.workspace_id = ${id} and i.supplier in
          (select o.supplier from item o where o.workspace_id = ${id} and o.sku in (${sql.join([...slice])})))`.execute(
        database.kysely,
      )
      return found.rows
    }),
  )

/** Ids are told apart here: a store that is asked for distinct ones reads its rows in the order of the ids. */
const idsOf = (rows: readonly { readonly id: string }[]): readonly string[] => [...new Set(rows.map(({ id }) => id))]

const itemsOf = async ({ id, database }: Reader, batches: readonly number[]): Promise<readonly string[]> =>
  (
    await inSlices(batches, (slice) =>
      database.kysely
        .selectFrom('batch_item')
        .select('sku')
        .distinct()
        .where('workspace_id', '=', id)
        .where('batch_id', 'in', [...slice])
        .execute(),
    )
  ).map((row) => row.sku)

const toCome = (visibility: Visibility, asOf: Day) =>
  sql`from promotion_line r where ${isVisible(visibility, 'promotions', 'r')} and r.end_on >= ${isoOf(asOf)}`

/** Lists the promotions of which batches have a row, also one that is over: its days are days of the promotion. */
const promotionsIn = async ({ id, database }: Reader, batches: readonly number[]): Promise<readonly string[]> =>
  idsOf(
    await inSlices(batches, async (slice) => {
      const found = await sql<{ id: string }>`select r.promotion_id as id from promotion_line r
        join batch_item b on b.workspace_id = r.workspace_id and b.sku = r.sku and b.batch_id = r.batch_id
        where r.workspace_id = ${id} and b.batch_id in (${sql.join([...slice])})`.execute(database.kysely)
      return found.rows
    }),
  )

const loadPromotionsWith = async (
  { database }: Reader,
  visibility: Visibility,
  skus: readonly string[],
  asOf: Day,
): Promise<readonly string[]> =>
  idsOf(
    await inSlices(skus, async (slice) => {
      const found = await sql<{ id: string }>`select r.promotion_id as id ${toCome(visibility, asOf)}
        and r.sku in (${sql.join([...slice])})`.execute(database.kysely)
      return found.rows
    }),
  )

/** Lists the items that go by the history of one of these. */
const itemsWithHistoryOf = async ({ id, database }: Reader, skus: readonly string[]): Promise<readonly string[]> => {
  if (skus.length === 0) return []
  const known = new Set(skus)
  const { rows } = await sql<{ sku: string; like_sku: string }>`select distinct sku, like_sku from item
    where workspace_id = ${id} and like_sku is not null`.execute(database.kysely)
  return rows.flatMap((row) => (known.has(row.like_sku) ? [row.sku] : []))
}

/** Lists the promotions of items of the groups in which one of these has sales: while it is promoted, they sell less. */
const loadRivalsOf = async (
  workspace: Reader,
  visibility: Visibility,
  skus: readonly string[],
  asOf: Day,
): Promise<readonly string[]> => {
  const learning = skus.length === 0 ? null : await loadLearning(workspace, visibility, asOf)
  if (learning === null) return []
  const { id, database } = workspace
  const rows = await inSlices(groupsOfRivals(learning.common, skus), async (slice) => {
    const found = await sql<{ id: string }>`select r.promotion_id as id ${toCome(visibility, asOf)}
      and r.sku in (select i.sku from item i where i.workspace_id = ${id}
        and coalesce(i.item_group, i.category, '') in (${sql.join([...slice])}))`.execute(database.kysely)
    return found.rows
  })
  return idsOf(rows)
}

/** Lists the promotions with items of the suppliers, or at places that the locations of our own supply, that lead times are of. */
const suppliedBy = async (
  workspace: Reader,
  visibility: Visibility,
  batches: readonly number[],
  asOf: Day,
): Promise<readonly string[]> => {
  if (batches.length === 0) return []
  const { id } = workspace
  const suppliers = sql`select l.supplier from lead_time l where l.workspace_id = ${id}
    and l.batch_id in (${sql.join([...batches])})`
  return sentBy(workspace, visibility, suppliers, asOf)
}

/** Lists the promotions with items of suppliers, or at places that these, which may be locations of our own, supply. */
const sentBy = async (
  { id, database }: Reader,
  visibility: Visibility,
  suppliers: RawBuilder<unknown>,
  asOf: Day,
): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`select r.promotion_id as id ${toCome(visibility, asOf)}
    and (r.sku in (select i.sku from item i where i.workspace_id = ${id} and i.supplier in (${suppliers}))
      or ${isAt(sql`(select s.location from location s where s.workspace_id = ${id} and s.supplied_by in (${suppliers}))`)})`.execute(
    database.kysely,
  )
  return idsOf(rows)
}

const atPlacesOf = async (
  { id, database }: Reader,
  visibility: Visibility,
  batches: readonly number[],
  asOf: Day,
): Promise<readonly string[]> => {
  if (batches.length === 0) return []
  const places = sql`select s.location from snapshot_location s where s.workspace_id = ${id}
    and s.batch_id in (${sql.join([...batches])})`
  // What is not in the snapshot is missing there, and what the others of the same supplying location get depends on it.
  const besides = sql`select o.location from location o join location l on l.workspace_id = o.workspace_id
    and l.supplied_by = o.supplied_by where o.workspace_id = ${id} and l.location in (${places})`
  const isSoldThere = (table: 'inventory' | 'sales' | 'demand_plan') =>
    sql`exists (select 1 from ${sql.table(table)} t where t.workspace_id = ${id} and t.sku = r.sku
      and t.location in (${places}))`
  const { rows } = await sql<{ id: string }>`select r.promotion_id as id ${toCome(visibility, asOf)}
    and (r.location = '' or r.location in (${places})
      or r.location in (select l.location from location l where l.workspace_id = ${id} and l.supplied_by in (${places}))
      or (r.location in (${besides}) and (${isSoldThere('inventory')} or ${isSoldThere('sales')}
        or ${isSoldThere('demand_plan')})))`.execute(database.kysely)
  return idsOf(rows)
}

/** A row for every place is at any place, where there is one. */
const isAt = (places: ReturnType<typeof sql>) => sql`r.location in ${places} or (r.location = '' and exists ${places})`

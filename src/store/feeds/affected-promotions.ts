import { sql } from 'kysely'
import { type Day, isoOf } from '../../domain/day.ts'
import type { ActivitySince } from '../database/versions.ts'
import type { Reader } from '../database/workspace.ts'
import type { OutdatedInput } from '../present/outdated-inputs.ts'
import type { FeedKind } from './feed-rows.ts'
import {
  atPlacesOf,
  fromTheSameSuppliers,
  idsOf,
  itemsOf,
  itemsWithHistoryOf,
  loadPromotionsWith,
  loadRivalsOf,
  promotionsIn,
  promotionsWithCostsIn,
  runningWhereTold,
  sentBy,
  suppliedBy,
} from './finding-promotions.ts'
import type { UnannouncedBatch } from './unannounced-batches.ts'
import { inSlices, isVisible, loadVisibility } from './visibility.ts'

/** These feeds affect every promotion: locations and the calendars everybody works by. */
const kindsOfAllPromotions: ReadonlySet<FeedKind> = new Set(['locations', 'holidays'])
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
  if (batches.some(({ kind }) => kindsOfAllPromotions.has(kind))) return 'all'
  if (await replaceLater(workspace, batches, asOf)) return 'all'
  if (batches.length === 0) return []
  const visibility = await loadVisibility(workspace, isoOf(asOf))
  const affected = new Set<string>()
  const add = (ids: readonly string[]) => ids.forEach((id) => void affected.add(id))
  const ids = batches.map((batch) => batch.id)
  const about = await itemsOf(workspace, ids)
  add(await promotionsIn(workspace, ids))
  const costs = batches.filter(({ kind }) => kind === 'costs').map((batch) => batch.id)
  add(await promotionsWithCostsIn(workspace, costs))
  const withHistory = await itemsWithHistoryOf(workspace, about)
  add(await loadPromotionsWith(workspace, visibility, [...about, ...withHistory], asOf))
  const rivals = batches.filter(({ kind }) => kindsOfRivals.has(kind)).map((batch) => batch.id)
  add(await loadRivalsOf(workspace, visibility, await itemsOf(workspace, rivals), asOf))
  const terms = batches.filter(({ kind }) => kind === 'lead-times').map((batch) => batch.id)
  add(await suppliedBy(workspace, visibility, terms, asOf))
  const sales = batches.filter(({ kind }) => kind === 'sales').map((batch) => batch.id)
  add(await runningWhereTold(workspace, visibility, sales, asOf))
  const snapshots = batches.filter(({ mode }) => mode === 'snapshot').map((batch) => batch.id)
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

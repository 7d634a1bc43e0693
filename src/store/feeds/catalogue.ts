import { sql } from 'kysely'
import type { Reader } from '../database/workspace.ts'
import type { ItemRow, LocationRow } from './feed-rows.ts'
import { loadNewestBy, newestOf } from './newest.ts'
import { inSlices, isVisible, loadVisibility, type Visibility } from './visibility.ts'

/** Loads the items of these codes; codes nobody knows are absent. */
export const loadItems = async (
  workspace: Reader,
  visibility: Visibility,
  skus: readonly string[],
): Promise<ReadonlyMap<string, ItemRow>> =>
  new Map((await loadNewestBy(workspace, visibility, 'items', 'sku', skus)).map((row) => [row.sku, row]))

/** Loads the items of these groups, by group. */
export const loadItemsOfGroups = async (
  workspace: Reader,
  visibility: Visibility,
  groups: readonly string[],
): Promise<ReadonlyMap<string, readonly ItemRow[]>> => {
  const named = await inSlices(groups, async (slice) => {
    const found = await sql<{ sku: string }>`select distinct r.sku from item r
      where ${isVisible(visibility, 'items', 'r')} and r.item_group in (${sql.join([...slice])})`.execute(
      workspace.database.kysely,
    )
    return found.rows
  })
  const items = await loadItems(
    workspace,
    visibility,
    named.map(({ sku }) => sku),
  )
  return Map.groupBy([...items.values()], ({ item_group }) => item_group ?? '')
}

/** Loads the locations of these codes; codes nobody knows are absent. */
export const loadLocations = async (
  workspace: Reader,
  visibility: Visibility,
  codes: readonly string[],
): Promise<ReadonlyMap<string, LocationRow>> =>
  new Map((await loadNewestBy(workspace, visibility, 'locations', 'location', codes)).map((row) => [row.location, row]))

/** Tells which locations another one of our own supplies, and which one that is. */
export const loadSupplied = async (workspace: Reader, visibility: Visibility): Promise<ReadonlyMap<string, string>> => {
  const named = await sql<{ location: string }>`select distinct r.location from location r
    where ${isVisible(visibility, 'locations', 'r')} and r.supplied_by is not null`.execute(workspace.database.kysely)
  const rows = await loadLocations(
    workspace,
    visibility,
    named.rows.map((row) => row.location),
  )
  return new Map(
    [...rows].flatMap(([location, { supplied_by }]) =>
      supplied_by === null || supplied_by === location ? [] : [[location, supplied_by] as const],
    ),
  )
}

const mostCandidates = 400

/** Loads codes that begin like a word nobody knows, for "did you mean": first by three letters, then by one. */
export const loadSimilar = async (
  workspace: Reader,
  visibility: Visibility,
  kind: 'items' | 'locations',
  word: string,
): Promise<readonly { readonly code: string; readonly name: string }[]> => {
  const column = kind === 'items' ? 'sku' : 'location'
  const table = kind === 'items' ? 'item' : 'location'
  for (const start of new Set([word.slice(0, 3), word.slice(0, 1), word.slice(0, 1).toUpperCase(), ''])) {
    const found = await sql<{ code: string; name: string }>`select ${sql.ref(`r.${column}`)} as code, r.name
      from ${sql.table(table)} r where ${isVisible(visibility, kind, 'r')} and ${sql.ref(`r.${column}`)} >= ${start}
      and ${sql.ref(`r.${column}`)} < ${`${start}\u{10ffff}`} order by ${sql.ref(`r.${column}`)}, r.code_only is null, r.batch_id
      limit ${mostCandidates}`.execute(workspace.database.kysely)
    if (found.rows.length > 0) return newestOf(found.rows, (row) => row.code)
  }
  return []
}

/** Loads the time zones of the locations that have one of their own. */
export const loadZones = async (workspace: Reader, asOf: string): Promise<ReadonlyMap<string, string>> => {
  const visibility = await loadVisibility(workspace, asOf)
  const found = await sql<{ location: string; timezone: string }>`select r.location, r.timezone from location r
    where ${isVisible(visibility, 'locations', 'r')} and r.timezone is not null
    order by r.batch_id`.execute(workspace.database.kysely)
  return new Map(found.rows.map((row) => [row.location, row.timezone]))
}

/** Loads the names of the categories and groups of items. */
export const loadCategories = async (workspace: Reader, visibility: Visibility): Promise<readonly string[]> => {
  const found = await sql<{ name: string }>`select distinct r.category as name from item r
    where ${isVisible(visibility, 'items', 'r')} and r.category is not null
    union select distinct r.item_group as name from item r
    where ${isVisible(visibility, 'items', 'r')} and r.item_group is not null`.execute(workspace.database.kysely)
  return found.rows.map(({ name }) => name).toSorted()
}

/** Loads the codes of the items that are, or once were, of one of these categories or groups. */
export const loadItemsOfCategories = async (
  workspace: Reader,
  visibility: Visibility,
  names: readonly string[],
): Promise<readonly string[]> => {
  if (names.length === 0) return []
  const list = sql.join(names)
  const found = await sql<{ sku: string }>`select distinct r.sku from item r
    where ${isVisible(visibility, 'items', 'r')} and (r.category in (${list}) or r.item_group in (${list}))
    order by r.sku`.execute(workspace.database.kysely)
  return found.rows.map(({ sku }) => sku)
}

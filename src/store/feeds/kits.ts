import type { Reader } from '../database/workspace.ts'
import type { KitRow } from './feed-rows.ts'
import { loadNewestBy } from './newest.ts'
import type { Visibility } from './visibility.ts'

/** What kits are made of: of each the rows that count. */
export type Recipes = ReadonlyMap<string, readonly KitRow[]>

const none: Recipes = new Map()

/**
 * Loads the kits that some items are, and every kit that shares a component with these or with the items: what each sells leaves
 * less for the others.
 */
export const loadRecipes = async (
  workspace: Reader,
  visibility: Visibility,
  skus: readonly string[],
): Promise<Recipes> => {
  if (skus.length === 0 || !(await hasKits(workspace))) return none
  const own = counting(await loadNewestBy(workspace, visibility, 'kits', 'kit_sku', skus))
  const shared = [...skus, ...own.map((row) => row.component_sku)]
  const others = counting(await loadNewestBy(workspace, visibility, 'kits', 'component_sku', shared))
  const kits = [...new Set([...own, ...others].map((row) => row.kit_sku))].sort()
  if (kits.length === 0) return none
  const all = counting(await loadNewestBy(workspace, visibility, 'kits', 'kit_sku', kits))
  return Map.groupBy(
    all.toSorted((a, b) => (a.component_sku < b.component_sku ? -1 : 1)),
    (row) => row.kit_sku,
  )
}

/** Lists some items with whatever shares a component with them: the kits, and what these are made of. */
export const withKits = async (
  workspace: Reader,
  visibility: Visibility,
  skus: readonly string[],
): Promise<readonly string[]> => {
  const recipes = await loadRecipes(workspace, visibility, skus)
  if (recipes.size === 0) return skus
  return [...new Set([...skus, ...recipes.keys(), ...[...recipes.values()].flat().map((row) => row.component_sku)])]
}

const hasKits = async ({ id, database }: Reader): Promise<boolean> => {
  const found = await database.kysely
    .selectFrom('kit')
    .select('kit_sku')
    .where('workspace_id', '=', id)
    .limit(1)
    .execute()
  return found.length > 0
}

/** A component of which none is needed is no longer one. */
const counting = (rows: readonly KitRow[]): readonly KitRow[] => rows.filter(({ quantity }) => quantity > 0)

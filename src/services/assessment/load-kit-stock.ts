import { kitsAvailable } from '../../domain/kits/kit.ts'
import type { KitStock } from '../../domain/kits/kit-stock.ts'
import { positionOf } from '../../domain/promotions/position.ts'
import { loadRecipes } from '../../store/feeds/kits.ts'
import { type FactsContext, loadCells } from './load-cell-facts.ts'

/** Tells what can be made of a kit at some locations; null for an item that is none. */
export const loadKitStock = async (
  context: FactsContext,
  sku: string,
  locations: readonly string[],
): Promise<ReadonlyMap<string, KitStock> | null> => {
  const components = (await loadRecipes(context.workspace, context.visibility, [sku])).get(sku)
  if (components === undefined) return null
  const quantities = new Map(components.map((row) => [row.component_sku, row.quantity]))
  const cells = locations.flatMap((location) => components.map((row) => ({ sku: row.component_sku, location })))
  const parts = (await loadCells(context, cells)).map((facts) => ({
    location: facts.location.location,
    name: facts.item.name,
    quantity: quantities.get(facts.item.sku) ?? 1,
    free: (positionOf(facts).opening ?? 0) - (facts.stock?.allocated ?? 0),
  }))
  const places = [...Map.groupBy(parts, ({ location }) => location)]
  return new Map(
    places.map(([location, own]) => {
      const made = kitsAvailable(own)
      const scarcest = own.find((part) => kitsAvailable([part]) === made) as (typeof own)[number]
      return [location, { made, scarcest }]
    }),
  )
}

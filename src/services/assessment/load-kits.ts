import type { CellFacts, KitUse } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { componentLines, mergedLine } from '../../domain/kits/component-lines.ts'
import { type KitDemand, kitDemand } from '../../domain/kits/kit-demand.ts'
import { salesWithKits } from '../../domain/kits/with-kits.ts'
import type { PromotionLine } from '../../domain/promotions/promotion.ts'
import type { BareFacts } from '../../store/facts/facts-query.ts'
import type { Recipes } from '../../store/feeds/kits.ts'

/** Lists some items with the kits of recipes and what these are made of. */
export const itemsWith = (recipes: Recipes, skus: readonly string[]): readonly string[] => [
  ...new Set([...skus, ...recipes.keys(), ...[...recipes.values()].flat().map((row) => row.component_sku)]),
]

/** Puts the cells of the components in the place of lines of kits. */
export const atComponents = <Line extends PromotionLine>(recipes: Recipes, lines: readonly Line[]): readonly Line[] =>
  recipes.size === 0
    ? lines
    : lines.flatMap((line) => recipes.get(line.sku)?.map((row) => ({ ...line, sku: row.component_sku })) ?? line)

/** Lists the cells of the kits that cells are components of. */
export const kitCells = (recipes: Recipes, cells: readonly Cell[]): readonly Cell[] =>
  cells.flatMap(({ sku, location }) => usesOf(recipes, sku).map((use) => ({ sku: use.kit, location })))

const usesOf = (recipes: Recipes, sku: string) =>
  [...recipes].flatMap(([kit, rows]) =>
    rows.flatMap((row) => (row.component_sku === sku ? [{ kit, quantity: row.quantity }] : [])),
  )

/** What is known of kits, and the facts of a cell before kits take of it. */
type KitSources = {
  readonly recipes: Recipes
  /** The lines as they are stored: those of kits are not divided yet. */
  readonly lines: readonly PromotionLine[]
  readonly bare: ReadonlyMap<string, BareFacts>
  /** Puts the lines of a cell on its facts. */
  readonly factsWith: (known: BareFacts, lines: readonly PromotionLine[]) => CellFacts
}

type KnownKit = { readonly facts: CellFacts; readonly demand: KitDemand }

/** What promotions and normal sales of kits take of the cells of their components. */
export type KitsInCells = {
  /** The lines of promotions, one for each component in the place of one of a kit. */
  readonly lines: readonly PromotionLine[]
  /** Makes the facts of a cell of what is known of it, with what kits take of it where it is in some. */
  readonly withUses: (cell: Cell, known: BareFacts, factsOf: (known: BareFacts) => CellFacts) => CellFacts
}

/** Divides lines of kits among their components. */
export const kitsInCells = ({ recipes, lines, bare, factsWith }: KitSources): KitsInCells => {
  if (recipes.size === 0) return { lines, withUses: (_, own, factsOf) => factsOf(own) }
  const byCell = Map.groupBy(lines, cellKey)
  const known = new Map<string, KnownKit | null>()
  const kitAt = (cell: Cell): KnownKit | null => {
    const key = cellKey(cell)
    const found = known.get(key)
    if (found !== undefined) return found
    const own = bare.get(key)
    const facts = own === undefined ? null : factsWith(own, byCell.get(key) ?? [])
    const kit = facts === null ? null : { facts, demand: kitDemand(facts) }
    known.set(key, kit)
    return kit
  }
  const divided = lines.flatMap((line) => {
    const components = recipes.get(line.sku)
    if (components === undefined) return [line]
    const kit = kitAt({ sku: line.sku, location: line.location })
    // Promotions are compared as they stand on the facts of their kit.
    const own = kit?.facts.promotions.find((one) => one.promotionId === line.promotionId) ?? line
    return componentLines(
      own,
      components.map((row) => ({ sku: row.component_sku, quantity: row.quantity })),
      kit,
      (sku) => bare.get(cellKey({ sku, location: line.location }))?.item.unitCost ?? null,
    )
  })
  const groups = Map.groupBy(divided, (line) => `${line.promotionId}\u0000${cellKey(line)}`)
  const merged = [...groups.values()].map((own) => {
    const [first] = own as [PromotionLine]
    const facts = own.length < 2 ? undefined : bare.get(cellKey(first))
    return mergedLine(
      own,
      facts === undefined
        ? null
        : factsWith(
            facts,
            own.filter(({ kits }) => kits === undefined),
          ),
    )
  })
  const usesAt = ({ sku, location }: Cell): readonly KitUse[] =>
    usesOf(recipes, sku).flatMap(({ kit, quantity }) => {
      const found = kitAt({ sku: kit, location })
      return found === null ? [] : [{ quantity, facts: found.facts, assembled: found.demand.assembled }]
    })
  return {
    lines: merged,
    withUses: (cell, own, factsOf) => {
      const uses = usesAt(cell)
      if (uses.length === 0) return factsOf(own)
      const taken = uses.map(({ quantity, facts: { sales } }) => ({ quantity, sales }))
      const facts = factsOf({ ...own, sales: salesWithKits(own.sales, taken) })
      const alone = factsWith(
        own,
        (byCell.get(cellKey(cell)) ?? []).filter(({ sku }) => sku === cell.sku),
      )
      return { ...facts, kits: { uses, ownSales: alone.sales } }
    },
  }
}

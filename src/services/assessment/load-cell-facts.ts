import { withTakenOrders } from '../../domain/arrivals/taken-orders.ts'
import type { CellFacts, Sale } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { baselineOf } from '../../domain/demand/baseline.ts'
import { soldIn } from '../../domain/demand/mechanic.ts'
import { historyDays } from '../../domain/policy.ts'
import { type InForce, inForce, type Override, overridden } from '../../domain/promotions/override.ts'
import type { PromotionLine } from '../../domain/promotions/promotion.ts'
import type { SaidShare } from '../../domain/sourcing/set-share.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import type { Moment } from '../../store/facts/cut-offs.ts'
import { loadFacts } from '../../store/facts/facts.ts'
import type { BareFacts } from '../../store/facts/facts-query.ts'
import { nothingReported, type ReportedFacts } from '../../store/facts/reported-facts.ts'
import { loadSupplied } from '../../store/feeds/catalogue.ts'
import { loadRecipes, type Recipes } from '../../store/feeds/kits.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import { loadOverrides } from '../../store/promotions/overrides.ts'
import {
  type ExpandedLine,
  linesOf,
  loadPromotionsOfItems,
  loadSellingLocations,
  type StoredPromotion,
} from '../../store/promotions/promotions.ts'
import { atComponents, itemsWith, kitCells, kitsInCells } from './load-kits.ts'
import { loadRivals } from './load-rivals.ts'
import { loadSetShares } from './load-set-shares.ts'

/** Plans are read at least this far ahead, for safe dates and for what follows a window. */
const planAheadDays = 180
/** Plans are read for so many days after the last window. */
const daysAfterWindow = 60

/** What somebody types just now and is not stored yet: planners' uplifts and shares, reported orders and corrections of feeds. */
export type TypedInput = ReportedFacts & {
  readonly overrides: readonly Override[]
  readonly shares?: readonly SaidShare[]
}

/** Nobody types anything. */
export const noTypedInput: TypedInput = { ...nothingReported, overrides: [] }

/** A cell's facts with every promotion on it, and the same as text to make a fingerprint of. */
export type FactsOfCell = { readonly facts: CellFacts; readonly text: () => string }

/** Promotion lines with the facts of their cells, and the planners' uplifts that hold, by promotion. */
export type LineFacts = {
  readonly lines: readonly PromotionLine[]
  readonly facts: ReadonlyMap<string, FactsOfCell>
  readonly overrides: ReadonlyMap<string, InForce>
}

/** From where and as of when facts are loaded. */
export type FactsContext = {
  readonly workspace: Workspace
  readonly visibility: Visibility
  readonly asOf: Day
  /** The moment, on whose own day the order cut-offs that have passed count; null where the morning is judged. */
  readonly moment: Moment | null
  /** What somebody types just now; it counts as if it were stored already. */
  readonly typed?: TypedInput
}

/** Which lines and cells are loaded. */
type FactsRequest = {
  /** The items, with every promotion that touches them. */
  readonly skus: readonly string[]
  /** Promotions that may not be stored yet; they replace stored ones of the same id. */
  readonly drafts: readonly StoredPromotion[]
  /** Whatever the same location of our own supplies is loaded too, as it is for drafts: it is shared out among all. */
  readonly isShared?: boolean
  /** Chooses among the lines the cells whose facts are loaded. */
  readonly pick: (lines: readonly ExpandedLine[]) => readonly Cell[]
}

/** Loads the facts of cells, with all promotions on them; cells that nothing is known of are left out. */
export const loadCells = async (context: FactsContext, cells: readonly Cell[]): Promise<readonly CellFacts[]> => {
  const skus = [...new Set(cells.map((cell) => cell.sku))]
  const { facts } = await loadLineFacts(context, { skus, drafts: [], pick: () => cells })
  return cells.flatMap((cell) => facts.get(cellKey(cell))?.facts ?? [])
}

/**
 * Loads items with the lines of every promotion that touches them, and the facts of the chosen cells. A planner's uplift
 * replaces what the marketer stated.
 */
export const loadLineFacts = async (context: FactsContext, request: FactsRequest): Promise<LineFacts> => {
  const { workspace, visibility, asOf, moment, typed = noTypedInput } = context
  const { drafts, pick } = request
  const recipes = await loadRecipes(workspace, visibility, request.skus)
  const skus = itemsWith(recipes, request.skus)
  const isShared = drafts.length > 0 || request.isShared === true
  const suppliers = isShared ? await loadSupplied(workspace, visibility) : new Map<string, string>()
  const promotions = [...drafts, ...(await loadNeighbours(context, { skus, drafts }, suppliers, recipes))].sort(byId)
  const overrides = await loadInForce(context, promotions)
  const expanded = await expandLines(context, promotions, skus, overrides)

  const chosen = pick(atComponents(recipes, expanded))
  const picked = [...chosen, ...(await familiesOf(workspace, visibility, chosen, suppliers))]
  const together = [...picked, ...kitCells(recipes, picked)]
  const needed = distinctCells([...together, ...linesSharingTotals(expanded, new Set(together.map(cellKey)))])
  const until = expanded.reduce((last, line) => Math.max(last, line.end + daysAfterWindow), asOf + planAheadDays)
  const selling = distinctCells(together.filter(isRunning(expanded, asOf)))
  const bare = await loadFacts(workspace, { visibility, cells: needed, asOf, until, moment, selling, reported: typed })

  const whole = shareTotals(expanded, bare)
  const rivals = await loadRivals(workspace, visibility, bare, asOf, drafts)
  const sharesOf = suppliers.size === 0 ? () => ({}) : await loadSetShares(context, skus)
  const factsWith = ({ evidence, ...known }: BareFacts, here: readonly PromotionLine[]): CellFacts => {
    const told = {
      ...known,
      sales: inPromotions(known.sales, here),
      promotions: here.filter((other) => isToCome(other, asOf)),
      rivals: rivals(known),
      ...sharesOf({ sku: known.item.sku, location: known.location.location }),
    }
    return evidence === undefined ? told : withTakenOrders(told, evidence)
  }
  const inKits = kitsInCells({ recipes, lines: whole, bare, factsWith })
  const { lines } = inKits
  const byCell = Map.groupBy(
    recipes.size === 0 ? lines : [...lines, ...whole.filter(({ sku }) => recipes.has(sku))],
    cellKey,
  )
  const facts = new Map<string, FactsOfCell>()
  for (const cell of distinctCells(picked)) {
    const known = bare.get(cellKey(cell)) as BareFacts
    const full = inKits.withUses(cell, known, (all) => factsWith(all, byCell.get(cellKey(cell)) ?? []))
    facts.set(cellKey(cell), { facts: full, text: () => textOf(full) })
  }
  return { lines, facts, overrides }
}

/**
 * Loads the stored promotions on the items that the drafts do not replace. Only those at the drafts' own places matter,
 * unless a place is supplied by a location of our own, whose other shops are then judged with it.
 */
const loadNeighbours = async (
  { workspace, visibility, asOf }: FactsContext,
  { skus, drafts }: Pick<FactsRequest, 'skus' | 'drafts'>,
  suppliers: ReadonlyMap<string, string>,
  recipes: Recipes,
): Promise<readonly StoredPromotion[]> => {
  const named = cellsOf(drafts)
  const cells = recipes.size > 0 || named?.some((cell) => suppliers.has(cell.location)) ? null : named
  const stored = await loadPromotionsOfItems(workspace, visibility, skus, isoOf(asOf - historyDays), cells)
  const drafted = new Set(drafts.map((promotion) => promotion.promotionId))
  return stored.filter((other) => !drafted.has(other.promotionId))
}

/** Expands the rows of promotions on some items to one line a location, with the planners' uplifts in force. */
const expandLines = async (
  { workspace, visibility }: FactsContext,
  promotions: readonly StoredPromotion[],
  skus: readonly string[],
  overrides: ReadonlyMap<string, InForce>,
): Promise<readonly ExpandedLine[]> => {
  const wanted = new Set(skus)
  const everywhere = promotions
    .flatMap((promotion) => promotion.rows.flatMap((row) => (row.location === '' ? row.sku : [])))
    .filter((sku) => wanted.has(sku))
  const selling = await loadSellingLocations(workspace, visibility, everywhere)
  return promotions.flatMap((promotion) =>
    linesOf(promotion, selling)
      .filter((line) => wanted.has(line.sku))
      .map((line) => overridden(line, overrides.get(line.promotionId) ?? null)),
  )
}

/** Finds the lines that share a stated total with a line on one of the cells: how it is shared depends on all of them. */
const linesSharingTotals = (lines: readonly ExpandedLine[], cells: ReadonlySet<string>): readonly ExpandedLine[] => {
  const sharing = lines.filter((line) => line.sharesTotal)
  const touching = new Set(sharing.filter((line) => cells.has(cellKey(line))).map(shareKey))
  return sharing.filter((line) => touching.has(shareKey(line)))
}

/** Lists the cells that are judged together with some: everything that the same location of our own supplies with the item, and its own cell. */
const familiesOf = async (
  workspace: Workspace,
  visibility: Visibility,
  cells: readonly Cell[],
  suppliers: ReadonlyMap<string, string>,
): Promise<readonly Cell[]> => {
  const sources = Map.groupBy(
    cells.filter((cell) => suppliers.has(cell.location)),
    (cell) => cell.sku,
  )
  if (sources.size === 0) return []
  const selling = await loadSellingLocations(workspace, visibility, [...sources.keys()])
  return [...sources].flatMap(([sku, own]) => {
    const from = new Set(own.map((cell) => suppliers.get(cell.location)))
    const shops = (selling.get(sku) ?? []).filter((location) => from.has(suppliers.get(location)))
    return [...shops, ...(from as Set<string>)].map((location) => ({ sku, location }))
  })
}

/** Loads the planners' uplifts that are in force, by promotion; a typed one replaces the stored one. */
const loadInForce = async (
  { workspace, visibility, asOf, typed = noTypedInput }: FactsContext,
  promotions: readonly StoredPromotion[],
): Promise<ReadonlyMap<string, InForce>> => {
  const stored = await loadOverrides(
    workspace,
    visibility,
    promotions.map((promotion) => promotion.promotionId),
    asOf,
  )
  const last = [...stored.values(), ...typed.overrides]
  const holding = last.map((override) => [override.promotionId, inForce(override, asOf)] as const)
  return new Map(
    [...new Map(holding)].flatMap(([id, override]) => (override === null ? [] : [[id, override] as const])),
  )
}

/** Lists the cells of drafts for named places; null when a draft is for every place, or there is none. */
const cellsOf = (drafts: readonly StoredPromotion[]): readonly Cell[] | null => {
  const rows = drafts.flatMap((draft) => draft.rows)
  return rows.length === 0 || rows.some((row) => row.location === '') ? null : rows
}

/** Tells whether a line is still to be judged: neither over nor cancelled. */
export const isToCome = (line: PromotionLine, asOf: Day) => line.end >= asOf && line.status !== 'cancelled'

/** Makes the function that tells whether a promotion runs on a cell. */
const isRunning = (lines: readonly ExpandedLine[], asOf: Day) => {
  const running = new Set(lines.filter((line) => line.start <= asOf && isToCome(line, asOf)).map(cellKey))
  return (cell: Cell): boolean => running.has(cellKey(cell))
}

/** The same lines are judged the same, whichever promotion somebody asks about. */
const byId = (a: StoredPromotion, b: StoredPromotion): number => (a.promotionId < b.promotionId ? -1 : 1)

const shareKey = (line: PromotionLine) => `${line.promotionId}\u0000${line.sku}`

const distinctCells = (lines: readonly Cell[]): readonly Cell[] => [
  ...new Map(lines.map(({ sku, location }) => [cellKey({ sku, location }), { sku, location }])).values(),
]

/** Divides a total that was stated for all locations among them by their normal sales in the window, evenly where there are none. */
const shareTotals = (
  lines: readonly ExpandedLine[],
  facts: ReadonlyMap<string, BareFacts>,
): readonly PromotionLine[] => {
  const normal = (line: PromotionLine): number => {
    const known = facts.get(cellKey(line))
    if (!known) return 0
    const days = line.end - line.start + 1
    return baselineOf({ ...known, promotions: [], rivals: [] }, line.start, days).perDay.reduce(
      (sum, units) => sum + units,
      0,
    )
  }
  const groups = Map.groupBy(
    lines.filter((line) => line.sharesTotal),
    shareKey,
  )
  const shares = new Map<PromotionLine, number>()
  for (const group of groups.values()) {
    const weights = group.map(normal)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    group.forEach((line, i) => {
      shares.set(line, total > 0 ? (weights[i] as number) / total : 1 / group.length)
    })
  }
  return lines.map(({ sharesTotal, ...line }, i) => {
    const share = sharesTotal ? (shares.get(lines[i] as PromotionLine) as number) : 1
    const { stated } = line
    return stated.kind === 'units' || stated.kind === 'extra'
      ? { ...line, stated: { ...stated, units: stated.units * share } }
      : line
  })
}

/** Marks each sale that was made in a registered promotion with that promotion: it does not count as a normal sale. */
const inPromotions = (sales: readonly Sale[], promotions: readonly PromotionLine[]): readonly Sale[] => {
  const ran = promotions.filter((line) => line.status === 'committed')
  if (ran.length === 0) return sales
  return sales.map((sale) => {
    const line = ran.find((one) => sale.day <= one.end && sale.day + sale.days > one.start)
    return line === undefined ? sale : { ...sale, promotion: soldIn(line) }
  })
}

/** Writes the facts of a cell as `canonical` does; those of a cell without a supplying location need no look at every part. */
const textOf = (facts: CellFacts): string => {
  const { location, leadTime, holidays, taught, like, source } = facts
  if (source !== undefined || leadTime?.via !== undefined || facts.kits !== undefined) return canonical(facts)
  return JSON.stringify({
    ...facts,
    location: { ...location, receiving: { ...location.receiving, closed: listOf(location.receiving.closed) } },
    leadTime: leadTime && { ...leadTime, holidays: listOf(leadTime.holidays) },
    holidays: listOf(holidays),
    taught: { ...taught, common: undefined, level: undefined },
    like: like && { ...like, level: undefined },
  })
}

const listOf = (days: ReadonlySet<Day>): readonly Day[] => [...days].sort()

/** Writes a value as text that is equal whenever the value is equal. What was learned is left out: its id stands for it. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (key, inner) =>
    key === 'common' || key === 'level' ? undefined : inner instanceof Set ? listOf(inner) : inner,
  )

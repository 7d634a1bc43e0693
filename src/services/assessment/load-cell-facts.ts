import type { CellFacts, Sale } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { baselineOf } from '../../domain/demand/baseline.ts'
import { soldIn } from '../../domain/demand/mechanic.ts'
import { historyDays } from '../../domain/policy.ts'
import { type InForce, inForce, type Override, overridden } from '../../domain/promotions/override.ts'
import type { PromotionLine } from '../../domain/promotions/promotion.ts'
import type { Workspace } from '../../store/database/workspace.ts'
import type { Moment } from '../../store/facts/cut-offs.ts'
import { loadFacts } from '../../store/facts/facts.ts'
import type { BareFacts } from '../../store/facts/facts-query.ts'
import { nothingReported, type ReportedFacts } from '../../store/facts/reported-facts.ts'
import { loadSupplied } from '../../store/feeds/catalogue.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import { loadOverrides } from '../../store/promotions/overrides.ts'
import {
  type ExpandedLine,
  linesOf,
  loadPromotionsOfItems,
  loadSellingLocations,
  type StoredPromotion,
} from '../../store/promotions/promotions.ts'
import { loadRivals } from './load-rivals.ts'

/** Plans are read at least this far ahead, for safe dates and for what follows a window. */
const planAheadDays = 180

/** What people say just now and is not kept yet: planners' uplifts, orders and corrections of feeds. */
export type TypedInput = ReportedFacts & { readonly overrides: readonly Override[] }

/** Nothing is said. */
export const noTypedInput: TypedInput = { ...nothingReported, overrides: [] }

/** A cell's facts with every promotion on it, and the same as text, for who fingerprints it. */
export type FactsOfCell = { readonly facts: CellFacts; readonly text: () => string }

/** Promotion lines with the facts of their cells, and the planners' uplifts that hold, by promotion. */
export type LineFacts = {
  readonly lines: readonly PromotionLine[]
  readonly facts: ReadonlyMap<string, FactsOfCell>
  readonly overrides: ReadonlyMap<string, InForce>
}

/** Loads the facts of cells that no particular promotion is judged at, promotions included. */
export const loadCells = async (
  workspace: Workspace,
  visibility: Visibility,
  cells: readonly Cell[],
  asOf: Day,
  moment: Moment | null,
): Promise<readonly CellFacts[]> => {
  const skus = [...new Set(cells.map((cell) => cell.sku))]
  const { facts } = await loadLineFacts(workspace, visibility, skus, [], asOf, moment, () => cells)
  return cells.flatMap((cell) => facts.get(cellKey(cell))?.facts ?? [])
}

/**
 * Loads items with every promotion that touches them (`drafts` replace stored ones of the same id), and the facts of the
 * cells that `pick` chooses among their lines. Planners' uplifts stand in for what marketers stated; what is `said` counts as
 * if it were kept already.
 */
export const loadLineFacts = async (
  workspace: Workspace,
  visibility: Visibility,
  skus: readonly string[],
  drafts: readonly StoredPromotion[],
  asOf: Day,
  moment: Moment | null,
  pick: (lines: readonly ExpandedLine[]) => readonly Cell[],
  said: TypedInput = noTypedInput,
): Promise<LineFacts> => {
  const supplied = drafts.length === 0 ? new Map<string, string>() : await loadSupplied(workspace, visibility)
  const named = cellsOf(drafts)
  const neighbours = await loadPromotionsOfItems(
    workspace,
    visibility,
    skus,
    isoOf(asOf - historyDays),
    named?.some((cell) => supplied.has(cell.location)) ? null : named,
  )
  const drafted = new Set(drafts.map((promotion) => promotion.promotionId))
  const all = [...drafts, ...neighbours.filter((other) => !drafted.has(other.promotionId))]
  const wanted = new Set(skus)
  const spread = all.flatMap((promotion) => promotion.rows.flatMap((row) => (row.location === '' ? row.sku : [])))
  const selling = await loadSellingLocations(
    workspace,
    visibility,
    spread.filter((sku) => wanted.has(sku)),
  )
  const overrides = await loadInForce(workspace, all, asOf, said.overrides)
  const expanded = all.flatMap((promotion) =>
    linesOf(promotion, selling)
      .filter((line) => wanted.has(line.sku))
      .map((line) => overridden(line, overrides.get(line.promotionId) ?? null)),
  )
  const chosen = pick(expanded)
  const picked = [...chosen, ...(await familiesOf(workspace, visibility, chosen, supplied))]
  const pickedCells = new Set(picked.map(cellKey))
  const sharing = expanded.filter((line) => line.sharesTotal)
  const touching = new Set(sharing.filter((line) => pickedCells.has(cellKey(line))).map(shareKey))
  const siblings = sharing.filter((line) => touching.has(shareKey(line)))
  const until = expanded.reduce((last, line) => Math.max(last, line.end + 60), asOf + planAheadDays)
  const bare = await loadFacts(workspace, {
    visibility,
    cells: distinctCells([...picked, ...siblings]),
    asOf,
    until,
    moment,
    ...(said === undefined ? {} : { reported: said }),
  })
  const lines = shareTotals(expanded, bare)
  const byCell = Map.groupBy(lines, cellKey)
  const rivals = await loadRivals(workspace, visibility, bare, asOf, {
    ids: drafted,
    lines: expanded.filter((line) => drafted.has(line.promotionId)),
  })
  const facts = new Map<string, FactsOfCell>()
  for (const key of pickedCells) {
    const known = bare.get(key) as BareFacts
    const here = byCell.get(key) ?? []
    const full = {
      ...known,
      sales: inPromotions(known.sales, here),
      promotions: here.filter((other) => isToCome(other, asOf)),
      rivals: rivals(known),
    }
    facts.set(key, { facts: full, text: () => canonical(full) })
  }
  return { lines, facts, overrides }
}

/** Names the cells that are judged together with some: all that the same location of our own supplies with the item, and its own. */
const familiesOf = async (
  workspace: Workspace,
  visibility: Visibility,
  cells: readonly Cell[],
  supplied: ReadonlyMap<string, string>,
): Promise<readonly Cell[]> => {
  const sources = Map.groupBy(
    cells.filter((cell) => supplied.has(cell.location)),
    (cell) => cell.sku,
  )
  if (sources.size === 0) return []
  const selling = await loadSellingLocations(workspace, visibility, [...sources.keys()])
  return [...sources].flatMap(([sku, own]) => {
    const from = new Set(own.map((cell) => supplied.get(cell.location)))
    const shops = (selling.get(sku) ?? []).filter((location) => from.has(supplied.get(location)))
    return [...shops, ...(from as Set<string>)].map((location) => ({ sku, location }))
  })
}

const loadInForce = async (
  workspace: Workspace,
  promotions: readonly StoredPromotion[],
  asOf: Day,
  said: readonly Override[],
): Promise<ReadonlyMap<string, InForce>> => {
  const stored = await loadOverrides(
    workspace,
    promotions.map((promotion) => promotion.promotionId),
    asOf,
  )
  const last = [...stored.values(), ...said]
  const holding = last.map((override) => [override.promotionId, inForce(override, asOf)] as const)
  return new Map(
    [...new Map(holding)].flatMap(([id, override]) => (override === null ? [] : [[id, override] as const])),
  )
}

/** Names the cells that only named places can bring in; null when a draft is for every place. */
const cellsOf = (drafts: readonly StoredPromotion[]): readonly Cell[] | null => {
  const rows = drafts.flatMap((draft) => draft.rows)
  return rows.length === 0 || rows.some((row) => row.location === '') ? null : rows
}

/** Tells whether a line is still to be judged: neither over nor cancelled. */
export const isToCome = (line: PromotionLine, asOf: Day) => line.end >= asOf && line.status !== 'cancelled'

const shareKey = (line: PromotionLine) => `${line.promotionId}\u0000${line.sku}`

const distinctCells = (lines: readonly Cell[]): readonly Cell[] => [
  ...new Map(lines.map(({ sku, location }) => [cellKey({ sku, location }), { sku, location }])).values(),
]

/** Shares a total that was stated for all locations out by their normal sales in the window, evenly where there are none. */
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

/** Tells in which registered promotion each sale was made: it does not count as a normal one. */
const inPromotions = (sales: readonly Sale[], promotions: readonly PromotionLine[]): readonly Sale[] => {
  const ran = promotions.filter((line) => line.status === 'committed')
  if (ran.length === 0) return sales
  return sales.map((sale) => {
    const line = ran.find((one) => sale.day <= one.end && sale.day + sale.days > one.start)
    return line === undefined ? sale : { ...sale, promotion: soldIn(line) }
  })
}

/** Writes a value as text that is the same whenever the value is; what was learned goes by its id. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (key, inner) =>
    key === 'common' || key === 'level' ? undefined : inner instanceof Set ? [...inner].sort() : inner,
  )

import type { Sale } from '../../domain/assessment/cell.ts'
import { type Cell, cellKey } from '../../domain/cell.ts'
import { type Day, dayOf, isoOf } from '../../domain/day.ts'
import { carryingShare, pullForwardDays, seasonYears, yearOfWeeks } from '../../domain/policy.ts'
import { endedPromotion } from '../../domain/promotions/ended.ts'
import { type PromotionLine, promotionalPrice } from '../../domain/promotions/promotion.ts'
import { dailySales, type IsPromoted } from '../../domain/scorecard/daily-sales.ts'
import type { FreezingMoment, FrozenForecast } from '../../domain/scorecard/frozen-forecast.ts'
import { historyEnd, historyStart, lineResult, type Rival } from '../../domain/scorecard/line-result.ts'
import { seasonOf } from '../../domain/scorecard/normal-sales.ts'
import type { PromotionResult, ResultLine } from '../../domain/scorecard/promotion-result.ts'
import { salesOf } from '../../store/facts/fact-rows.ts'
import { loadRowsOfCells } from '../../store/facts/rows-of-cells.ts'
import { loadStocks } from '../../store/facts/stocks.ts'
import { loadItems, loadItemsOfGroups } from '../../store/feeds/catalogue.ts'
import type { ItemRow } from '../../store/feeds/feed-rows.ts'
import { loadNewestBy } from '../../store/feeds/newest.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import { linesOf, loadSellingLocations, type StoredPromotion } from '../../store/promotions/promotions.ts'
import type { Context } from '../context.ts'

type ResultContext = Pick<Context, 'workspace' | 'today'>

/** What a result is worked out from beside the feeds. */
export type KnownOfResult = {
  readonly frozen: readonly FrozenForecast[]
  /** The day on which the promotion was announced. */
  readonly announcedOn: Day
  readonly isCancelledForSupply: boolean
}

/** Works out how a promotion went; null where it is not over, or was cancelled for another reason than supply. */
export const workOutResult = async (
  { workspace, today }: ResultContext,
  visibility: Visibility,
  promotion: StoredPromotion,
  { frozen, announcedOn, isCancelledForSupply }: KnownOfResult,
): Promise<PromotionResult | null> => {
  const rows = promotion.rows.filter(({ status }) => status === (isCancelledForSupply ? 'cancelled' : 'committed'))
  if (rows.length === 0) return null
  const start = Math.min(...rows.map((row) => dayOf(row.start_on)))
  const end = Math.max(...rows.map((row) => dayOf(row.end_on)))
  if (end >= today) return null
  const spread = rows.flatMap((row) => (row.location === '' ? row.sku : []))
  const lines = linesOf({ ...promotion, rows }, await loadSellingLocations(workspace, visibility, spread))
  const items = await loadItems(workspace, visibility, [...new Set(lines.map(({ sku }) => sku))])
  const known = await loadHistory({ workspace }, visibility, lines, items)
  const expectedOf = frozenOf(frozen)
  const results = lines.map((line): ResultLine => {
    const item = items.get(line.sku)
    const at = (moment: FreezingMoment) => expectedOf(line, moment)
    const launch = at('launch')
    const last = launch ?? at('order-by') ?? at('registered')
    const expected = launch?.demand?.mean ?? null
    const history = known(line)
    const nothing = {
      windowDays: line.end - line.start + 1,
      toldDays: 0,
      sold: 0,
      lost: 0,
      outDays: 0,
      ordinaryDays: 0,
      ordinaryOutDays: 0,
    }
    const unknown = { normal: null, pulled: null, taken: null, takenMargin: null, leftover: null }
    return {
      ...{ sku: line.sku, location: line.location, start: line.start, end: line.end, hero: line.hero },
      ...(isCancelledForSupply ? { ...nothing, ...unknown } : lineResult({ ...line, expected, ...history })),
      category: item?.category ?? null,
      supplier: item?.supplier ?? null,
      registeredUnits: at('registered')?.demand?.mean ?? null,
      orderByUnits: at('order-by')?.demand?.mean ?? null,
      launchUnits: expected,
      marketerUnits: last?.marketerUnits ?? null,
      plannerUnits: last?.plannerUnits ?? null,
      automaticUnits: last?.automaticUnits ?? null,
      price: last?.price ?? promotionalPrice(line, item?.unit_price ?? null),
      listPrice: item?.unit_price ?? null,
      unitCost: item?.unit_cost ?? null,
      currency: last?.currency ?? item?.currency ?? null,
    }
  })
  const ended = endedPromotion(
    { promotionId: promotion.promotionId, name: promotion.name, end },
    lines.map((line, i) => ({
      ...line,
      expected: results[i]?.launchUnits ?? null,
      sales: known(line).sales,
      price: results[i]?.price ?? null,
      currency: results[i]?.currency ?? null,
    })),
  )
  return {
    promotionId: promotion.promotionId,
    name: promotion.name,
    owner: rows.find((row) => row.owner !== null)?.owner ?? null,
    ...{ start, end },
    outcome: isCancelledForSupply ? 'cancelled for supply' : 'ran',
    isComplete: isCancelledForSupply || results.every(({ toldDays, windowDays }) => toldDays === windowDays),
    stockedOut: isCancelledForSupply ? true : ended.stockedOut,
    anyOut: isCancelledForSupply || ended.stockedOut === null ? null : results.some(({ outDays }) => outDays >= 1),
    noticeDays: start - announcedOn,
    isUnsupported: isUnsupported(frozen.filter(({ moment }) => moment === 'launch')),
    lines: results,
  }
}

/** Finds what was frozen of a line with the dates on which it ran. */
const frozenOf = (frozen: readonly FrozenForecast[]) => {
  const key = (line: Cell & { readonly start: Day; readonly end: Day }, moment: FreezingMoment) =>
    [line.sku, line.location, line.start, line.end, moment].join('\u0000')
  const known = new Map(frozen.map((one) => [key(one, one.moment), one]))
  return (line: PromotionLine, moment: FreezingMoment): FrozenForecast | null => known.get(key(line, moment)) ?? null
}

/** Tells whether lines with 5 % of the expected units were not ready at the launch, or of none anybody had stated the demand. */
const isUnsupported = (launched: readonly FrozenForecast[]): boolean => {
  if (launched.length === 0) return false
  const units = (lines: readonly FrozenForecast[]) => lines.reduce((sum, { demand }) => sum + (demand?.mean ?? 0), 0)
  const notReady = launched.filter(({ verdict }) => verdict === 'not-ready')
  const isStated = launched.some(({ marketerUnits, plannerUnits }) => marketerUnits !== null || plannerUnits !== null)
  return !isStated || (notReady.length > 0 && units(notReady) >= carryingShare * units(launched))
}

type History = Pick<Parameters<typeof lineResult>[0], 'sales' | 'isPromoted' | 'season' | 'rivals' | 'onHandAfter'>

/** Loads the sales around the windows of lines and of the same days in the years before, those of rivals, and what was left. */
const loadHistory = async (
  { workspace }: Pick<ResultContext, 'workspace'>,
  visibility: Visibility,
  lines: readonly PromotionLine[],
  items: ReadonlyMap<string, ItemRow>,
): Promise<(line: PromotionLine) => History> => {
  const from = historyStart(Math.min(...lines.map(({ start }) => start)))
  const to = historyEnd(Math.max(...lines.map(({ end }) => end)))
  const own = lines.map(({ sku, location }) => ({ sku, location }))
  const rivals = await loadRivalItems(workspace, visibility, items)
  const rivalCells = own.flatMap(({ sku, location }) =>
    (rivals.get(sku) ?? []).map((row) => ({ sku: row.sku, location })),
  )
  const load = async (cells: readonly Cell[], first: Day, last: Day) => {
    const between = { from: isoOf(first), before: isoOf(last + 1) }
    const rows = await loadRowsOfCells(workspace, visibility, 'sales', distinct(cells), between)
    return new Map([...rows].map(([key, list]) => [key, salesOf(list)]))
  }
  const now = await load([...own, ...rivalCells], from, to)
  const before: ReadonlyMap<string, readonly Sale[]>[] = []
  for (let year = 1; year <= seasonYears; year++)
    before.push(await load(own, from - year * yearOfWeeks, to - pullForwardDays - year * yearOfWeeks))
  const skus = [...new Set([...own, ...rivalCells].map(({ sku }) => sku))]
  const promotedAt = await loadPromotedDays({ workspace }, visibility, skus, now, before)
  const counts = await loadStocks(workspace, visibility, distinct(own), to - pullForwardDays + daysToCount)
  const seasons = new Map<string, number>()
  const seasonOfItem = ({ sku, start, end }: PromotionLine): number => {
    const key = [sku, start, end].join('\u0000')
    const known = seasons.get(key)
    if (known !== undefined) return known
    const places = [...new Set(own.filter((cell) => cell.sku === sku).map(({ location }) => location))]
    const sales = places.flatMap((location) => before.flatMap((year) => year.get(cellKey({ sku, location })) ?? []))
    const season = seasonOf(
      dailySales(summed(sales, places.length), from - seasonYears * yearOfWeeks, to),
      (day) => places.some((location) => promotedAt({ sku, location })(day)),
      start,
      end,
    )
    seasons.set(key, season)
    return season
  }
  return (line) => {
    const { sku, location, end } = line
    const count = counts.get(cellKey(line))
    return {
      sales: now.get(cellKey(line)) ?? [],
      isPromoted: promotedAt(line),
      season: seasonOfItem(line),
      rivals: (rivals.get(sku) ?? []).map(
        (row): Rival => ({
          sales: now.get(cellKey({ sku: row.sku, location })) ?? [],
          isPromoted: promotedAt({ sku: row.sku, location }),
          margin: row.unit_price === null || row.unit_cost === null ? null : row.unit_price - row.unit_cost,
        }),
      ),
      onHandAfter: count === undefined || count.asOf <= end ? null : Math.max(0, count.onHand - count.unusable),
    }
  }
}

/** A count so many days after the end still tells what was left. */
const daysToCount = 7

/** Sums the sales of an item over its places by day; a day counts where all of them have told it. */
const summed = (sales: readonly Sale[], places: number): readonly Sale[] =>
  [...Map.groupBy(sales, ({ day, days }) => `${day} ${days}`).values()].flatMap((same) => {
    const [first] = same
    if (first === undefined || same.length < places) return []
    return {
      ...first,
      units: same.reduce((sum, { units }) => sum + units, 0),
      stockout: Math.max(...same.map(({ stockout }) => stockout)),
    }
  })

const distinct = (cells: readonly Cell[]): readonly Cell[] => [
  ...new Map(cells.map(({ sku, location }) => [cellKey({ sku, location }), { sku, location }])).values(),
]

/** Loads the other items of the group of each item; an item of no named group has none. */
const loadRivalItems = async (
  workspace: ResultContext['workspace'],
  visibility: Visibility,
  items: ReadonlyMap<string, ItemRow>,
): Promise<ReadonlyMap<string, readonly ItemRow[]>> => {
  const groups = [...new Set([...items.values()].flatMap(({ item_group }) => item_group ?? []))]
  if (groups.length === 0) return new Map()
  const byGroup = await loadItemsOfGroups(workspace, visibility, groups)
  return new Map(
    [...items].map(([sku, { item_group }]) => [
      sku,
      item_group === null
        ? []
        : (byGroup.get(item_group) ?? []).filter((row) => row.sku !== sku && !items.has(row.sku)),
    ]),
  )
}

/** Finds the days on which a cell was promoted: by committed promotions, and by its sales. */
const loadPromotedDays = async (
  { workspace }: Pick<ResultContext, 'workspace'>,
  visibility: Visibility,
  skus: readonly string[],
  now: ReadonlyMap<string, readonly Sale[]>,
  before: readonly ReadonlyMap<string, readonly Sale[]>[],
): Promise<(cell: Cell) => IsPromoted> => {
  const rows = await loadNewestBy(workspace, visibility, 'promotions', 'sku', skus)
  const runs = Map.groupBy(
    rows
      .filter((row) => row.status === 'committed')
      .map((row) => ({ key: cellKey(row), start: dayOf(row.start_on), end: dayOf(row.end_on) })),
    ({ key }) => key,
  )
  const runsAt = ({ sku, location }: Cell) => [
    ...(runs.get(cellKey({ sku, location })) ?? []),
    ...(runs.get(cellKey({ sku, location: '' })) ?? []),
  ]
  return ofEachCell((cell) => {
    const own = runsAt(cell)
    const isRun = (from: Day, to: Day) => own.some(({ start, end }) => start <= to && end >= from)
    const days = new Set<Day>()
    // A row of a week of which a day was promoted tells nothing of its other days.
    for (const sales of [now, ...before])
      for (const sale of sales.get(cellKey(cell)) ?? [])
        if (sale.promotion !== null || (sale.days > 1 && isRun(sale.day, sale.day + sale.days - 1)))
          for (let day = sale.day; day < sale.day + sale.days; day++) days.add(day)
    return (day) => days.has(day) || isRun(day, day)
  })
}

/** Works out something of a cell once. */
const ofEachCell = <T>(work: (cell: Cell) => T): ((cell: Cell) => T) => {
  const known = new Map<string, T>()
  return ({ sku, location }) => {
    const key = cellKey({ sku, location })
    const before = known.get(key)
    if (before !== undefined) return before
    const found = work({ sku, location })
    known.set(key, found)
    return found
  }
}

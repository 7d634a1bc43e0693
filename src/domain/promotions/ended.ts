import type { PlannedDemand, Sale } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import { type Money, sumMoney } from '../money.ts'
import type { OptionKind } from '../options/option.ts'
import { stockedOutShare } from '../policy.ts'

/** A line of a promotion that is over: the units expected on its first day, and its sales. */
export type EndedLine = {
  readonly location: string
  readonly start: Day
  readonly end: Day
  readonly hero: boolean
  /** Units expected in the window on its first day; null where unknown. */
  readonly expected: number | null
  readonly sales: readonly Sale[]
  readonly price: number | null
  readonly currency: string | null
}

/** The days of a window whose sales have come in, at the place that has told the fewest; and the places that have told any. */
export type CameIn = {
  readonly days: number
  readonly ofDays: number
  readonly places: number
  readonly ofPlaces: number
}

/** The result of a promotion that is over. Units are those of all its lines, null where unknown. */
export type EndedPromotion = {
  readonly promotionId: PromotionId
  readonly name: string
  readonly end: Day
  readonly soldUnits: number | null
  /** The days and places whose sales have come in: units sold and the fill rate are of these alone. */
  readonly cameIn: CameIn
  readonly expectedUnits: number | null
  /** Units sold as a share of those demanded: sold and estimated lost ones. */
  readonly fillRate: number | null
  readonly lost: Money
  /** A hero line was out for a day, or 5 % of the units demanded were lost; null where no sales are known. */
  readonly stockedOut: boolean | null
  /** The option that was decided on, and the units it was expected to sell with it; null where nothing was decided. */
  readonly decided: { readonly option: OptionKind; readonly expectedSales: number | null } | null
  /** Its review stands in the thread of its card. */
  readonly isReviewed?: true
}

/**
 * Works out the result of a promotion. Lost units are estimated for days with a share of the selling time out of stock: what that
 * day would have sold at the pace of its hours in stock, or what was expected of it where it was out all day.
 */
export const endedPromotion = (
  promotion: { readonly promotionId: PromotionId; readonly name: string; readonly end: Day },
  lines: readonly EndedLine[],
  decided: EndedPromotion['decided'] = null,
): EndedPromotion => {
  const outcomes = lines.map((line) => ({ line, ...soldOf(line) }))
  const hasSales = outcomes.some(({ days }) => days > 0)
  const isHeroOut = outcomes.some(({ line, out }) => line.hero && out >= 1)
  const sold = outcomes.reduce((sum, outcome) => sum + outcome.sold, 0)
  const lost = outcomes.reduce((sum, outcome) => sum + outcome.lost, 0)
  const expected = lines.every((line) => line.expected !== null)
    ? lines.reduce((sum, line) => sum + (line.expected ?? 0), 0)
    : null
  return {
    promotionId: promotion.promotionId,
    name: promotion.name,
    end: promotion.end,
    soldUnits: hasSales ? sold : null,
    cameIn: salesCameIn(lines),
    expectedUnits: expected,
    fillRate: hasSales && sold + lost > 0 ? sold / (sold + lost) : null,
    decided,
    lost: sumMoney(
      outcomes.map((outcome) => ({
        amount: outcome.line.price === null || outcome.lost === 0 ? null : outcome.lost * outcome.line.price,
        currency: outcome.line.currency,
      })),
    ),
    stockedOut: hasSales ? isHeroOut || (sold + lost > 0 && lost / (sold + lost) >= stockedOutShare) : null,
  }
}

/**
 * Gives what a line sold in its window, what it is estimated to have lost, the days whose sales are known, and how many of
 * them it was out of stock. A day out of stock would have sold what was expected of it, or what the days in stock did where nothing was.
 */
export const soldOf = ({ start, end, expected, sales }: Pick<EndedLine, 'start' | 'end' | 'expected' | 'sales'>) => {
  const perDay = expected === null ? paceInStock(sales, start, end) : expected / (end - start + 1)
  let sold = 0
  let lost = 0
  let days = 0
  let out = 0
  for (const sale of sales) {
    const inside = overlap(sale, start, end)
    if (inside === 0) continue
    const units = (sale.units * inside) / sale.days
    days += inside
    sold += units
    out += sale.stockout * inside
    if (sale.stockout > 0) lost += sale.stockout < 1 ? (units * sale.stockout) / (1 - sale.stockout) : perDay * inside
  }
  return { sold, lost, days, out }
}

/** Gives the units that a window sold on each day that it was in stock, 0 where it never was. */
const paceInStock = (sales: readonly Sale[], start: Day, end: Day): number => {
  let units = 0
  let days = 0
  for (const sale of sales) {
    const inside = overlap(sale, start, end)
    units += (sale.units * inside) / sale.days
    days += inside * (1 - sale.stockout)
  }
  return days > 0 ? units / days : 0
}

/** Gives the units that a line sold in its window, as far as its sales have come in. */
export const soldUnits = (line: Pick<EndedLine, 'start' | 'end' | 'sales'>): number =>
  line.sales.reduce((sum, sale) => sum + (sale.units * overlap(sale, line.start, line.end)) / sale.days, 0)

/** Counts the days and the places of a promotion's lines whose sales have come in. */
export const salesCameIn = (lines: readonly Pick<EndedLine, 'location' | 'start' | 'end' | 'sales'>[]): CameIn => {
  const places = [...Map.groupBy(lines, ({ location }) => location).values()].map((here) => {
    const told = new Set<Day>()
    for (const { start, end, sales } of here)
      for (const { day, days } of sales)
        for (let one = Math.max(day, start); one <= Math.min(day + days - 1, end); one++) told.add(one)
    const [first, last] = [Math.min(...here.map(({ start }) => start)), Math.max(...here.map(({ end }) => end))]
    return { days: told.size, ofDays: last - first + 1 }
  })
  const telling = places.filter(({ days }) => days > 0)
  const least = telling.toSorted((a, b) => a.days / a.ofDays - b.days / b.ofDays)[0] ?? { days: 0, ofDays: 0 }
  return { ...least, places: telling.length, ofPlaces: places.length }
}

const overlap = ({ day, days }: Pick<PlannedDemand, 'day' | 'days'>, start: Day, end: Day) =>
  Math.max(0, Math.min(day + days - 1, end) - Math.max(day, start) + 1)

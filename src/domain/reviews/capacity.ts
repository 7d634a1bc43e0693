import { type Day, dayOf, isoOf } from '../day.ts'
import type { Period } from '../scorecard/period.ts'

/** Units that one or several promotions ask of a supplier between two days, both included; normal sales of these days are among them. */
export type AskedUnits = {
  readonly supplier: string
  readonly sku: string
  readonly location: string
  readonly start: Day
  readonly end: Day
  readonly units: number
}

/** Units that a supplier delivered on a day. */
export type Receipt = { readonly supplier: string; readonly on: Day; readonly units: number }

/** Four weeks in a row and the units that were delivered in them. */
export type FourWeeks = { readonly from: Day; readonly to: Day; readonly units: number }

/** A month of a supplier: `2026-12`, the units promoted, and what its weekly limit allows; null where it has none. */
export type CapacityMonth = {
  readonly month: string
  readonly units: number
  readonly limit: number | null
  /** What it is above: its limit, or the most that four weeks ever brought; null where it is above neither. */
  readonly above: 'limit' | 'best' | null
}

/** What promotions ask of a supplier, month by month, against what it allows and what it ever delivered. */
export type SupplierCapacity = {
  readonly supplier: string
  /** It is a location of our own that sends goods on. */
  readonly isOwn: boolean
  /** Null where nothing was ever received of it. */
  readonly best: FourWeeks | null
  readonly months: readonly CapacityMonth[]
}

const daysOfFourWeeks = 28
const daysOfWeek = 7

/** Finds the four weeks in a row in which a supplier delivered most, the latest of equals; null without receipts. */
export const bestFourWeeks = (receipts: readonly Pick<Receipt, 'on' | 'units'>[]): FourWeeks | null => {
  const inOrder = receipts.toSorted((a, b) => a.on - b.on)
  let best: FourWeeks | null = null
  let sum = 0
  let first = 0
  for (const { on, units } of inOrder) {
    sum += units
    while ((inOrder[first]?.on ?? on) <= on - daysOfFourWeeks) sum -= inOrder[first++]?.units ?? 0
    if (sum > 0 && (best === null || sum >= best.units)) best = { from: on - daysOfFourWeeks + 1, to: on, units: sum }
  }
  return best
}

/** Lists the months that a period touches, each with its days within the period. */
const monthsOf = ({ from, to }: Period): readonly (Period & { readonly month: string })[] => {
  const months: (Period & { readonly month: string })[] = []
  for (let day = from; day <= to; ) {
    const month = isoOf(day).slice(0, 7)
    const next = dayOf(`${Temporal.PlainYearMonth.from(month).add({ months: 1 })}-01`)
    months.push({ month, from: day, to: Math.min(to, next - 1) })
    day = next
  }
  return months
}

/** Gives the units of a promotion that fall on the days of a period, spread evenly over its days. */
const unitsWithin = ({ start, end, units }: AskedUnits, { from, to }: Period): number =>
  (units * Math.max(0, Math.min(end, to) - Math.max(start, from) + 1)) / (end - start + 1)

/** Gives the row of the lead-time feed that limits an item at a location: its name, and the units a week; null where none does. */
export type WeeklyLimitOf = (asked: AskedUnits) => { readonly row: string; readonly perWeek: number } | null

/**
 * Sums what promotions ask of each supplier by month, those that exceed something first. A row of the lead-time feed is one
 * limit, however many items it is for. A month without a limit for one of its items has none.
 */
export const capacityOf = (
  asked: readonly AskedUnits[],
  period: Period,
  {
    receipts,
    limitOf,
    isOwn,
  }: {
    readonly receipts: readonly Receipt[]
    readonly limitOf: WeeklyLimitOf
    readonly isOwn: (supplier: string) => boolean
  },
): readonly SupplierCapacity[] => {
  const months = monthsOf(period)
  const received = Map.groupBy(receipts, ({ supplier }) => supplier)
  return [...Map.groupBy(asked, ({ supplier }) => supplier)]
    .map(([supplier, own]) => {
      const best = bestFourWeeks(received.get(supplier) ?? [])
      return {
        ...{ supplier, isOwn: isOwn(supplier), best },
        months: months.flatMap((month) => {
          const here = own.filter((one) => unitsWithin(one, month) > 0)
          const units = here.reduce((sum, one) => sum + unitsWithin(one, month), 0)
          const limit = limitWithin(here, month, limitOf)
          return here.length === 0
            ? []
            : [{ month: month.month, units, limit, above: aboveWhat(units, limit, best?.units ?? null) }]
        }),
      }
    })
    .filter((one) => one.months.length > 0)
    .sort((a, b) => Number(isExceeded(b)) - Number(isExceeded(a)) || totalOf(b) - totalOf(a))
}

const limitWithin = (asked: readonly AskedUnits[], { from, to }: Period, limitOf: WeeklyLimitOf): number | null => {
  const limits = asked.map(limitOf)
  if (limits.includes(null)) return null
  const rows = new Map(limits.flatMap((limit) => (limit === null ? [] : [[limit.row, limit.perWeek] as const])))
  const perWeek = [...rows.values()].reduce((sum, units) => sum + units, 0)
  return (perWeek * (to - from + 1)) / daysOfWeek
}

const aboveWhat = (units: number, limit: number | null, best: number | null): CapacityMonth['above'] =>
  limit !== null && units > limit ? 'limit' : best !== null && units > best ? 'best' : null

const isExceeded = ({ months }: Pick<SupplierCapacity, 'months'>): boolean => months.some(({ above }) => above !== null)

const totalOf = ({ months }: Pick<SupplierCapacity, 'months'>): number =>
  months.reduce((sum, { units }) => sum + units, 0)

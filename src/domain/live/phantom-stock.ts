import type { CellFacts, Sale } from '../assessment/cell.ts'
import type { Reason } from '../assessment/reason.ts'
import type { LineCase } from '../assessment/scenario.ts'
import type { Day } from '../day.ts'
import { latestSalesDays, leastSilentDays, mostStockoutOfDay, silenceDays, silentChance } from '../policy.ts'
import { usableFrom } from '../supply/lead-time.ts'

/** Days in a row without a sale, the newest first, and the day of the last sale; null where they begin otherwise. */
type Silent = { readonly days: readonly Day[]; readonly soldOn: Day | null }

/**
 * Says that a running line has stock and sells nothing where it should: as likely as one in a thousand by chance, or less. Only
 * days count whose sales have come in, on which the location was open, and for which the stock had been counted before.
 */
export const phantomStock = (lineCase: LineCase): readonly Reason[] => {
  const { facts, line, demand, policy } = lineCase
  const { stock, silence, asOf } = facts
  if (stock === null || silence === undefined || line.start > asOf || stock.asOf < asOf - policy.staleDays) return []
  const onHand = stock.onHand - stock.unusable - stock.allocated
  const { days, soldOn } = silentDays(facts)
  if (onHand < 1 || days.length < leastSilentDays) return []
  const pace = paceBefore(lineCase, days.at(-1) as Day)
  const expected = days.map((day) => demand.demandOn(day) * (day >= line.start ? pace : 1))
  const mean = expected.reduce((sum, units) => sum + units, 0)
  const chance = chanceOfNone(mean, varianceOf(lineCase, expected))
  return chance > silentChance
    ? []
    : [{ code: 'NO_SALE', onHand, since: soldOn, days: days.length, perDay: mean / days.length }]
}

const silentDays = (facts: CellFacts): Silent => {
  const { silence, asOf, holidays, sales } = facts
  const told = new Set(silence?.toldOn)
  const stockedFrom = Math.max(silence?.countedSince ?? asOf, arrivedOn(facts) + 1, asOf - silenceDays)
  const last = silence?.toldOn.at(-1) ?? 0
  const days: Day[] = []
  if (last < asOf - latestSalesDays) return { days, soldOn: null }
  for (let day = last; day >= stockedFrom - 1; day--) {
    const sale = sales.find((one) => one.day <= day && day < one.day + one.days)
    if (sale !== undefined && sale.units > 0) return { days, soldOn: day }
    if (holidays.has(day) || sale?.isHoliday) continue
    if (day < stockedFrom || !told.has(day) || isOut(sale)) break
    days.push(day)
  }
  return { days, soldOn: null }
}

const isOut = (sale: Sale | undefined): boolean => sale !== undefined && sale.stockout > mostStockoutOfDay

/** The last day on which goods came in, as far as anybody says; 0 where none did. */
const arrivedOn = ({ pastReceipts, orders, location: { receiving }, asOf }: CellFacts): Day => {
  const received = [...pastReceipts, ...orders.flatMap(({ receivedOn, takenOn }) => receivedOn ?? takenOn ?? [])]
  return Math.max(0, ...received.map((day) => usableFrom(receiving, day)).filter((day) => day <= asOf))
}

/** What the promotion sold before a day, as a ratio to plan of at most 1: what sells badly is no phantom. */
const paceBefore = ({ facts, line, demand }: LineCase, before: Day): number => {
  const own = facts.sales.filter((one) => one.day >= line.start && one.day + one.days <= before && !isOut(one))
  const sold = own.reduce((sum, { units }) => sum + units, 0)
  const planned = own.reduce((sum, { day, days }) => {
    let units = 0
    for (let i = 0; i < days; i++) units += demand.demandOn(day + i)
    return sum + units
  }, 0)
  return Math.min(1, (sold + 1) / (planned + 1))
}

const varianceOf = ({ demand: { spread } }: LineCase, expected: readonly number[]): number => {
  const { dispersion, dayCv, levelCv, upliftCv } = spread
  const mean = expected.reduce((sum, units) => sum + units, 0)
  const daily = expected.reduce((sum, units) => sum + dispersion * units + (dayCv * units) ** 2, 0)
  return daily + (levelCv ** 2 + upliftCv ** 2) * mean ** 2
}

/** The chance that nothing is sold: negative binomial, or Poisson where the variance is no larger than the mean. */
const chanceOfNone = (mean: number, variance: number): number =>
  mean <= 0 ? 1 : variance <= mean ? Math.exp(-mean) : (mean / variance) ** (mean ** 2 / (variance - mean))

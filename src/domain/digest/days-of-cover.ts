import type { LineAssessment } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import type { LedgerDay } from '../supply/projected-balance.ts'
import { receiptsByDay, receiptsOf } from '../supply/receipts.ts'

/** The days that the stock and the orders of a running promotion's worst line last, from today on. */
export type Cover = {
  readonly days: number
  /** The same in hours from the count on; absent where the stock was not counted today by the hour. */
  readonly hours?: number
  readonly sku: string
  readonly location: string
  /** Nobody knows what the promotion sells on top: it is the cover of normal sales. */
  readonly isOfNormalSales: boolean
}

/** Gives the days of cover of a running promotion from today on, at its worst line, with that line; null where unknown. */
export const daysOfCover = (lines: readonly LineAssessment[], asOf: Day): Cover | null => {
  let least: Cover | null = null
  for (const line of lines) {
    const cover = coverOf(line, asOf)
    if (cover === null) return null
    if (least === null || cover.days < least.days) least = cover
  }
  return least
}

/** Gives the covers of the short lines of a running promotion that no order reaches in time: what is advertised there sells out. */
export const soldOutSoon = (lines: readonly LineAssessment[], asOf: Day): readonly Cover[] =>
  lines
    .filter(({ verdict }) => verdict === 'not-ready')
    .flatMap((line) => {
      const cover = coverOf(line, asOf)
      return cover === null || asOf + cover.days > line.line.end ? [] : [cover]
    })
    .toSorted((a, b) => a.days - b.days)

const coverOf = (line: LineAssessment, asOf: Day): Cover | null => {
  const opening = line.expected.openingUnits
  const isOfNormalSales = line.demand === null
  const ledger = isOfNormalSales ? normalLedger(line) : line.ledger
  if (opening === null || ledger === null) return null
  const days = daysCovered(opening, ledger, asOf)
  const { sku, location } = line.line
  const { stock } = line.facts
  const hours = stock !== null && stock.asOf === asOf && stock.minute > 0 ? days * 24 - stock.minute / 60 : null
  return { days, ...(hours === null ? {} : { hours }), sku, location, isOfNormalSales }
}

type CoverDay = Pick<LedgerDay, 'day' | 'receipts' | 'demand'>

const daysCovered = (opening: number, ledger: readonly CoverDay[], asOf: Day): number => {
  let left = opening
  for (const { day, receipts, demand } of ledger) {
    left += receipts
    if (left < demand) return day - asOf + Math.max(0, left) / demand
    left -= demand
  }
  return ledger.length
}

/** Gives the receipts and the mean normal sales of the days left of a line; null where normal sales are unknown. */
const normalLedger = ({ facts, line, baselineUnits }: LineAssessment): readonly CoverDay[] | null => {
  if (baselineUnits === null) return null
  const days = line.end - facts.asOf + 1
  const { coming } = receiptsOf(facts)
  const receipts = receiptsByDay(coming, facts.asOf, days)
  return Array.from(receipts, (units, i) => ({ day: facts.asOf + i, receipts: units, demand: baselineUnits / days }))
}

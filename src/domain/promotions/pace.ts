import type { LineAssessment } from '../assessment/readiness.ts'
import { reasonOf } from '../assessment/reason.ts'
import type { OpenOrder } from '../drops/drop-reasons.ts'
import { openOrders } from '../drops/open-orders.ts'
import { type Money, sumMoney } from '../money.ts'
import { slowPace } from '../policy.ts'
import { type CameIn, salesCameIn, soldUnits } from './ended.ts'

/** How a running promotion sells against its plan, on the lines of which two days of sales have come in. */
export type Pace = {
  /** Units sold a day, and their ratio to the planned ones. */
  readonly perDay: number
  readonly ratio: number
  /** Units, and their worth, that it sells less than planned by its end if it goes on like this; negative where it sells more. */
  readonly less: number
  readonly lessMoney: Money
  /** Units sold so far, on the days and at the places whose sales have come in. */
  readonly sold: number
  readonly cameIn: CameIn
  /** It sells so slowly that somebody should act: the open orders of those lines that are not short. Absent where it does not. */
  readonly slow?: { readonly orders: readonly OpenOrder[] }
}

/** Gives the pace of a running promotion; null where too few days are known. */
export const paceOf = (lines: readonly LineAssessment[]): Pace | null => {
  const seen = lines.flatMap((line) => {
    const burn = reasonOf(line, 'OBSERVED_BURN')
    return burn === null ? [] : [{ line, burn, less: (1 - burn.sold / burn.planned) * burn.plannedInAll }]
  })
  const perDay = seen.reduce((sum, { burn }) => sum + burn.sold / burn.days, 0)
  const planned = seen.reduce((sum, { burn }) => sum + burn.planned / burn.days, 0)
  if (planned <= 0) return null
  const ratio = perDay / planned
  const sold = lines.map(({ line, facts }) => ({ ...line, sales: facts.sales }))
  return {
    perDay,
    ratio,
    less: seen.reduce((sum, { less }) => sum + less, 0),
    lessMoney: sumMoney(
      seen.map(({ line, less }) => ({
        amount: line.price === null ? null : less * line.price,
        currency: line.currency,
      })),
    ),
    sold: sold.reduce((sum, line) => sum + soldUnits(line), 0),
    cameIn: salesCameIn(sold),
    ...(ratio <= slowPace
      ? { slow: { orders: openOrders(seen.flatMap(({ line }) => (line.verdict === 'ready' ? [line.facts] : []))) } }
      : {}),
  }
}

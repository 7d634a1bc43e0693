import type { Day } from '../day.ts'

/** One day of the projection, in units; the balance is the projected available balance at close and may be negative. */
export type LedgerDay = {
  readonly day: Day
  readonly receipts: number
  readonly demand: number
  readonly balance: number
}

/** The projected available balance from mean demand, from the as-of date to the end of the window, in units. */
export type Projection = {
  /** The first day that closes below the safety stock. */
  readonly firstShort: Day | null
  /** The first day that closes below zero. */
  readonly firstStockout: Day | null
  readonly minBalance: number
  /** The lowest balance of the window's own days; infinite where there are none. */
  readonly windowLow: number
  /** Demand of the window's own days not served on its day, older back-orders first. */
  readonly shortage: number
}

/** Sums of daily floats drift by far less than this; a balance within it of a threshold counts as on it. */
const dust = 1e-6

/** Stock, receipts and mean demand in units; the arrays are by day, index 0 the as-of date. */
export type ProjectionInput = {
  readonly asOf: Day
  /** Units on hand at the start of the as-of date. */
  readonly opening: number
  readonly receipts: Float64Array
  readonly demand: Float64Array
  /** How many days are projected. */
  readonly days: number
  /** The first day whose unserved demand counts as shortage. */
  readonly windowStart: Day
  readonly safetyStock: number
}

/**
 * Projects the available balance day by day, PAB(t) = PAB(t-1) + receipts(t) - demand(t) (APICS), back-ordering what
 * cannot be served. A day is short when it closes below `safetyStock`.
 */
export const projectBalance = (input: ProjectionInput): Projection => {
  const { asOf, opening, receipts, demand, days, windowStart, safetyStock } = input
  let balance = opening
  let minBalance = Number.POSITIVE_INFINITY
  let windowLow = Number.POSITIVE_INFINITY
  let shortage = 0
  let firstShort: Day | null = null
  let firstStockout: Day | null = null
  for (let i = 0; i < days; i++) {
    const day = asOf + i
    const wanted = demand[i] as number
    balance += (receipts[i] as number) - wanted
    if (balance < minBalance) minBalance = balance
    if (firstShort === null && balance < safetyStock - dust) firstShort = day
    if (firstStockout === null && balance < -dust) firstStockout = day
    if (day < windowStart) continue
    if (balance < windowLow) windowLow = balance
    shortage += Math.min(wanted, Math.max(0, -balance))
  }
  return { firstShort, firstStockout, minBalance, windowLow, shortage: shortage < dust ? 0 : shortage }
}

/** Lists the days of the same projection. */
export const ledgerOf = ({ asOf, opening, receipts, demand, days }: ProjectionInput): readonly LedgerDay[] => {
  const ledger: LedgerDay[] = []
  let balance = opening
  for (let i = 0; i < days; i++) {
    const [received, wanted] = [receipts[i] as number, demand[i] as number]
    balance += received - wanted
    ledger.push({ day: asOf + i, receipts: received, demand: wanted, balance })
  }
  return ledger
}

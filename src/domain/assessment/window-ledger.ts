import type { Day } from '../day.ts'
import { demandCoverage } from '../supply/demand-coverage.ts'
import type { LineAssessment } from './readiness.ts'
import { openCase } from './scenario.ts'

/**
 * One day of the ledger behind a verdict, on mean demand, in units: `balance` is that of the day before, plus `receipts` and
 * `ordinary` (assumed ordinary orders), less what of `demand` is not `lost`.
 */
export type WindowLedgerDay = {
  readonly day: Day
  readonly receipts: number
  readonly ordinary: number
  /** Of the line and of the promotions that come first. */
  readonly demand: number
  /** What is lost before the promotion; in its days what cannot be served makes the balance negative. */
  readonly lost: number
  readonly balance: number
}

/** The days of a line from the as-of date to its end, and what they begin with; units kept for promotions come in on their first day. */
export type WindowLedger = { readonly opening: number; readonly days: readonly WindowLedgerDay[] }

/** Writes the ledger that the verdict of a line rests on; null where stock or demand is unknown. */
export const windowLedger = ({ facts, line, policy }: LineAssessment): WindowLedger | null => {
  const lineCase = openCase(facts, line, { stockoutProbability: policy, staleDays: 0, moneyFloor: 0 })
  const { demand, opening: onHand, receipts } = lineCase
  if (onHand === null || lineCase.unknownDemand) return null
  const coverage = demandCoverage({
    ...{ facts, line, demand, policy, opening: onHand },
    coming: receipts.coming,
    received: receipts.forPromotions,
  })
  const { asOf, opening, receipts: received, base, extra } = coverage.cumulative.daily
  const isLost = facts.location.unmet === 'lost'
  const days: WindowLedgerDay[] = []
  let balance = opening
  for (let i = 0; i <= line.end - asOf; i++) {
    const day = asOf + i
    const ordinary = coverage.ordinary?.receipts[i] ?? 0
    const wanted = Math.max(0, (base[i] as number) + (extra[i] as number))
    balance += received[i] as number
    const lost = isLost && day < line.start ? Math.max(0, wanted - Math.max(0, balance)) : 0
    balance -= wanted - lost
    days.push({ day, receipts: (received[i] as number) - ordinary, ordinary, demand: wanted, lost, balance })
  }
  return { opening, days }
}

import { byUrgency, type Verdict } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import { hasGrownMaterially, type Money } from '../money.ts'
import { worseningWorkingDays } from '../policy.ts'
import { workingDaysBetween } from './risk-candidate.ts'

/** The figures of a risk at a moment, by which is told whether it has worsened since. */
export type RiskBasis = { readonly verdict: Verdict; readonly orderBy: Day | null; readonly money: Money }

/**
 * Tells whether a risk has worsened materially: a worse verdict, money up by 25 % in a currency and above the floor, or
 * an order-by date two working days earlier.
 */
export const hasWorsened = (before: RiskBasis, now: RiskBasis, moneyFloor: number): boolean =>
  byUrgency(before.verdict, now.verdict) > 0 ||
  hasGrownMaterially(before.money, now.money, moneyFloor) ||
  (now.orderBy !== null &&
    before.orderBy !== null &&
    workingDaysBetween(now.orderBy, before.orderBy) >= worseningWorkingDays)

import type { Verdict } from '../assessment/readiness.ts'
import { type Day, weekdayOf } from '../day.ts'
import { addMoney, type Money } from '../money.ts'
import { outlookWeeks } from '../policy.ts'
import { moneyAtRiskOf } from '../promotions/money-at-risk.ts'
import type { DigestEntry, RiskRow } from './digest-entry.ts'

/** The launches of a week, Monday to Sunday, and the orders that are due in it. */
export type NextWeek = {
  readonly monday: Day
  readonly promotions: number
  readonly verdicts: Readonly<Record<Verdict, number>>
  /** Money at risk in the promotions that launch in this week. */
  readonly money: Money
  /** Risks whose last day to order is in this week and that are neither mitigated nor settled. */
  readonly orders: readonly RiskRow[]
}

const isToDo = (record: RiskRow['record']): boolean =>
  record === null || record.state === 'open' || record.state === 'acknowledged'

/**
 * Gives the next eight weeks, the current one first: a promotion counts in the week in which it launches, an order in the
 * week of its last day. Running promotions and overdue orders are in none.
 */
export const nextWeeks = (
  entries: readonly DigestEntry[],
  rows: readonly RiskRow[],
  today: Day,
): readonly NextWeek[] => {
  const first = today - weekdayOf(today)
  return Array.from({ length: outlookWeeks }, (_, i) => first + 7 * i).map((monday) => {
    const isIn = (day: Day | null) => day !== null && day >= Math.max(monday, today) && day < monday + 7
    const launching = entries.filter(({ start }) => isIn(start))
    const count = (verdict: Verdict) => launching.filter(({ readiness }) => readiness.verdict === verdict).length
    return {
      monday,
      promotions: launching.length,
      verdicts: {
        ready: count('ready'),
        unknown: count('unknown'),
        'at-risk': count('at-risk'),
        'not-ready': count('not-ready'),
      },
      money: addMoney(launching.map(({ readiness }) => moneyAtRiskOf(readiness))),
      orders: rows.filter(({ candidate, record }) => isIn(candidate.orderBy) && isToDo(record)),
    }
  })
}

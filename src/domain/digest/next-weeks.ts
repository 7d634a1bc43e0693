import type { Verdict } from '../assessment/readiness.ts'
import { type Day, weekdayOf } from '../day.ts'
import { addMoney, type Money } from '../money.ts'
import { outlookWeeks } from '../policy.ts'
import { moneyAtRiskOf } from '../promotions/money-at-risk.ts'
import type { DigestEntry, RiskRow } from './digest-entry.ts'

/** What launches in a week, Monday to Sunday, and what is to be ordered in it. */
export type NextWeek = {
  readonly monday: Day
  readonly promotions: number
  readonly verdicts: Readonly<Record<Verdict, number>>
  /** Money at risk in the promotions that launch in this week. */
  readonly money: Money
  /** Orders whose last day is in this week and that nobody has placed or settled. */
  readonly orders: readonly RiskRow[]
}

const isToDo = (record: RiskRow['record']): boolean =>
  record === null || record.state === 'open' || record.state === 'acknowledged'

/**
 * Looks eight weeks ahead from a day on, the current week first: a promotion counts in the week in which it launches, an
 * order in the week of its last day. What runs already and what is overdue is not in it.
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

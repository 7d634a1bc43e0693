import type { PromotionReadiness } from '../assessment/readiness.ts'
import { type Money, sumMoney } from '../money.ts'

/** Sums the money at risk of a promotion as its card does: of the lines that are not ready, and not of those that nobody can judge. */
export const moneyAtRiskOf = ({ problems }: Pick<PromotionReadiness, 'problems'>): Money =>
  sumMoney(
    problems.flatMap((line) =>
      line.verdict === 'unknown' ? [] : { amount: line.revenueAtRisk, currency: line.currency },
    ),
  )

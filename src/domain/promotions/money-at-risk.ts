import type { PromotionReadiness } from '../assessment/readiness.ts'
import { type Money, sumMoney } from '../money.ts'

/** Sums the revenue at risk of a promotion by currency: of its lines that are not ready, without those that are unknown. */
export const moneyAtRiskOf = ({ problems }: Pick<PromotionReadiness, 'problems'>): Money =>
  sumMoney(
    problems.flatMap((line) =>
      line.verdict === 'unknown' ? [] : { amount: line.revenueAtRisk, currency: line.currency },
    ),
  )

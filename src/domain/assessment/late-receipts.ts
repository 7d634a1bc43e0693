import { leastLateShare } from '../policy.ts'
import { demandCoverage, riskOf } from '../supply/demand-coverage.ts'
import type { Reason } from './reason.ts'
import type { LineCase, Scenario, ScenarioResult } from './scenario.ts'

const mostNamed = 2

/** Lists at most two orders that a ready line needs to be punctual, where deliveries of its supplier are often late. */
export const lateReceipts = (
  { facts, line, policy, receipts }: LineCase,
  scenario: Scenario,
  result: ScenarioResult,
): Reason[] => {
  const punctuality = facts.leadTime?.punctuality ?? null
  if (punctuality === null || result.p0 > policy.stockoutProbability) return []
  const { deliveries, late, lateDays } = punctuality
  if (late < leastLateShare * deliveries) return []
  return scenario.coming
    .filter((receipt) => receipt.day > facts.asOf && receipt.day <= line.end && receipt.day + lateDays > line.start)
    .map((receipt) => {
      const delayed = scenario.coming.map((one) => (one === receipt ? { ...one, day: one.day + lateDays } : one))
      const { demand, opening } = scenario
      // Ordinary orders are placed without knowing that this one will be late.
      const { ordinary } = result.coverage
      const tolerated = policy.stockoutProbability
      const probability = riskOf(
        demandCoverage({
          facts,
          line,
          demand,
          opening,
          coming: delayed,
          received: receipts.forPromotions,
          policy: tolerated,
          ordinary,
        }),
      )
      const { orderId, units, day } = receipt
      return { code: 'MAY_COME_LATE' as const, orderId, units, on: day, late, deliveries, days: lateDays, probability }
    })
    .filter(({ probability }) => probability > policy.stockoutProbability)
    .slice(0, mostNamed)
}

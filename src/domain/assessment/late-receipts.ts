import { leastLateShare } from '../policy.ts'
import { riskOf, situationOf } from '../supply/situation.ts'
import type { Reason } from './reason.ts'
import type { LineCase, Scenario, ScenarioResult } from './scenario.ts'

const mostNamed = 2

/** Names the orders that a line can only be ready with if they are punctual, where deliveries often are not. */
export const lateReceipts = (
  { facts, line, policy }: LineCase,
  picture: Scenario,
  settled: ScenarioResult,
): Reason[] => {
  const punctuality = facts.leadTime?.punctuality ?? null
  if (punctuality === null || settled.p0 > policy.stockoutProbability) return []
  const { deliveries, late, lateDays } = punctuality
  if (late < leastLateShare * deliveries) return []
  return picture.coming
    .filter((receipt) => receipt.day > facts.asOf && receipt.day <= line.end && receipt.day + lateDays > line.start)
    .map((receipt) => {
      const delayed = picture.coming.map((one) => (one === receipt ? { ...one, day: one.day + lateDays } : one))
      const { demand, opening } = picture
      // Who orders ordinarily does not know yet that it will be late.
      const { ordinary } = settled.situation
      const tolerated = policy.stockoutProbability
      const probability = riskOf(situationOf(facts, line, demand, opening, delayed, tolerated, ordinary))
      const { orderId, units, day } = receipt
      return { code: 'MAY_COME_LATE' as const, orderId, units, on: day, late, deliveries, days: lateDays, probability }
    })
    .filter(({ probability }) => probability > policy.stockoutProbability)
    .slice(0, mostNamed)
}

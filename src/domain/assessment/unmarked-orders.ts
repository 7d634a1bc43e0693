import { type DemandCoverage, isCovered, riskByUnits, withUnits } from '../supply/demand-coverage.ts'
import type { Receipt } from '../supply/receipts.ts'
import type { Reason } from './reason.ts'
import { coverageOf, type LineCase, type Scenario, type ScenarioResult } from './scenario.ts'

/**
 * Asks about the coming orders of which nobody says what they are for, where ordinary replenishment goes on: each that would
 * make a short line ready if it were for its promotion. Until somebody answers, it is an ordinary one.
 */
export const unmarkedOrderReasons = (
  lineCase: LineCase,
  scenario: Scenario,
  { coverage, advice, trifling }: ScenarioResult,
): readonly Reason[] => {
  if (advice === null || trifling || coverage.ordinary === null) return []
  const { facts, line } = lineCase
  const placed = new Set(facts.orders.map(({ orderId }) => orderId))
  const unmarked = coverage.takenAsOrdinary.filter(
    ({ orderId, day, promotionIds, isOrdinary }) =>
      promotionIds.length === 0 && !isOrdinary && day <= line.end && placed.has(orderId),
  )
  return [...Map.groupBy(unmarked, ({ orderId }) => orderId)].flatMap(([orderId, own]) => {
    const units = own.reduce((sum, receipt) => sum + receipt.units, 0)
    if (units < advice.needUnits / 2) return []
    // On top of what it brings as an ordinary order it does at least as much.
    if (!isEnoughBesides(coverage, own)) return []
    const coming = scenario.coming.map((receipt) =>
      own.includes(receipt) ? { ...receipt, promotionIds: [line.promotionId] } : receipt,
    )
    if (!isCovered(coverageOf(lineCase, { ...scenario, coming }))) return []
    return [{ code: 'UNMARKED_ORDER' as const, orderId, units, promotionId: line.promotionId }]
  })
}

const isEnoughBesides = (coverage: DemandCoverage, receipts: readonly Receipt[]): boolean => {
  const [one, ...more] = receipts
  return one !== undefined && more.length === 0
    ? riskByUnits(coverage, one.day).beside(one.units, coverage.policy) <= coverage.policy
    : isCovered(withUnits(coverage, receipts))
}

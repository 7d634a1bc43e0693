import { behindPlan } from '../drops/behind-plan.ts'
import { bestCut } from '../drops/pull-back.ts'
import type { OptionCandidate } from '../options/option-candidate.ts'
import { unwiseOrder } from '../options/order-worth.ts'
import { isPerishable } from '../options/unit-worth.ts'
import { materialLeftoverShare } from '../policy.ts'
import type { CostPart, LandedCost } from '../prices/landed-cost.ts'
import { promotionalPrice } from '../promotions/promotion.ts'
import type { LineAssessment, Policy, Quantiles } from './readiness.ts'
import type { Reason } from './reason.ts'
import type { LineCase, ScenarioResult } from './scenario.ts'

/** Prices are in cents; a smaller difference is a rounding error. */
const halfCent = 0.005

/**
 * Gives the price conflicts of a line: with each committed promotion of another price on the same days, item and location, and
 * with what a unit costs until it can be sold. Prices are in the item's currency. Two prices lose what the dearer promotion
 * hopes for on the days that both run; a price below cost loses the gap on every unit, or on those alone that have to be expedited.
 */
export const priceConflicts = (judged: LineAssessment, landed: LandedCost): readonly Reason[] => {
  const { line, price } = judged
  // A kit has a price of its own, which is no other price of what it is made of.
  return price === null || line.kits !== undefined
    ? []
    : [...otherPrices(judged, price), ...belowCost(judged, price, landed)]
}

const otherPrices = ({ facts, line, demand }: LineAssessment, price: number): readonly Reason[] => {
  if (line.status !== 'committed') return []
  const first = Math.max(facts.asOf, line.start)
  return facts.promotions.flatMap((one): readonly Reason[] => {
    if (one.kits !== undefined || one.promotionId === line.promotionId || one.status !== 'committed') return []
    const against = promotionalPrice(one, facts.item.unitPrice)
    const days = Math.min(line.end, one.end) - Math.max(first, one.start) + 1
    if (days <= 0 || against === null || Math.abs(against - price) <= halfCent) return []
    const { promotionId, name } = one
    const loss =
      demand === null || price < against ? null : ((price - against) * demand.mean * days) / (line.end - first + 1)
    return [{ code: 'PRICE_CONFLICT', price, other: { promotionId, name }, against, loss }]
  })
}

const belowCost = ({ demand }: LineAssessment, price: number, landed: LandedCost): readonly Reason[] => {
  const { parts, missing, total, expedited } = landed
  const below = (
    against: number,
    units: number,
    of: readonly CostPart[],
    expeditedUnits: number | null,
  ): readonly Reason[] =>
    price < against - halfCent
      ? [
          {
            code: 'PRICE_CONFLICT',
            price,
            other: null,
            against,
            loss: units * (against - price),
            cost: { parts: of, missing, expeditedUnits },
          },
        ]
      : []
  const always = total === null ? [] : below(total, demand?.mean ?? 0, parts, null)
  if (always.length > 0 || expedited === undefined) return always
  return below(expedited.total, expedited.units, expedited.parts, expedited.units)
}

/** Says that a line sells more cheaply what runs short, and that no normal order helps. */
export const scarceDiscount = (
  { facts: { item }, line, price, verdict, demand, shortageUnits }: LineAssessment,
  moneyFloor: number,
): readonly Reason[] => {
  const usual = item.unitPrice
  if (verdict !== 'not-ready' || line.kits !== undefined || price === null || usual === null) return []
  if (price >= usual - halfCent) return []
  const units = Math.max(0, (demand?.mean ?? 0) - (shortageUnits ?? 0))
  const given = units * (usual - price)
  return [{ code: 'SCARCE_DISCOUNT', price, usual, units, given, isMaterial: given > moneyFloor }]
}

/**
 * Gives the leftover of a line that is worth a word: what is written off because the item spoils, is launched or ends, where it
 * costs more than the money floor; and what is sold later, where an order that brings it can still be cut. Where nobody says
 * what a unit costs, a quarter of the demand is worth it.
 */
export const likelyLeftover = (
  candidate: OptionCandidate,
  { mean, p50, p90 }: Quantiles,
  { moneyFloor }: Pick<Policy, 'moneyFloor'>,
): readonly Reason[] => {
  const { lineCase, demand, worth } = candidate
  const { item, asOf } = lineCase.facts
  const isWrittenOff = isPerishable(item) || item.discontinuedOn !== null || (item.launchOn ?? asOf) > asOf
  const each = isWrittenOff ? worth.writeOff : worth.holding
  const cost = each === null ? null : mean * each
  const isMaterial = cost === null ? mean >= materialLeftoverShare * demand.mean : cost > moneyFloor
  if (!isMaterial || mean < 1) return []
  const cut = bestCut(candidate)
  const canCut = !('code' in cut)
  if (!isWrittenOff && !canCut) return []
  return [
    {
      ...{ code: 'LIKELY_LEFTOVER', units: mean, cost, p50, p90 },
      ...(isWrittenOff ? {} : { isKept: true as const }),
      ...(canCut ? { cut: { orderId: cut.order.orderId, units: cut.units, kept: cut.kept, by: cut.by } } : {}),
    },
  ]
}

/** Says that the advised order costs more than it saves. */
export const unwiseOrderReason = (lineCase: LineCase, result: ScenarioResult): Reason[] => {
  const unwise = unwiseOrder(lineCase, result)
  return unwise === null ? [] : [{ code: 'ORDER_COSTS_MORE', ...unwise, currency: lineCase.facts.item.currency }]
}

/** Says that what a coming promotion rests on sells less than its demand plan said. */
export const behindPlanReason = ({ facts, line, demand }: LineCase, expected: number): readonly Reason[] => {
  if (line.start <= facts.asOf || demand.baseline.source !== 'plan' || line.kits !== undefined) return []
  const behind = behindPlan(facts, expected)
  return behind === null ? [] : [behind]
}

import type { LineAssessment } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import type { CostPart } from '../../domain/prices/landed-cost.ts'

/** Six decimals keep every digit that means something and none of the float's dust. */
const round = (value: number): number => Math.round(value * 1e6) / 1e6

const partOf = (parts: readonly CostPart[], of: CostPart['of']): number | null => {
  const found = parts.filter((part) => part.of === of)
  return found.length === 0 ? null : round(found.reduce((sum, { amount }) => sum + amount, 0))
}

/** Gives what a unit of a line costs until it can be sold: known parts that add up to the total, and the names of those that are missing. */
export const landedJson = ({ landed, facts }: LineAssessment): object => {
  const { parts, missing, total, expedited } = landed
  const { freight } = facts
  return {
    unit_cost: partOf(parts, 'unit'),
    components: partOf(parts, 'components'),
    freight: partOf(parts, 'freight'),
    promotion_freight: partOf(parts, 'promotion-freight'),
    total: total === null ? null : round(total),
    missing: missing.map(({ of, currency }) => (currency === null ? of : `${of} in ${currency}`)),
    freight_basis:
      freight === undefined
        ? null
        : { paid: freight.paid, units: freight.units, of: freight.basis, since: isoOf(freight.since) },
    expedited:
      expedited === undefined
        ? null
        : {
            units: round(expedited.units),
            premium: partOf(expedited.parts, 'expedite'),
            total: round(expedited.total),
          },
  }
}

/** Gives what the units that a line is expected to sell earn; null where price, cost, demand or stock is unknown. */
export const expectedMargin = ({ price, landed, demand, shortageUnits }: LineAssessment): number | null =>
  price === null || landed.total === null || demand === null || shortageUnits === null
    ? null
    : round((demand.mean - shortageUnits) * (price - landed.total))

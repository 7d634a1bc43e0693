import { firstOrderDay } from '../assessment/cell.ts'
import { priceConflicts, scarceDiscount } from '../assessment/money-reasons.ts'
import type { LineAssessment, Policy } from '../assessment/readiness.ts'
import type { Reason } from '../assessment/reason.ts'
import type { Money } from '../money.ts'
import { expeditingCost, fastLead } from '../options/expediting.ts'
import { negligibleUnits } from '../policy.ts'
import { soldUnits } from '../promotions/ended.ts'
import { orderForwards } from '../supply/lead-time.ts'
import { type LandedCost, withExpedited, withPromotionFreight } from './landed-cost.ts'

/** What was paid to bring in the units of one promotion: of single items, and of all of them together. */
export type PromotionFreight = { readonly ofItems: ReadonlyMap<string, Money>; readonly ofAll: Money }

/** The landed cost of a line, and what is to be said of its price. */
type Priced = { readonly landed: LandedCost; readonly reasons: readonly Reason[] }

/**
 * Works out what the units of a promotion's lines cost until they can be sold, and what speaks against their prices. Freight
 * that was paid for the promotion is spread over the units that it is expected to sell; the fixed fee of an expedited order
 * over the units of the item that it serves.
 */
export const pricedLines = (
  lines: readonly LineAssessment[],
  { moneyFloor }: Pick<Policy, 'moneyFloor'>,
  freight: PromotionFreight | null = null,
): readonly Priced[] => {
  const served = new Map<LineAssessment, number>()
  for (const line of lines) {
    const units = expeditedUnits(line)
    if (units > 0) served.set(line, units)
  }
  const perItem = (of: (line: LineAssessment) => number | null, sku: string | null): number | null => {
    let sum = 0
    for (const line of lines) {
      if (sku !== null && line.line.sku !== sku) continue
      const units = of(line)
      if (units === null) return null
      sum += units
    }
    return sum
  }
  return lines.map((line) => {
    const { facts, landed, currency } = line
    const { sku } = line.line
    let cost = landed
    const ofItem = freight?.ofItems.get(sku)
    if (ofItem !== undefined) cost = withPromotionFreight(cost, ofItem, perItem(sellingUnits, sku), currency)
    if (freight !== null && Object.keys(freight.ofAll).length > 0)
      cost = withPromotionFreight(cost, freight.ofAll, perItem(sellingUnits, null), currency)
    const units = served.get(line)
    if (units !== undefined && facts.expediting !== undefined) {
      const all = perItem((one) => served.get(one) ?? 0, sku) as number
      const fee = expeditingCost(facts.expediting, all)
      cost = withExpedited(cost, units, fee === null ? null : fee / all)
    }
    return {
      landed: cost,
      reasons: [...priceConflicts(line, cost), ...scarceDiscount(line, moneyFloor)],
    }
  })
}

/** Units that a line has sold and is expected to sell; null where its demand or stock is unknown. */
const sellingUnits = ({ line, facts, demand, shortageUnits }: LineAssessment): number | null =>
  demand === null || shortageUnits === null
    ? null
    : soldUnits({ ...line, sales: facts.sales }) + Math.max(0, demand.mean - shortageUnits)

/** Units that no normal order brings in time, and an expedited one does. */
const expeditedUnits = ({ verdict, facts, line, shortageUnits }: LineAssessment): number => {
  const { expediting } = facts
  if (verdict !== 'not-ready' || expediting === undefined || shortageUnits === null || line.kits !== undefined) return 0
  if (shortageUnits < negligibleUnits) return 0
  const lead = fastLead(facts, expediting)
  const arrives = lead && orderForwards(lead, facts.location.receiving, firstOrderDay(facts))
  return arrives !== null && arrives.usableOn <= line.end ? shortageUnits : 0
}

import type { CellFacts } from '../assessment/cell.ts'
import type { Money } from '../money.ts'
import type { PromotionLine } from '../promotions/promotion.ts'

/** A part of what a unit costs until it can be sold, in the item's currency. */
export type CostPart = {
  /** The unit itself, the other components of its kit, its usual freight, freight paid for the promotion alone, the surcharge of speed. */
  readonly of: 'unit' | 'components' | 'freight' | 'promotion-freight' | 'expedite'
  readonly amount: number
}

/** A part that nobody has told, or that was told in another currency. */
export type MissingCost = {
  readonly of: 'unit' | 'freight' | 'promotion-freight' | 'expedite'
  readonly currency: string | null
}

/** What a unit costs until it can be sold. `total` is the sum of the known parts, null where the unit cost is unknown; what is missing is never zero. */
export type LandedCost = {
  readonly parts: readonly CostPart[]
  readonly missing: readonly MissingCost[]
  readonly total: number | null
  /** The units that only an expedited order serves, and what each of them costs; absent where there are none. */
  readonly expedited?: { readonly units: number; readonly parts: readonly CostPart[]; readonly total: number }
}

/** Adds parts up; null where the unit cost is not among them. */
const sumOfParts = (parts: readonly CostPart[]): number | null =>
  parts.some(({ of }) => of === 'unit') ? parts.reduce((sum, { amount }) => sum + amount, 0) : null

/** Gives the money of one currency that was paid for each of some units, and the currencies that it was paid in besides. */
const paidPerUnit = (paid: Money, units: number | null, currency: string | null) => {
  const amounts = Object.entries(paid).filter(([, amount]) => amount !== 0)
  const own = amounts.find(([of]) => of === currency)
  return {
    each: own === undefined || units === null || units <= 0 ? null : own[1] / units,
    isUnknown: own !== undefined && (units === null || units <= 0),
    otherCurrencies: amounts.flatMap(([of]) => (of === currency ? [] : [of])),
  }
}

const lacking = (of: MissingCost['of'], currency: string | null = null): MissingCost => ({ of, currency })

/**
 * Gives what a unit of a line costs until it can be sold: its unit cost, the other components of its kit, and its share of the
 * freight that was paid for the item.
 *
 * Example: a unit costs 5; EUR 600 of freight brought 1,000 units: 5 + 0.60 = 5.60.
 */
export const landedCost = (
  { item, freight }: Pick<CellFacts, 'item' | 'freight'>,
  { costBeside = 0 }: Pick<PromotionLine, 'costBeside'>,
): LandedCost => {
  const { unitCost, currency } = item
  const usual = freight === undefined ? null : paidPerUnit(freight.paid, freight.units, currency)
  const parts: CostPart[] = [
    ...(unitCost === null ? [] : [{ of: 'unit' as const, amount: unitCost }]),
    ...(costBeside === 0 ? [] : [{ of: 'components' as const, amount: costBeside }]),
    ...(usual?.each == null ? [] : [{ of: 'freight' as const, amount: usual.each }]),
  ]
  return {
    parts,
    missing: [
      ...(unitCost === null ? [lacking('unit')] : []),
      ...(usual === null || usual.isUnknown || (usual.each === null && usual.otherCurrencies.length === 0)
        ? [lacking('freight')]
        : []),
      ...(usual?.otherCurrencies ?? []).map((other) => lacking('freight', other)),
    ],
    total: sumOfParts(parts),
  }
}

/** Adds what was paid to bring in the units of one promotion, which it is expected to sell. */
export const withPromotionFreight = (
  cost: LandedCost,
  paid: Money,
  units: number | null,
  currency: string | null,
): LandedCost => {
  const { each, isUnknown, otherCurrencies } = paidPerUnit(paid, units, currency)
  const parts = each === null ? cost.parts : [...cost.parts, { of: 'promotion-freight' as const, amount: each }]
  return {
    ...cost,
    parts,
    missing: [
      ...cost.missing,
      ...(isUnknown ? [lacking('promotion-freight')] : []),
      ...otherCurrencies.map((other) => lacking('promotion-freight', other)),
    ],
    total: sumOfParts(parts),
  }
}

/** Adds the surcharge of speed to the units that only an expedited order serves; null is a surcharge that nobody has told. */
export const withExpedited = (cost: LandedCost, units: number, premium: number | null): LandedCost => {
  if (premium === null) return { ...cost, missing: [...cost.missing, lacking('expedite')] }
  const parts: readonly CostPart[] = [...cost.parts, { of: 'expedite', amount: premium }]
  const total = sumOfParts(parts)
  return total === null ? cost : { ...cost, expedited: { units, parts, total } }
}

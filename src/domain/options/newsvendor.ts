import { type Demand, expectedAbove, quantile } from '../demand/distribution.ts'
import type { OrderRule } from '../supply/order-quantity.ts'
import { orderableQuantities } from './orderable-quantities.ts'

/** What a unit short costs (underage, Cu) and what a unit left over costs (overage, Co), in one currency. */
type MismatchCosts = { readonly underage: number; readonly overage: number }

/** The probability (0 to 1) with which the best quantity covers demand, or why there is none. */
type CriticalRatio =
  | { readonly kind: 'ratio'; readonly ratio: number }
  /** Every unit sold loses money: the right quantity is none. */
  | { readonly kind: 'nothing' }
  /** A leftover unit is worth more than it costs, which is an error in the data: no quantity is too large. */
  | { readonly kind: 'unbounded' }

/** Gives the critical ratio Cu / (Cu + Co), 0 to 1 (newsvendor; Silver, Pyke and Thomas, 9). */
export const criticalRatio = ({ underage, overage }: MismatchCosts): CriticalRatio => {
  if (!(underage > 0)) return { kind: 'nothing' }
  return overage < 0 ? { kind: 'unbounded' } : { kind: 'ratio', ratio: underage / (underage + overage) }
}

/** What one unit sells for, costs, and brings when it is left over, in one currency; `goodwill` is lost with every unit short. */
type UnitMoney = {
  readonly price: number
  readonly cost: number
  readonly salvage: number
  readonly goodwill?: number
}

/** Gives the candidates of a unit that is bought once for one occasion. */
export const mismatchCosts = ({ price, cost, salvage, goodwill = 0 }: UnitMoney): MismatchCosts => ({
  underage: price - cost + goodwill,
  overage: cost - salvage,
})

/** Gives the expected profit of having `quantity` units for a demand, in the money of its unit. */
export const expectedProfit = (
  demand: Demand,
  quantity: number,
  { price, cost, salvage, goodwill = 0 }: UnitMoney,
): number => {
  const short = expectedAbove(demand, quantity)
  const sold = demand.mean - short
  return price * sold + salvage * (quantity - sold) - cost * quantity - goodwill * short
}

/** The quantity that pays best, before any minimum, and what is left to order of it. */
type BestQuantity = { readonly ratio: CriticalRatio; readonly quantity: number | null; readonly order: number }

/**
 * Gives the quantity that pays best for one occasion and what to order when `available` units are there already: of the
 * quantities that minimum and multiple allow around what is missing, and of nothing, the one with the highest profit.
 */
export const bestQuantity = (demand: Demand, money: UnitMoney, available: number, rule: OrderRule): BestQuantity => {
  const ratio = criticalRatio(mismatchCosts(money))
  if (ratio.kind === 'unbounded') return { ratio, quantity: null, order: 0 }
  if (ratio.kind === 'nothing') return { ratio, quantity: 0, order: 0 }
  const quantity = quantile(demand, ratio.ratio)
  const profit = (order: number) => expectedProfit(demand, available + order, money)
  const order = orderableQuantities(Math.max(0, quantity - available), rule).reduce(
    (best, units) => (profit(units) > profit(best) ? units : best),
    0,
  )
  return { ratio, quantity, order }
}

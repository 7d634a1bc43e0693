import { type Demand, expectedAbove, quantile } from '../demand/distribution.ts'
import type { OrderRule } from '../supply/order-quantity.ts'
import { orderableAround } from './orderable.ts'

/** What a unit earns when it is there for somebody who wants it, and costs when it is there for nobody. */
export type UnitStakes = { readonly under: number; readonly over: number }

/** The share of chances that a quantity should cover, or why there is none. */
export type CriticalRatio =
  | { readonly kind: 'ratio'; readonly ratio: number }
  /** Every unit sold loses money: the right quantity is none. */
  | { readonly kind: 'nothing' }
  /** A leftover unit is worth more than it costs, which is an error in the data: no quantity is too large. */
  | { readonly kind: 'unbounded' }

/** Gives Cu / (Cu + Co), the chance that the best quantity covers demand with (newsvendor; Silver, Pyke and Thomas, 9). */
export const criticalRatio = ({ under, over }: UnitStakes): CriticalRatio => {
  if (!(under > 0)) return { kind: 'nothing' }
  return over < 0 ? { kind: 'unbounded' } : { kind: 'ratio', ratio: under / (under + over) }
}

/** What one unit sells for, costs, and brings when it is left over, in one currency; `goodwill` is lost with every unit short. */
export type UnitMoney = {
  readonly price: number
  readonly cost: number
  readonly salvage: number
  readonly goodwill?: number
}

/** Gives the stakes of a unit that is bought once for one occasion. */
export const unitStakes = ({ price, cost, salvage, goodwill = 0 }: UnitMoney): UnitStakes => ({
  under: price - cost + goodwill,
  over: cost - salvage,
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
export type BestQuantity = { readonly ratio: CriticalRatio; readonly quantity: number | null; readonly order: number }

/**
 * Gives the quantity that pays best for one occasion and what to order when `available` units are there already: of the
 * quantities that minimum and multiple allow around what is missing, and of nothing, the one with the highest profit.
 */
export const bestQuantity = (demand: Demand, money: UnitMoney, available: number, rule: OrderRule): BestQuantity => {
  const ratio = criticalRatio(unitStakes(money))
  if (ratio.kind === 'unbounded') return { ratio, quantity: null, order: 0 }
  if (ratio.kind === 'nothing') return { ratio, quantity: 0, order: 0 }
  const quantity = quantile(demand, ratio.ratio)
  const profit = (order: number) => expectedProfit(demand, available + order, money)
  const order = orderableAround(Math.max(0, quantity - available), rule).reduce(
    (best, units) => (profit(units) > profit(best) ? units : best),
    0,
  )
  return { ratio, quantity, order }
}

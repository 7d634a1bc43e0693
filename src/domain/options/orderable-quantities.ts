import { type OrderRule, orderQuantity } from '../supply/order-quantity.ts'

/** Lists the quantities that minimum and multiple allow around a need, in units, the smallest first; none for no need. */
export const orderableQuantities = (need: number, rule: OrderRule): readonly number[] => {
  const above = orderQuantity(need, rule)
  if (above === 0) return []
  const step = rule.multiple > 0 ? rule.multiple : 1
  const least = orderQuantity(Math.max(rule.minimum, 1e-3), rule)
  return [above - step, above, above + step].filter((units) => units >= least)
}

/** Minimum and multiple of an order, in units; 0 stands for none. `perCase` and `perPallet` are absent where nobody said. */
export type OrderRule = {
  readonly minimum: number
  readonly multiple: number
  readonly perCase?: number
  readonly perPallet?: number
}

const dust = 1e-7

/** Raises a net requirement in units to the order minimum and then up to the next multiple; without either, to whole units. */
export const orderQuantity = (need: number, rule: OrderRule): number => {
  if (need <= dust) return 0
  const raised = Math.max(need, rule.minimum)
  const multiple = rule.multiple > 0 ? rule.multiple : 1
  return Math.ceil((raised - dust) / multiple) * multiple
}

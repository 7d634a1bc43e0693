import { worseningFactor } from './policy.ts'

/** Amounts by currency; the empty currency stands for money of an unknown one. */
export type Money = Readonly<Record<string, number>>

/** Sums amounts by currency, without those that are null. */
export const sumMoney = (
  amounts: readonly { readonly amount: number | null; readonly currency: string | null }[],
): Money => {
  const sums = new Map<string, number>()
  for (const { amount, currency } of amounts)
    if (amount !== null) sums.set(currency ?? '', (sums.get(currency ?? '') ?? 0) + amount)
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Adds several sums up, currency by currency. */
export const addMoney = (sums: readonly Money[]): Money =>
  sumMoney(sums.flatMap((sum) => Object.entries(sum).map(([currency, amount]) => ({ amount, currency }))))

/**
 * Tells whether money has grown materially: by 25 % in a currency, to more than the money floor. Against an amount that
 * nobody kept (null) nothing has grown.
 */
export const hasGrownMaterially = (before: Money | null, now: Money, moneyFloor: number): boolean =>
  before !== null &&
  Object.entries(now).some(
    ([currency, amount]) => amount > moneyFloor && amount > (before[currency] ?? 0) * worseningFactor,
  )

/** Gives one number to sort by: a unit of every currency counts the same, as there are no exchange rates. */
export const moneySize = (money: Money): number => Object.values(money).reduce((sum, amount) => sum + amount, 0)

import type { Common, Rivalry } from './learned.ts'

/** The weight of no rivalry before anything is learned. */
const prior = 10
const mostPower = 1
const [leastPressure, mostPressure] = [-0.5, 1.6]

/** Gives the pressure of rival promotions: the logarithm of expected over normal sales of the rest of a group, 0 where nothing of it is promoted. */
export const pressureOf = (normal: number, expected: number): number =>
  normal > 0 && expected > 0 ? Math.min(mostPressure, Math.max(leastPressure, Math.log(expected / normal))) : 0

/** Gives the ratio by which sales change under a pressure (an attraction model with one power). */
export const rivalFactor = (rivalry: Rivalry, pressure: number): number => Math.exp(-rivalry.power * pressure)

/** Learns from a promoted row how strongly rivals take sales, in place: one Newton step of the Poisson likelihood. */
export const learnRivalry = (rivalry: Rivalry, pressure: number, units: number, expected: number): void => {
  if (pressure === 0 || !(expected > 0)) return
  const weight = 1 / Math.sqrt(1 + expected)
  rivalry.weight += weight * expected * pressure * pressure
  const step = (weight * (expected - units) * pressure) / (rivalry.weight + prior)
  rivalry.power = Math.min(mostPower, Math.max(0, rivalry.power + step))
}

/** Gives the key of an item. */
export const itemKey = (sku: string): string => `i\u0000${sku}`

/** Gives the code of the item with a key. */
export const skuOf = (key: string): string => key.slice(itemKey('').length)

/** Gives the average sales of an item a day at a location, in units; 0 where unknown. */
export const itemLevel = ({ items }: Common, sku: string): number => {
  const item = items[itemKey(sku)]
  return item === undefined || item.locations === 0 ? 0 : item.levels / item.locations
}

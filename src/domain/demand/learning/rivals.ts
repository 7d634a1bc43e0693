import type { Common, Rivalry } from './learned.ts'

/** Units that stand for no rivalry at all before anything was learned. */
const prior = 10
const mostPower = 1
const [leastPressure, mostPressure] = [-0.5, 1.6]

/** Gives how much the rest of a group sells above normal, as a logarithm: 0 where nothing of it is promoted. */
export const pressureOf = (normal: number, expected: number): number =>
  normal > 0 && expected > 0 ? Math.min(mostPressure, Math.max(leastPressure, Math.log(expected / normal))) : 0

/** Gives by what ratio sales change under a pressure: those of rivals take some of them (an attraction model with one power). */
export const rivalFactor = (rivalry: Rivalry, pressure: number): number => Math.exp(-rivalry.power * pressure)

/** Learns from a promoted row how strongly rivals take sales, in place: one Newton step of the Poisson likelihood. */
export const learnRivalry = (rivalry: Rivalry, pressure: number, units: number, expected: number): void => {
  if (pressure === 0 || !(expected > 0)) return
  const weight = 1 / Math.sqrt(1 + expected)
  rivalry.weight += weight * expected * pressure * pressure
  const step = (weight * (expected - units) * pressure) / (rivalry.weight + prior)
  rivalry.power = Math.min(mostPower, Math.max(0, rivalry.power + step))
}

/** Gives the key under which an item is kept. */
export const itemKey = (sku: string): string => `i\u0000${sku}`

/** Gives the item that is kept under a key. */
export const skuOf = (key: string): string => key.slice(itemKey('').length)

/** Gives what an item sells a day at a location on average, 0 where it is unknown. */
export const itemLevel = ({ items }: Common, sku: string): number => {
  const item = items[itemKey(sku)]
  return item === undefined || item.locations === 0 ? 0 : item.levels / item.locations
}

import type { CellFacts } from '../cell.ts'
import type { LineDemand } from '../demand/line-demand.ts'
import type { PromotionLine } from '../promotion.ts'
import { computedSafetyStock, type Ordinary, ordinaryOf, reviewDaysOf } from './ordinary.ts'
import { type Addition, expectedShortage, type Prepared, prepare, stockoutRisk, type Window } from './outlook.ts'
import type { Receipt } from './receipts.ts'

/** A line's demand against one picture of its supply. */
export type Situation = {
  readonly prepared: Prepared
  readonly ordinary: Ordinary | null
  readonly placed: Float64Array
  /** The line's own days, and those of senior promotions that would be short because of it. */
  readonly windows: readonly Window[]
  readonly hurt: readonly PromotionLine[]
  /** The line's own days, and those of every senior promotion that is within policy without it. */
  readonly guarded: readonly Window[]
}

/** Lays receipts out by day, index 0 the as-of date; those due later than `length` days are out of sight. */
export const receiptsByDay = (receipts: readonly Receipt[], asOf: number, length: number): Float64Array => {
  const byDay = new Float64Array(length)
  for (const { day, units } of receipts) {
    const i = Math.max(0, day - asOf)
    if (i < length) byDay[i] = (byDay[i] as number) + units
  }
  return byDay
}

/** Sets a line's demand against an opening stock and placed orders, with ordinary replenishment going on as without any promotion. */
export const situationOf = (
  facts: CellFacts,
  line: PromotionLine,
  demand: LineDemand,
  opening: number,
  coming: readonly Receipt[],
  policy: number,
): Situation => {
  const { asOf, location } = facts
  const length = demand.base.length
  const placed = receiptsByDay(coming, asOf, length)
  const given = facts.stock?.safetyStock ?? 0
  const review = reviewDaysOf(facts)
  const computed = review === null ? null : computedSafetyStock(demand.baseline, facts.leadTime, review)
  const ordinary = ordinaryOf(facts, demand.base, opening, placed, Math.max(given, computed ?? 0))
  const receipts = placed.slice()
  if (ordinary)
    for (let i = 0; i < length; i++) receipts[i] = (receipts[i] as number) + (ordinary.receipts[i] as number)
  const restarts: number[] = []
  for (let i = 1; i < length; i++)
    if ((placed[i] as number) > 0 || (ordinary !== null && asOf + i === ordinary.from)) restarts.push(i)
  const outlook = {
    asOf,
    opening,
    allocated: facts.stock?.allocated ?? 0,
    receipts,
    base: demand.base,
    spread: demand.spread,
    protectionDays: ordinary?.protectionDays ?? null,
    restarts,
    unmet: location.unmet,
  }
  const together = demand.own.map((units, i) => units + (demand.senior[i] as number))
  const prepared = prepare({ ...outlook, extra: together })
  const windows: Window[] = [{ start: Math.max(asOf, line.start), end: line.end }]
  const guarded: Window[] = [...windows]
  const hurt: PromotionLine[] = []
  if (demand.seniors.length > 0) {
    const without = prepare({ ...outlook, extra: demand.senior })
    for (const senior of demand.seniors) {
      const window = { start: Math.max(asOf, senior.start), end: senior.end }
      if (senior.end < line.start || window.end - asOf >= length) continue
      if (stockoutRisk(without, window) > policy) continue
      guarded.push(window)
      if (stockoutRisk(prepared, window) <= policy) continue
      windows.push(window)
      hurt.push(senior)
    }
  }
  return { prepared, ordinary, placed, windows, hurt, guarded }
}

/** Gives the stockout probability of a line: its own, or that of a senior promotion it would leave short. */
export const riskOf = (situation: Situation, added: Addition | null = null): number =>
  Math.max(...situation.windows.map((window) => stockoutRisk(situation.prepared, window, added)))

/** Gives the expected shortage that a line bears, in units. */
export const shortageOf = (situation: Situation, added: Addition | null = null): number =>
  Math.max(...situation.windows.map((window) => expectedShortage(situation.prepared, window, added)))

import type { Day } from '../day.ts'
import { doubtsByDay, moveBy, type NoteEffects, sharesByDay } from '../intelligence/effect.ts'

/** How far notes move demand by day, as a share of what it is without them, and the error of that, as a share of the moved one. */
type Moved = { readonly moved: Float64Array; readonly doubt: Float64Array }

/** Moves demand by day from a day on by what notes say of it, in place, and gives how far. */
export const moveDemand = (effects: NoteEffects, from: Day, demands: readonly Float64Array[]): Moved => {
  const length = Math.max(...demands.map((units) => units.length))
  const moved = sharesByDay(effects, from, length)
  for (const units of demands) moveBy(units, moved)
  return { moved, doubt: doubtsByDay(effects, from, length) }
}

/** Moves the expected demand of single days by what notes say of them. */
export const movedOn = (effects: NoteEffects | null, demandOn: (day: Day) => number): ((day: Day) => number) =>
  effects === null ? demandOn : (day) => demandOn(day) * (1 + effects.on(day).share)

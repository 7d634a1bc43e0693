import type { Day } from '../day.ts'

/** Something besides stock that must be ready for a promotion: a display kit, a web page. It is listed, and never judged. */
export type ReadinessItem = {
  readonly id: number
  readonly name: string
  readonly owner: string
  readonly due: Day
  /** Who said that it is done; null until somebody does. */
  readonly doneBy: string | null
}

/** Lists the items that are not done and due on a day or before, the earliest first. */
export const itemsDue = (items: readonly ReadinessItem[], day: Day): readonly ReadinessItem[] =>
  items.filter(({ due, doneBy }) => doneBy === null && due <= day).toSorted((a, b) => a.due - b.due || a.id - b.id)

import type { Day } from '../../../src/domain/day.ts'
import { nothingLearned } from '../../../src/domain/demand/learning/learned.ts'
import { type Learner, openLearner } from '../../../src/domain/demand/learning/learner.ts'
import type { Retailer } from './data.ts'

/** Reads a retailer's sales day by day, and stops on the morning of each day in `stops` with what was learned by then. */
export const sweep = <T>(
  { rows, groupOf }: Retailer,
  stops: ReadonlyMap<Day, readonly T[]>,
  visit: (learner: Learner, stop: T) => void,
): void => {
  const byDay = Map.groupBy(rows, (row) => row.day)
  const days = [...byDay.keys()].sort((a, b) => a - b)
  const first = days[0] as Day
  const last = Math.max(days.at(-1) as Day, ...stops.keys())
  const learner = openLearner(nothingLearned(first), new Map(), groupOf)
  for (let day = first; day <= last; day++) {
    for (const stop of stops.get(day) ?? []) visit(learner, stop)
    const sold = byDay.get(day)
    if (sold !== undefined) learner.learnDay(day, sold)
  }
}

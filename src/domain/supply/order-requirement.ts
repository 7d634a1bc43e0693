import type { Day } from '../day.ts'
import { type DemandCoverage, windowsOf } from './demand-coverage.ts'
import { netRequirement } from './net-requirement.ts'
import type { Window } from './outlook.ts'

/** Gives the units, usable on a day, that keep the line and every promotion it leaves shorter within policy. */
export const fullRequirement = (coverage: DemandCoverage, day: Day, policy: number): number =>
  Math.max(...windowsOf(coverage).map((window) => netRequirement(coverage.cumulative, window, day, policy)))

/** Gives of those units what the line itself has to order: not what a promotion that comes first lacks without it. */
export const ownRequirement = (
  { cumulative, window, shortedLines }: DemandCoverage,
  day: Day,
  policy: number,
): number =>
  shortedLines.reduce(
    (most, senior) =>
      Math.max(
        most,
        netRequirement(cumulative, senior.window, day, policy) -
          netRequirement(senior.alone, senior.window, day, policy),
      ),
    netRequirement(cumulative, window, day, policy),
  )

/** Gives the same coverage, looked at only to the close of a day. */
export const coverageUntil = (coverage: DemandCoverage, day: Day): DemandCoverage => {
  const cut = ({ start, end }: Window): Window => ({ start, end: Math.min(end, day) })
  return {
    ...coverage,
    window: cut(coverage.window),
    shortedLines: coverage.shortedLines.map((senior) => ({ ...senior, window: cut(senior.window) })),
  }
}

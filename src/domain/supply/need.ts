import type { Day } from '../day.ts'
import type { Window } from './outlook.ts'
import type { SupplyPosition } from './situation.ts'
import { unitsNeeded } from './stockout.ts'

/** Gives the units, usable on a day, that keep the line within policy, and every promotion it leaves shorter as well. */
export const needFrom = ({ prepared, window, hurt }: SupplyPosition, day: Day, policy: number) =>
  Math.max(...[window, ...hurt.map((senior) => senior.window)].map((days) => unitsNeeded(prepared, days, day, policy)))

/** Gives of those what the line itself has to order: not what a promotion that comes first lacks anyway. */
export const ownNeedFrom = ({ prepared, window, hurt }: SupplyPosition, day: Day, policy: number) =>
  hurt.reduce(
    (most, senior) =>
      Math.max(
        most,
        unitsNeeded(prepared, senior.window, day, policy) - unitsNeeded(senior.alone, senior.window, day, policy),
      ),
    unitsNeeded(prepared, window, day, policy),
  )

/** Gives the same situation, looked at only to the close of a day. */
export const until = (situation: SupplyPosition, day: Day): SupplyPosition => {
  const cut = ({ start, end }: Window): Window => ({ start, end: Math.min(end, day) })
  return {
    ...situation,
    window: cut(situation.window),
    hurt: situation.hurt.map((senior) => ({ ...senior, window: cut(senior.window) })),
  }
}

import { type CellFacts, firstOrderDay } from '../cell.ts'
import type { Day } from '../day.ts'
import { type LeadTime, orderBackwards, orderForwards } from './lead-time.ts'
import { needFrom, ownNeedFrom, until } from './need.ts'
import { orderQuantity } from './order-quantity.ts'
import type { Ordering } from './ordering.ts'
import { type Addition, withReceipts } from './outlook.ts'
import type { Receipt } from './receipts.ts'
import { riskOf, type Situation, shortageWith } from './situation.ts'
import { type OrderPart, splitBackwards, splitForwards, weeklyRoom } from './weekly-limit.ts'

/** Probabilities of the same units, summed otherwise, differ by less. */
const dust = 1e-6

/** The need of a line that one order may be too large for. */
type Need = Pick<Ordering, 'neededOn' | 'needUnits' | 'units'>

/**
 * Works out the orders that a weekly limit splits a need over: P1 counts all that can still be placed, as soon as it can
 * be; the last days to order are as late as the line stays within policy with them.
 */
export const limitedOrdering = (
  facts: CellFacts,
  situation: Situation,
  lead: LeadTime,
  { neededOn, needUnits, units }: Need,
  planned: readonly Receipt[],
  policy: number,
): Pick<Ordering, 'latest' | 'parts' | 'soonestParts' | 'p1' | 'lateUnits'> => {
  const { item, location } = facts
  const { receiving } = location
  const { prepared, window, hurt, ordinary } = situation
  const end = Math.max(window.end, ...hurt.map((senior) => senior.window.end))
  const room = weeklyRoom(facts, ordinary?.receipts ?? null)
  const first = firstOrderDay(facts)
  const soonest = orderForwards(lead, receiving, first)
  const wanted = soonest !== null && soonest.usableOn <= end ? needFrom(situation, soonest.usableOn, policy) : 0
  const forDisplays = location.onShelfDays > 0
  const counts = ({ usableOn }: OrderPart) => !forDisplays || usableOn <= neededOn
  const now = splitForwards(lead, receiving, item.rule, room, first, orderQuantity(wanted, item.rule)).filter(counts)
  const inPlan = planned.filter(({ day }) => day <= neededOn)
  const inPlanUnits = inPlan.reduce((sum, receipt) => sum + receipt.units, 0)
  const additionOf = ({ usableOn, units: of }: OrderPart): Addition => ({ day: usableOn, units: of })
  const withParts = (parts: readonly OrderPart[], more: readonly Addition[] = []) =>
    withReceipts(prepared, [...parts.map(additionOf), ...more])
  const riskWith = (parts: readonly OrderPart[], more: readonly Addition[] = []) =>
    riskOf({ ...situation, prepared: withParts(parts, more) })
  const isInTime = soonest !== null && soonest.usableOn <= neededOn
  const p1 = isInTime ? riskWith(now) : riskOf(situation)
  const covered = needFrom(situation, Math.max(facts.asOf, neededOn), policy) - needUnits
  const needBy = (day: Day) =>
    day < neededOn ? 0 : Math.max(0, needFrom(until(situation, day), Math.max(facts.asOf, neededOn), policy) - covered)
  const split = (last: Day, by: (day: Day) => number) => {
    const of = (wish: number) => splitBackwards(lead, receiving, item.rule, room, last, wish, by)
    const parts = of(units)
    if (parts === null || parts.length < 2) return parts
    // What arrives earlier than it must is partly sold by then.
    const early = ownNeedFrom(situation, (parts[0] as OrderPart).usableOn, policy) - inPlanUnits
    const enough = orderQuantity(early, item.rule)
    return enough > units ? of(enough) : parts
  }
  const late = [forDisplays ? null : split(end, needBy), split(neededOn, () => 0)].filter((parts) => parts !== null)
  const isKept = (parts: readonly OrderPart[]) =>
    (parts[0]?.orderOn ?? Number.NEGATIVE_INFINITY) >= first &&
    (parts.length === 1 || riskWith(parts, inPlan) <= policy + dust)
  const parts = units === 0 ? [] : (late.find(isKept) ?? (p1 <= policy ? now : (late[0] ?? [])))
  return {
    latest: parts[0] ?? orderBackwards(lead, receiving, neededOn),
    parts,
    soonestParts: now,
    p1,
    lateUnits: shortageWith(situation, withParts(now)),
  }
}

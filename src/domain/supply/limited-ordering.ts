import { type CellFacts, firstOrderDay } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { type LeadTime, orderBackwards, orderForwards } from './lead-time.ts'
import { needFrom, ownNeedFrom, until } from './need.ts'
import { orderQuantity } from './order-quantity.ts'
import type { Ordering } from './ordering.ts'
import { type Addition, withReceipts } from './outlook.ts'
import type { Receipt } from './receipts.ts'
import { riskOf, type SupplyPosition, shortageWith } from './situation.ts'
import { type OrderPart, splitBackwards, splitForwards, weeklyRoom } from './weekly-limit.ts'

/** Where several receipts are too risky together, each day is held to this part of the policy. */
const cautious = 4

/** Something must be there by the day that goods are needed. */
const leastEarly = 1e-3

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
  situation: SupplyPosition,
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
  const forDisplays = location.onShelfDays > 0
  const counts = ({ usableOn }: OrderPart) => !forDisplays || usableOn <= neededOn
  const inPlan = planned.filter(({ day }) => day <= neededOn)
  const inPlanUnits = inPlan.reduce((sum, receipt) => sum + receipt.units, 0)
  const additionOf = ({ usableOn, units: of }: OrderPart): Addition => ({ day: usableOn, units: of })
  const withParts = (parts: readonly OrderPart[], more: readonly Addition[] = []) =>
    withReceipts(prepared, [...parts.map(additionOf), ...more])
  const riskWith = (parts: readonly OrderPart[], more: readonly Addition[] = []) =>
    riskOf({ ...situation, prepared: withParts(parts, more) })

  const nowAt = (tolerated: number): readonly OrderPart[] => {
    if (soonest === null || soonest.usableOn > end) return []
    const wanted = orderQuantity(needFrom(situation, soonest.usableOn, tolerated), item.rule)
    return splitForwards(lead, receiving, item.rule, room, first, wanted).filter(counts)
  }
  const plain = nowAt(policy)
  const isEnough = plain.length < 2 || riskWith(plain) <= policy
  const now = isEnough ? plain : nowAt(policy / cautious)
  const isInTime = soonest !== null && soonest.usableOn <= neededOn
  const p1 = isInTime ? riskWith(now) : riskOf(situation)

  const needDay = Math.max(facts.asOf, neededOn)
  const covered = needFrom(situation, needDay, policy) - needUnits
  const needBy = (day: Day) =>
    day < neededOn ? 0 : Math.max(leastEarly, needFrom(until(situation, day), needDay, policy) - covered)
  const split = (last: Day, by: (day: Day) => number): readonly OrderPart[][] => {
    const of = (wish: number) => splitBackwards(lead, receiving, item.rule, room, last, wish, by)
    const parts = of(units)
    if (parts === null) return []
    const [earliest, ...others] = parts
    if (earliest === undefined || others.length === 0) return [[...parts]]
    // What arrives earlier than it must is partly sold by then, and several receipts are several chances to run out.
    const enough = [policy, policy / cautious].map((tolerated) =>
      orderQuantity(ownNeedFrom(situation, earliest.usableOn, tolerated) - inPlanUnits, item.rule),
    )
    return [units, ...enough.filter((wish) => wish > units)].flatMap((wish) => {
      const found = of(wish)
      return found === null ? [] : [[...found]]
    })
  }
  const late = [...(forDisplays ? [] : split(end, needBy)), ...split(neededOn, () => 0)]
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

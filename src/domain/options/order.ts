import { firstOrderDay } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { normalQuantile } from '../demand/distribution.ts'
import { type LeadTime, orderForwards, protectedLead } from '../supply/lead-time.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import { type OrderPart, splitForwards, weeklyRoom } from '../supply/weekly-limit.ts'
import type { Move, Step } from './option.ts'
import { type Added, effectOf, needAt, type OptionCandidate, stepOf } from './option-candidate.ts'

/** Gives the lead time of a normal order, protected for variance; null where nobody told it. */
export const normalLead = ({ lineCase: { facts, policy } }: OptionCandidate): LeadTime | null =>
  facts.leadTime && protectedLead(facts.leadTime, normalQuantile(1 - policy.stockoutProbability))

/** Gives the day an order is usable that is placed on the first ordering day from `from` on; null without one. */
export const arrivalOf = ({ lineCase: { facts } }: OptionCandidate, lead: LeadTime | null, from?: Day): Day | null =>
  lead && (orderForwards(lead, facts.location.receiving, from ?? firstOrderDay(facts))?.usableOn ?? null)

/** Gives the day a normal order is usable that is placed on the first ordering day from `from` on; null without a lead time. */
export const normalArrival = (stake: OptionCandidate, from?: Day): Day | null =>
  arrivalOf(stake, normalLead(stake), from)

/** Places units with the supplier from a day on, over as many weeks as its limit asks for besides what is `taken` of it. */
export const placed = (
  { lineCase: { facts }, settled }: OptionCandidate,
  lead: LeadTime,
  units: number,
  from: Day = firstOrderDay(facts),
  taken: readonly OrderPart[] = [],
): readonly OrderPart[] => {
  const room = weeklyRoom(facts, settled.situation.ordinary?.receipts ?? null, taken)
  return splitForwards(lead, facts.location.receiving, facts.item.rule, room, from, units)
}

/** Leaves out of orders what is usable only after every day that lacks it. */
export const inTime = (
  { settled: { situation } }: OptionCandidate,
  parts: readonly OrderPart[],
): readonly OrderPart[] => {
  const end = situation.hurt.reduce((last, { window }) => Math.max(last, window.end), situation.window.end)
  return parts.filter(({ usableOn }) => usableOn <= end)
}

/** Gives what orders make usable. */
export const addedBy = (parts: readonly OrderPart[]): readonly Added[] =>
  parts.map(({ usableOn, units }) => ({ day: usableOn, units }))

/** Gives the part of a step that says what is ordered and when it is there. */
export const orderStep = (parts: readonly OrderPart[]): Pick<Step, 'units' | 'day' | 'orderOn' | 'deliveries'> => ({
  units: parts.reduce((sum, { units }) => sum + units, 0),
  day: parts[0]?.usableOn ?? null,
  orderOn: parts[0]?.orderOn ?? null,
  deliveries: parts.length > 1 ? addedBy(parts) : [],
})

/** Places a normal order of what a line lacks as soon as can be, or the planned ones where they are enough. */
export const orderToday = (stake: OptionCandidate): Move => {
  const { lineCase, settled } = stake
  const { facts, line, receipts, policy } = lineCase
  const { supplier, rule } = facts.item
  if (settled.ordering?.units === 0 && receipts.planned.length > 0) {
    const [first] = receipts.planned
    const units = receipts.planned.reduce((sum, planned) => sum + planned.units, 0)
    return {
      step: { ...stepOf(stake), units, day: first?.day ?? null, from: supplier },
      effect: effectOf(stake, receipts.planned),
    }
  }
  const lead = normalLead(stake)
  const arrives = normalArrival(stake)
  if (lead === null || arrives === null) return { whyNot: { code: 'no-lead-time', supplier } }
  if (arrives > line.end) return { whyNot: { code: 'arrives-late', day: arrives, end: line.end } }
  const limited = settled.ordering?.soonestParts ?? []
  const wanted =
    limited.length > 0
      ? limited.reduce((sum, { units }) => sum + units, 0)
      : orderQuantity(needAt(stake, arrives, policy.stockoutProbability), rule)
  if (wanted === 0) return { whyNot: { code: 'not-short' } }
  const parts = inTime(stake, placed(stake, lead, wanted))
  if (parts.length === 0) return { whyNot: { code: 'weeks-full', supplier } }
  return { step: { ...stepOf(stake), ...orderStep(parts), from: supplier }, effect: effectOf(stake, addedBy(parts)) }
}

import { firstOrderDay } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { normalQuantile } from '../demand/distribution.ts'
import type { SharedOrder } from '../risks/shared-order.ts'
import { lastDayOf } from '../supply/demand-coverage.ts'
import { type LeadTime, orderForwards, protectedLead } from '../supply/lead-time.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import type { AddedReceipt } from '../supply/outlook.ts'
import { freeWeeklyCapacity, type OrderPart, splitForwards } from '../supply/weekly-limit.ts'
import type { Move, Step } from './option.ts'
import { effectOf, emptyStep, type OptionCandidate, requirementAt } from './option-candidate.ts'

/** Gives the lead time of a normal order, protected for variance; null where it is unknown. */
export const normalLead = ({ lineCase: { facts, policy } }: OptionCandidate): LeadTime | null =>
  facts.leadTime && protectedLead(facts.leadTime, normalQuantile(1 - policy.stockoutProbability))

/** Gives the day an order is usable that is placed on the first ordering day from `from` on; null without one. */
export const arrivalOf = ({ lineCase: { facts } }: OptionCandidate, lead: LeadTime | null, from?: Day): Day | null =>
  lead && (orderForwards(lead, facts.location.receiving, from ?? firstOrderDay(facts))?.usableOn ?? null)

/** Gives the day a normal order is usable that is placed on the first ordering day from `from` on; null without a lead time. */
export const normalArrival = (candidate: OptionCandidate, from?: Day): Day | null =>
  arrivalOf(candidate, normalLead(candidate), from)

/** Units to order: from which day on (the first possible one where absent), besides orders that use up weekly capacity. */
type OrderRequest = {
  readonly lead: LeadTime
  readonly units: number
  readonly from?: Day
  readonly besides?: readonly OrderPart[]
}

/** Places units with the supplier as soon as can be, over as many weeks as its limit asks for; leaves out what comes too late. */
export const placeOrder = (candidate: OptionCandidate, request: OrderRequest): readonly OrderPart[] => {
  const { lineCase, result } = candidate
  const { facts } = lineCase
  const { lead, units, from = firstOrderDay(facts), besides = [] } = request
  const capacity = freeWeeklyCapacity(facts, result.coverage.ordinary?.receipts ?? null, besides)
  const terms = { lead, receiving: facts.location.receiving, rule: facts.item.rule, capacity }
  const end = lastDayOf(result.coverage)
  return splitForwards(terms, from, units).filter(({ usableOn }) => usableOn <= end)
}

/** Sums the units of orders. */
export const unitsOf = (parts: readonly { readonly units: number }[]): number =>
  parts.reduce((sum, { units }) => sum + units, 0)

/** Gives the receipts that orders bring. */
export const receiptsFrom = (parts: readonly OrderPart[]): readonly AddedReceipt[] =>
  parts.map(({ usableOn, units }) => ({ day: usableOn, units }))

/** Gives the part of a step that says what is ordered and when it is there. */
export const orderStep = (parts: readonly OrderPart[]): Pick<Step, 'units' | 'day' | 'orderOn' | 'deliveries'> => ({
  units: unitsOf(parts),
  day: parts[0]?.usableOn ?? null,
  orderOn: parts[0]?.orderOn ?? null,
  deliveries: parts.length > 1 ? receiptsFrom(parts) : [],
})

/** Prices a line's part of an order that it shares with others, placed on the last day for it. */
export const orderShared = (candidate: OptionCandidate, { order, comes: units }: SharedOrder): Move => {
  const day = normalArrival(candidate, order.orderBy)
  if (day === null) return orderToday(candidate)
  const parts = [{ orderOn: order.orderBy, usableOn: day, units }]
  return {
    step: { ...emptyStep(candidate), ...orderStep(parts), from: candidate.lineCase.facts.item.supplier },
    effect: effectOf(candidate, receiptsFrom(parts)),
  }
}

/** Prices a normal order of what a line lacks, placed as soon as can be, or the planned orders where they are enough. */
export const orderToday = (candidate: OptionCandidate): Move => {
  const { lineCase, result } = candidate
  const { facts, line, receipts, policy } = lineCase
  const { supplier, rule } = facts.item
  if (result.advice?.units === 0 && receipts.planned.length > 0) {
    const [first] = receipts.planned
    const units = unitsOf(receipts.planned)
    return {
      step: { ...emptyStep(candidate), units, day: first?.day ?? null, from: supplier },
      effect: effectOf(candidate, receipts.planned),
    }
  }
  const lead = normalLead(candidate)
  const arrives = normalArrival(candidate)
  if (lead === null || arrives === null) return { whyNot: { code: 'no-lead-time', supplier } }
  if (arrives > line.end) return { whyNot: { code: 'arrives-late', day: arrives, end: line.end } }
  const limited = result.advice?.soonestParts ?? []
  const wanted =
    limited.length > 0
      ? unitsOf(limited)
      : orderQuantity(requirementAt(candidate, arrives, policy.stockoutProbability), rule)
  if (wanted === 0) return { whyNot: { code: 'not-short' } }
  const parts = placeOrder(candidate, { lead, units: wanted })
  if (parts.length === 0) return { whyNot: { code: 'weeks-full', supplier } }
  return {
    step: { ...emptyStep(candidate), ...orderStep(parts), from: supplier },
    effect: effectOf(candidate, receiptsFrom(parts)),
  }
}

/** A supplier of an item besides its own: its lead time, and what a unit costs there; null where nobody says. */
export type SecondSupplier = { readonly lead: LeadTime; readonly unitCost: number | null }

/** Prices an order of what a line lacks at a second supplier, placed as soon as can be, by what it costs more than at the first. */
export const orderElsewhere = (candidate: OptionCandidate, second: SecondSupplier | null): Move => {
  if (second === null) return { whyNot: { code: 'no-second-supplier' } }
  const { lineCase } = candidate
  const { facts, line, policy } = lineCase
  const { supplier } = second.lead
  const lead = protectedLead(second.lead, normalQuantile(1 - policy.stockoutProbability))
  const there = { ...candidate, lineCase: { ...lineCase, facts: { ...facts, leadTime: second.lead } } }
  const arrives = arrivalOf(candidate, lead)
  if (arrives === null) return { whyNot: { code: 'no-lead-time', supplier } }
  if (arrives > line.end) return { whyNot: { code: 'arrives-late', day: arrives, end: line.end } }
  const units = orderQuantity(requirementAt(candidate, arrives, policy.stockoutProbability), facts.item.rule)
  if (units === 0) return { whyNot: { code: 'not-short' } }
  const parts = placeOrder(there, { lead, units })
  if (parts.length === 0) return { whyNot: { code: 'weeks-full', supplier } }
  const { unitCost } = facts.item
  const more = second.unitCost === null || unitCost === null ? null : (second.unitCost - unitCost) * unitsOf(parts)
  return {
    step: { ...emptyStep(candidate), ...orderStep(parts), from: supplier },
    effect: effectOf(candidate, receiptsFrom(parts), more),
    ...(more === null ? { untold: 'purchase' } : {}),
  }
}

import { firstOrderDay } from '../assessment/cell.ts'
import { type Day, everyDay, isOn, mondayToFriday } from '../day.ts'
import { pricedOrderingDays } from '../policy.ts'
import type { Expediting } from '../supply/lead-time.ts'
import { type LeadTime, orderForwards } from '../supply/lead-time.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import { expeditingCost, fastLead } from './expediting.ts'
import { effectOf, type OptionCandidate, requirementAt } from './option-candidate.ts'
import { arrivalOf, normalLead, placeOrder, receiptsFrom, unitsOf } from './order.ts'
import { orderableQuantities } from './orderable-quantities.ts'

/** The contribution that is lost by ordering on a day rather than on the first possible one, in the line's currency. */
export type DelayCost = { readonly day: Day; readonly lost: number }

/** The cost of delay on the next ordering days, and the kind of order that still helps. */
export type CostOfDelay = { readonly by: 'order' | 'expedite'; readonly days: readonly DelayCost[] }

/**
 * Gives what it costs to order on each of the next ordering days instead of the first one: the contribution of the best
 * order from then on against that of the best order at all. Null where no order helps any more, or price or cost is unknown.
 */
export const costOfDelay = (candidate: OptionCandidate, terms: Expediting | null): CostOfDelay | null => {
  const { line } = candidate.lineCase
  if (candidate.worth.margin === null || candidate.worth.holding === null) return null
  const days = orderingDays(candidate)
  const [today] = days
  if (today === undefined) return null
  const leads = { order: normalLead(candidate), expedite: terms && fastLead(candidate.lineCase.facts, terms) }
  const helps = (by: CostOfDelay['by']) =>
    (arrivalOf(candidate, leads[by], today) ?? Number.POSITIVE_INFINITY) <= line.end
  const by = helps('order') ? 'order' : helps('expedite') ? 'expedite' : null
  if (by === null || (by === 'expedite' && expeditingCost(terms as Expediting, 1) === null)) return null
  const values = days.map((day) => bestOf(candidate, leads[by] as LeadTime, day, by === 'expedite' ? terms : null))
  // Who waits until a day may as well order on a later one: waiting longer never costs less.
  const best = values.map((_, i) => Math.max(...values.slice(i)))
  return { by, days: days.map((day, i) => ({ day, lost: (best[0] as number) - (best[i] as number) })) }
}

/** Sums the cost of delay of lines that are ordered apart, each on its next ordering day, for the first days known of all. */
export const totalDelayCosts = (all: readonly CostOfDelay[]): readonly DelayCost[] => {
  const until = Math.min(...all.map(({ days }) => days.at(-1)?.day ?? Number.NEGATIVE_INFINITY))
  const days = [...new Set(all.flatMap((delay) => delay.days.map(({ day }) => day)))].sort((a, b) => a - b)
  return days
    .filter((day) => day <= until)
    .slice(0, pricedOrderingDays)
    .map((day) => ({
      day,
      lost: all.reduce((sum, delay) => sum + (delay.days.find((cost) => cost.day >= day)?.lost ?? 0), 0),
    }))
}

/** Lists the next days on which the supplier takes orders. */
const orderingDays = ({ lineCase: { facts } }: OptionCandidate): readonly Day[] => {
  const { leadTime, location } = facts
  const today = firstOrderDay(facts)
  if (leadTime === null) return []
  const days: Day[] = []
  let from = today
  while (days.length < pricedOrderingDays) {
    const next = orderForwards(leadTime, location.receiving, from)?.orderOn
    if (next === undefined) break
    from = next + 1
    // Nobody orders at a weekend, though no calendar says so.
    if (leadTime.orderDays !== everyDay || isOn(mondayToFriday, next) || next === facts.asOf) days.push(next)
  }
  return days
}

/** Gives the contribution of the best quantity that is ordered on a day, nothing included. */
const bestOf = (candidate: OptionCandidate, lead: LeadTime, day: Day, terms: Expediting | null): number => {
  const nothing = effectOf(candidate).contribution as number
  const { line, facts, policy } = candidate.lineCase
  const arrives = arrivalOf(candidate, lead, day)
  if (arrives === null || arrives > line.end) return nothing
  const premium = terms?.perUnit ?? 0
  const cost = premium + (candidate.worth.holding as number)
  const gain = (candidate.worth.margin as number) - premium
  const risks = [policy.stockoutProbability, ...(gain > 0 ? [cost / (gain + cost)] : [])]
  const quantities = risks.flatMap((risk) => {
    const need = requirementAt(candidate, arrives, risk)
    return [orderQuantity(need, facts.item.rule), ...orderableQuantities(need, facts.item.rule)]
  })
  return quantities.reduce((best, units) => {
    const parts = placeOrder(candidate, { lead, units, from: day })
    const extra = terms === null ? 0 : expeditingCost(terms, unitsOf(parts))
    return Math.max(best, effectOf(candidate, receiptsFrom(parts), extra).contribution as number)
  }, nothing)
}

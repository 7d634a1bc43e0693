import { firstOrderDay } from '../assessment/cell.ts'
import { type Day, everyDay, isOn, mondayToFriday } from '../day.ts'
import { pricedOrderingDays } from '../policy.ts'
import { type LeadTime, orderForwards } from '../supply/lead-time.ts'
import { orderQuantity } from '../supply/order-quantity.ts'
import { type Expediting, expeditingCost, fastLead } from './expediting.ts'
import { effectOf, needAt, type OptionCandidate } from './option-candidate.ts'
import { addedBy, arrivalOf, inTime, normalLead, placed } from './order.ts'
import { orderableAround } from './orderable.ts'

/** The contribution that is lost by ordering on a day rather than today, in the line's currency. */
export type Wait = { readonly day: Day; readonly lost: number }

/** What waiting costs on the next ordering days, with the kind of order that still helps. */
export type Waiting = { readonly by: 'order' | 'expedite'; readonly days: readonly Wait[] }

/**
 * Gives what it costs to order on each of the next ordering days instead of the first one: the contribution of the best
 * order from then on against that of the best order at all. Null where no order helps any more, or price or cost is unknown.
 */
export const priceOfWaiting = (stake: OptionCandidate, terms: Expediting | null): Waiting | null => {
  const { line } = stake.lineCase
  if (stake.worth.margin === null || stake.worth.holding === null) return null
  const days = orderingDays(stake)
  const [today] = days
  if (today === undefined) return null
  const leads = { order: normalLead(stake), expedite: terms && fastLead(stake, terms) }
  const helps = (by: Waiting['by']) => (arrivalOf(stake, leads[by], today) ?? Number.POSITIVE_INFINITY) <= line.end
  const by = helps('order') ? 'order' : helps('expedite') ? 'expedite' : null
  if (by === null || (by === 'expedite' && expeditingCost(terms as Expediting, 1) === null)) return null
  const values = days.map((day) => bestOf(stake, leads[by] as LeadTime, day, by === 'expedite' ? terms : null))
  // Who waits until a day may as well order on a later one: waiting longer never costs less.
  const best = values.map((_, i) => Math.max(...values.slice(i)))
  return { by, days: days.map((day, i) => ({ day, lost: (best[0] as number) - (best[i] as number) })) }
}

/** Sums what waiting costs on lines that are ordered apart, each on its next ordering day; the first days that all of them know. */
export const waitingTogether = (all: readonly Waiting[]): readonly Wait[] => {
  const until = Math.min(...all.map(({ days }) => days.at(-1)?.day ?? Number.NEGATIVE_INFINITY))
  const days = [...new Set(all.flatMap((waiting) => waiting.days.map(({ day }) => day)))].sort((a, b) => a - b)
  return days
    .filter((day) => day <= until)
    .slice(0, pricedOrderingDays)
    .map((day) => ({
      day,
      lost: all.reduce((sum, waiting) => sum + (waiting.days.find((wait) => wait.day >= day)?.lost ?? 0), 0),
    }))
}

/** Lists the first days from today on which the supplier takes orders. */
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
const bestOf = (stake: OptionCandidate, lead: LeadTime, day: Day, terms: Expediting | null): number => {
  const nothing = effectOf(stake).contribution as number
  const { line, facts, policy } = stake.lineCase
  const arrives = arrivalOf(stake, lead, day)
  if (arrives === null || arrives > line.end) return nothing
  const premium = terms?.perUnit ?? 0
  const cost = premium + (stake.worth.holding as number)
  const gain = (stake.worth.margin as number) - premium
  const risks = [policy.stockoutProbability, ...(gain > 0 ? [cost / (gain + cost)] : [])]
  const quantities = risks.flatMap((risk) => {
    const need = needAt(stake, arrives, risk)
    return [orderQuantity(need, facts.item.rule), ...orderableAround(need, facts.item.rule)]
  })
  return quantities.reduce((best, units) => {
    const parts = inTime(stake, placed(stake, lead, units, day))
    const extra =
      terms === null
        ? 0
        : expeditingCost(
            terms,
            parts.reduce((sum, part) => sum + part.units, 0),
          )
    return Math.max(best, effectOf(stake, addedBy(parts), extra).contribution as number)
  }, nothing)
}

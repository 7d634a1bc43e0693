import type { Day } from '../../domain/day.ts'
import type { Money } from '../../domain/money.ts'
import type { Announcement } from '../../domain/options/announce-by.ts'
import type { BreakEven } from '../../domain/options/break-even.ts'
import type { DelayCost } from '../../domain/options/cost-of-delay.ts'
import type { Option, OptionKind, Step, Unpriced, WhyNot } from '../../domain/options/option.ts'
import { countWords, dateWords, listWords, moneyWords, numberWords, unitWords, upliftWords } from '../language/words.ts'

const names: Readonly<Record<OptionKind, string>> = {
  nothing: 'Do nothing',
  'pull-in': 'Bring an order forward',
  order: 'Order normally',
  'second-supplier': 'Order at another supplier',
  expedite: 'Expedite everything',
  'expedite-part': 'Expedite part of it',
  date: 'Start later',
  volume: 'Cap the volume',
  'ready-places': 'Launch only where ready',
  transfer: 'Transfer',
  substitute: 'Offer a substitute',
  'pull-back': 'Pull the order back',
}

/** Names an option, `Expedite what pays`. */
export const optionName = (kind: OptionKind): string => names[kind]

/** Writes money by currency, `EUR 3,995`; nothing in it is nothing. */
export const sumWords = (money: Money): string => {
  const amounts = Object.entries(money).filter(([, amount]) => Math.abs(amount) >= 0.005)
  return amounts.length === 0
    ? '0'
    : amounts.map(([currency, amount]) => moneyWords(amount, currency === '' ? null : currency)).join(' + ')
}

const cell = (step: Step) => `${step.item} @ ${step.location}`

/** Says what a supplying location of the company sends beside an order. */
const sentWords = ({ sent }: Step): string =>
  sent === null ? '' : `, on top of the ${numberWords(sent.units)} that ${sent.from} sends`

/** Says when an order can be placed, `today` or `on Tue 2 Jun`. */
export const orderedWords = (orderOn: Day | null, today: Day): string =>
  orderOn === null || orderOn <= today ? 'today' : `on ${dateWords(orderOn, today)}`

/** Says when an ordered quantity is usable, part by part where a weekly limit splits it. */
const usableWords = ({ day, orderOn, deliveries }: Step, today: Day): string => {
  const ordered = orderOn === null || orderOn <= today ? '' : `, ordered ${orderedWords(orderOn, today)}`
  const date = (of: Day | null) => (of === null ? '' : dateWords(of, today))
  if (deliveries.length === 0) return `${ordered}, usable ${date(day)}`
  const shown = deliveries.slice(0, mostDeliveries)
  const left = deliveries.length - shown.length
  const rest = left === 0 ? [] : [`${countWords(left, 'more', 'more')} until ${date(deliveries.at(-1)?.day ?? null)}`]
  const parts = [...shown.map((part) => `${numberWords(part.units)} usable ${date(part.day)}`), ...rest]
  return `${ordered}, in ${countWords(deliveries.length, 'order')} because of the weekly limit: ${listWords(parts)}`
}

const mostDeliveries = 3

/** Says in one line what one step of an option asks for. */
export const stepWords = (kind: OptionKind, step: Step, today: Day): string => {
  const date = (day: Day | null) => (day === null ? '' : dateWords(day, today))
  const units = step.units === null ? '' : unitWords(step.units)
  switch (kind) {
    case 'nothing':
      return ''
    case 'pull-in':
      return soonerWords(step, today)
    case 'order':
    case 'second-supplier':
      return `${units} of ${cell(step)} at ${step.from ?? 'the supplier'}${usableWords(step, today)}${sentWords(step)}`
    case 'expedite':
    case 'expedite-part': {
      if (step.units === 0)
        return `${numberWords(step.rest)} units of ${cell(step)} by a normal order, usable from ${date(step.restDay)}`
      const rest =
        step.rest === 0 || step.restDay === null
          ? ''
          : `; ${numberWords(step.rest)} more by a normal order, usable from ${date(step.restDay)}`
      return `${units} of ${cell(step)} from ${step.from ?? 'the supplier'}${usableWords(step, today)}${rest}${sentWords(step)}`
    }
    case 'date':
      return `${cell(step)} from ${date(step.day)}${step.units === null ? '' : `, with ${units} ordered at ${step.from ?? 'the supplier'} ${orderedWords(step.orderOn, today)}`}`
    case 'volume':
      return `${units} of ${cell(step)} on the planned days, normal sales included`
    case 'ready-places':
      return `without ${cell(step)}`
    case 'transfer':
      return `${units} of ${cell(step)} from ${step.from ?? 'elsewhere'}, there ${date(step.day)}`
    case 'pull-back':
      return pulledBackWords(step, today)
    case 'substitute':
      return `${units} of ${step.instead?.item ?? 'another item'} instead of ${cell(step)}`
  }
}

const soonerWords = (step: Step, today: Day): string => {
  const { order, day, from } = step
  const due = order?.due ?? null
  const by = day === null ? '' : ` by ${dateWords(day, today)}`
  const days = due !== null && day !== null && due > day ? ` ${countWords(due - day, 'day')} sooner,` : ''
  return `${order?.orderId ?? 'the order'} (${unitWords(step.units ?? 0)} of ${cell(step)} at ${from ?? 'the supplier'})${days}${by}`
}

/** Says what is taken off an order, `take 200 of the 600 units of Cola @ EAST off PO-9 at ACME, by Sat 13 Jun`. */
const pulledBackWords = (step: Step, today: Day): string => {
  const { order, units, rest, day, from } = step
  const by = day === null ? '; ask whether it has left' : `, by ${dateWords(day, today)}`
  const orderId = order?.orderId ?? 'the order'
  const at = from ?? 'the supplier'
  return rest < 0.5
    ? `cancel ${orderId} (${unitWords(units ?? 0)} of ${cell(step)} at ${at})${by}`
    : `take ${numberWords(units ?? 0)} of the ${unitWords((units ?? 0) + rest)} of ${cell(step)} off ${orderId} at ${at}${by}`
}

const untoldNames: Readonly<Record<Unpriced, string>> = {
  rebooking: 'rebooking cost and a missed season',
  transport: 'transport',
  expediting: 'expediting',
  purchase: 'the price there',
  cancelling: 'what the supplier asks for the change',
}

/** Says which costs of an option are unknown, and up to which amount it stays the best option; null where all are known. */
export const unpricedWords = ({ untold, mayCost }: Option): string | null => {
  if (untold.length === 0) return null
  const what = listWords(untold.map((cost) => untoldNames[cost]))
  return mayCost === null ? `without ${what}` : `without ${what}; worth it up to ${sumWords(mayCost)}`
}

/** Says why an option is not possible. */
export const whyNotWords = (whyNot: WhyNot, today: Day): string => {
  const date = (day: Day) => dateWords(day, today)
  switch (whyNot.code) {
    case 'not-short':
      return 'nothing is missing'
    case 'no-order-helps':
      return whyNot.orderIds.length === 0
        ? 'no open order is late'
        : `even tomorrow, ${listWords(whyNot.orderIds)} would not close the gap`
    case 'late-at-source':
      return `${listWords(whyNot.orderIds)} ${whyNot.orderIds.length === 1 ? 'is' : 'are'} late at ${whyNot.location}, which has to pass it on first`
    case 'no-second-supplier':
      return 'no other supplier delivers it'
    case 'no-price':
      return 'price, unit cost or expediting cost is unknown'
    case 'no-terms':
      return `I do not know how fast ${whyNot.supplier ?? 'its supplier'} can expedite (expedite_days)`
    case 'no-lead-time':
      return `the lead time of ${whyNot.supplier ?? 'its supplier'} is missing`
    case 'weeks-full':
      return `the weekly limit of ${whyNot.supplier ?? 'its supplier'} is already used up for every week that would help`
    case 'arrives-late':
      return `usable ${date(whyNot.day)}, after the last day, ${date(whyNot.end)}`
    case 'never-pays':
      return `expediting costs ${moneyWords(whyNot.premium, whyNot.currency)} a unit, more than its margin of ${moneyWords(whyNot.margin, whyNot.currency)}`
    case 'normal-in-time':
      return 'a normal order covers everything in time'
    case 'no-part-pays':
      return 'it would cost more than it saves'
    case 'whole-is-best':
      return 'expediting everything pays more'
    case 'nowhere-else':
      return 'no other location has the item'
    case 'nothing-to-spare':
      return `${countWords(whyNot.places, 'other location')} ${whyNot.places === 1 ? 'needs its' : 'need their'} own stock`
    case 'no-substitute':
      return 'no substitute is sold here (substitute_sku in the items feed)'
    case 'substitute-needed':
      return `${whyNot.sku} has no stock to spare`
    case 'date-holds':
      return 'the planned start works if you order now'
    case 'no-safe-date':
      return 'there is no safe start within reach'
    case 'has-begun':
      return 'it has already started'
    case 'sold-in-kits':
      return 'it is sold in kits; change how many the promotion sells with /promo edit'
    case 'no-safe-volume':
      return 'not even one unit is safe'
    case 'no-place-ready':
      return 'no location is ready'
    case 'one-place':
      return 'it runs at one location only'
    case 'nothing-left-over':
      return 'nothing is likely to be left over'
    case 'no-order-to-cut':
      return 'no open order brings what will be left over'
    case 'order-has-left':
      return `${listWords(whyNot.orderIds)} ${whyNot.orderIds.length === 1 ? 'has' : 'have'} probably left already`
    case 'cut-saves-nothing':
      return 'what could be taken off an order saves nothing'
  }
}

/** Says up to which uplift a line is ready, against what is planned. */
export const breakEvenWords = (breakEven: BreakEven, planned: string): string => {
  switch (breakEven.kind) {
    case 'ratio':
      return `stock covers ${upliftWords(breakEven.ratio)}${breakEven.isMost ? ' and more' : ''}; ${planned}`
    case 'never':
      return `short at any uplift; ${planned}`
    case 'no-baseline':
      return `normal sales are unknown, so I cannot say which uplift the stock covers; ${planned}`
    case 'in-plan':
      return 'the demand plan already rises in those days, so I cannot say which uplift the stock covers'
  }
}

/** Says what waiting costs on each of the next ordering days, `today 0 · Thu 4 Jun 480`. */
export const waitingWords = (days: readonly DelayCost[], currency: string | null, today: Day): string => {
  const last = days.at(-1)
  if (last === undefined || days.every(({ lost }) => lost < 0.5))
    return `nothing until ${dateWords(last?.day ?? today, today)}`
  return days
    .map(({ day, lost }) => {
      const when = day === today ? 'today' : dateWords(day, today)
      return `${when} ${lost < 0.5 ? '0' : moneyWords(lost, currency)}`
    })
    .join(' · ')
}

/** Says how long before the start supply must hear of an uplift. */
export const announceWords = (announcement: Announcement, start: Day | null, today: Day): string => {
  switch (announcement.kind) {
    case 'none-needed':
      return 'no notice needed: stock and orders cover it'
    case 'no-lead-time':
      return 'the lead time is unknown'
    case 'by': {
      // For a live promotion, orders can still serve the days that are left.
      const ahead = announcement.days < 0 ? 'tell supply' : `tell supply ${countWords(announcement.days, 'day')} ahead`
      if (start === null) return ahead
      return `${ahead}${announcement.days < 0 ? '' : ':'} ${announcement.on < today ? 'that was' : 'by'} ${dateWords(announcement.on, today)}`
    }
  }
}

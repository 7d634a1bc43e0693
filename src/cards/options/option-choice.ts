import type { Day } from '../../domain/day.ts'
import type { DecisionTerms } from '../../domain/decisions/decision.ts'
import type { Option, Unpriced } from '../../domain/options/option.ts'
import type { Choice } from '../language/form.ts'
import { countWords, dateWords, digitWords, listWords, moneyWords, unitWords } from '../language/words.ts'
import { optionName, sumWords } from './option-words.ts'

/** Offers a way out with its price, `Start Mon 10 Aug: brings EUR 1,200, 340 more than doing nothing`. */
export const offerChoice = (value: string, option: Option, terms: DecisionTerms, today: Day): Choice => ({
  value,
  label: `${option.isBest ? '★ ' : ''}${deedWords(option, terms, today)}`,
  detail: priceWords(option),
})

const mostNames = 3

const few = (names: readonly string[]): string =>
  names.length <= mostNames ? listWords(names) : `${digitWords(names.length)} places`

const deedWords = ({ steps }: Option, terms: DecisionTerms, today: Day): string => {
  switch (terms.kind) {
    case 'commit':
    case 'nothing':
      return 'Accept the loss'
    case 'date':
      return `Start ${dateWords(terms.start, today)}`
    case 'volume':
      return `Cap at ${unitWords(terms.units)}`
    case 'ready-places':
      return `Only at ${few(terms.kept)}`
    case 'order':
      return `Order ${unitWords(terms.units ?? 0)}`
    case 'second-supplier': {
      const at = [...new Set(steps.flatMap((step) => step.from ?? []))]
      return `Order ${unitWords(terms.units ?? 0)}${at.length === 0 ? '' : ` at ${few(at)}`}`
    }
    case 'expedite':
    case 'expedite-part':
      return `Expedite ${unitWords(terms.units ?? 0)}`
    case 'transfer': {
      const from = [...new Set(steps.flatMap((step) => step.from ?? []))]
      return `Transfer ${unitWords(terms.units ?? 0)}${from.length === 0 ? '' : ` from ${few(from)}`}`
    }
    case 'substitute': {
      const instead = [...new Set(steps.flatMap((step) => step.instead?.item ?? []))]
      return instead.length === 1 ? `Offer ${instead[0]} instead` : optionName('substitute')
    }
    case 'pull-back': {
      const orders = [...new Set(steps.flatMap((step) => step.order?.orderId ?? []))]
      return orders.length === 1 ? `Take ${unitWords(terms.units ?? 0)} off ${orders[0]}` : optionName('pull-back')
    }
    case 'pull-in': {
      const orders = [...new Set(steps.flatMap((step) => step.order?.orderId ?? []))]
      const [step] = steps
      const sooner = step?.order?.due != null && step.day !== null ? step.order.due - step.day : 0
      return orders.length === 1 && sooner > 0
        ? `Get ${orders[0]} ${countWords(sooner, 'day')} sooner`
        : optionName('pull-in')
    }
  }
}

/** Costs that nobody has told are named, so that no price is taken for the whole one. */
const before: Readonly<Record<Unpriced, string>> = {
  rebooking: 'rebooking',
  transport: 'transport',
  expediting: 'expediting',
  purchase: 'the price there',
  cancelling: 'what the change costs',
}

const priceWords = ({ kind, total, untold }: Option): string => {
  const { contribution = null, gain = null } = total ?? {}
  const costs = untold.map((cost) => before[cost])
  if (contribution === null) return costs.length === 0 ? 'price or cost unknown' : `${listWords(costs)} not priced yet`
  const more = costs.length === 0 ? '' : `, before ${listWords(costs)}`
  const [[currency, amount] = [], other] = gain === null ? [] : Object.entries(gain)
  const brings = `brings ${sumWords(contribution)}`
  if (kind === 'nothing' || currency === undefined || amount === undefined || other !== undefined)
    return `${brings}${more}`
  if (Math.abs(amount) < leastTold) return `${brings}, as much as doing nothing${more}`
  return `${brings}, ${moneyWords(Math.abs(amount), null)} ${amount > 0 ? 'more' : 'less'} than doing nothing${more}`
}

/** Less than so much, in any currency, is no difference that people would choose by. */
const leastTold = 0.5

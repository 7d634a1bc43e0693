import type { Day } from '../../domain/day.ts'
import type { Concession, Decision, DecisionTerms, Expectation, Side } from '../../domain/decisions/decision.ts'
import type { Money } from '../../domain/money.ts'
import type { DelayCost } from '../../domain/options/cost-of-delay.ts'
import {
  countWords,
  dateWords,
  listWords,
  moneyWords,
  numberWords,
  percentWords,
  unitWords,
} from '../language/words.ts'
import { optionName, stepWords, sumWords } from '../options/option-words.ts'

const gateWords = {
  go: 'go: commit the budget though it is not ready',
  change: 'change it before the budget is committed',
  hold: 'hold it: the budget is not committed',
} as const

const small = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1)

/** Says what is decided, `start on Mon 10 Aug instead of Mon 6 Jul`. */
export const termsWords = (terms: DecisionTerms, today: Day): string => {
  switch (terms.kind) {
    case 'commit':
      return gateWords[terms.answer]
    case 'nothing':
      return 'go ahead and accept the loss'
    case 'date':
      return `start on ${dateWords(terms.start, today)} instead of ${dateWords(terms.from, today)}`
    case 'volume':
      return `cap at ${numberWords(terms.units)} of ${unitWords(terms.of)}`
    case 'ready-places':
      return `launch only at ${listWords(terms.kept)}, not at ${listWords(terms.dropped)}`
    default: {
      const name = small(optionName(terms.kind))
      const [only] = terms.steps
      if (only !== undefined && terms.steps.length === 1) return `${name}: ${stepWords(terms.kind, only, today)}`
      const units = terms.units === null ? '' : `: ${unitWords(terms.units)}`
      return terms.steps.length < 2 ? `${name}${units}` : `${name}${units} in ${countWords(terms.steps.length, 'step')}`
    }
  }
}

/** Says what was agreed and by whom, `capped at 289 of 700 units, agreed by Ana and Ben`. */
export const agreedWords = ({ terms, by, agreed }: Decision, today: Day): string => {
  const who = agreed === null || agreed.personId === by.personId ? by.name : `${by.name} and ${agreed.name}`
  return `${doneWords(terms, today)}, agreed by ${who}`
}

const doneWords = (terms: DecisionTerms, today: Day): string => {
  switch (terms.kind) {
    case 'nothing':
      return 'loss accepted'
    case 'date':
      return `moved to ${dateWords(terms.start, today)}`
    case 'volume':
      return `capped at ${numberWords(terms.units)} of ${unitWords(terms.of)}`
    case 'ready-places':
      return `only at ${listWords(terms.kept)}`
    default:
      return termsWords(terms, today)
  }
}

/** Names a function at the beginning of a sentence. */
export const sideWord = (side: Side): string => ({ marketing: 'Marketing', supply: 'Supply' })[side]

const daysWords = (days: number): string => (days % 7 === 0 ? countWords(days / 7, 'week') : countWords(days, 'day'))

/** Writes a concession: which function gives way, what it gives up and what that saves, `Trade-off: marketing moves the launch back 5 weeks, which saves EUR 2,200.` */
export const concessionWords = ({ side, days, units, places, cost, kept }: Concession): string => {
  const what =
    days !== null
      ? `${side} moves the launch back ${daysWords(days)}`
      : places !== null
        ? `${side} does not launch at ${listWords(places)}`
        : side === 'marketing'
          ? `marketing sells ${numberWords(units ?? 0)} fewer units`
          : units !== null
            ? `supply moves ${unitWords(units)} from elsewhere`
            : cost === null
              ? 'supply pays for speed'
              : `supply pays ${sumWords(cost)} for speed`
  return `Trade-off: ${what}${kept === null ? '' : `, which saves ${sumWords(kept)}`}.`
}

/** Says what something is expected to come to. */
export const expectedWords = (expected: Expectation | null): string => {
  if (expected === null) return 'not priced'
  const { sales, demand, stockout, extraCost, contribution, gain } = expected
  const against = gain === null || contribution === null ? '' : ` (${gainWords(gain)} compared with doing nothing)`
  return [
    `sells ${numberWords(sales)} of ${unitWords(demand)}`,
    extraCost === null || sumWords(extraCost) === '0' ? null : `costs ${sumWords(extraCost)} more`,
    contribution === null ? null : `${sumWords(contribution)} margin${against}`,
    `${percentWords(stockout)} chance of selling out`,
  ]
    .filter((part) => part !== null)
    .join(', ')
}

const gainWords = (gain: Money): string => {
  const words = sumWords(gain)
  return words !== '0' && Object.values(gain).every((amount) => amount >= 0) ? `+${words}` : words
}

/** Says what a day of waiting costs, `EUR 480 until Thu 4 Jun`, as computed when it was proposed; null where it is zero or unknown. */
export const waitingCostWords = (waiting: Decision['stood']['waiting'], today: Day): string | null => {
  const cost = waiting === null ? null : costOfWaiting(waiting.days, today)
  return cost === null || cost.lost < 0.5
    ? null
    : `${moneyWords(cost.lost, waiting?.currency ?? null)} until ${dateWords(cost.until, today)}`
}

/** Gives what is lost from today until the next ordering day. */
const costOfWaiting = (
  days: readonly DelayCost[],
  today: Day,
): { readonly lost: number; readonly until: Day } | null => {
  const now = days.findLast(({ day }) => day <= today)?.lost ?? 0
  const next = days.find(({ day }) => day > today)
  return next === undefined ? null : { lost: next.lost - now, until: next.day }
}

/** Says what became of a decision, `agreed by Ben`. */
export const stateWords = ({ state, agreed, approved, closed }: Decision): string => {
  switch (state) {
    case 'proposed':
      return 'waiting for an answer'
    case 'approving':
      return `agreed by ${agreed?.name}, waiting for an approver`
    case 'agreed':
    case 'carried-out':
      return `agreed by ${agreed?.name}${approved === null || approved.personId === agreed?.personId ? '' : `, approved by ${approved.name}`}`
    case 'countered':
      return `countered by ${closed?.name}`
    case 'declined':
      return `declined by ${closed?.name}`
    case 'withdrawn':
      return `withdrawn by ${closed?.name}`
    case 'lapsed':
      return 'lapsed without an answer'
  }
}

/** Says what is proposed and until when an answer is asked for, `Ana proposes: cap at 200 of 700 units; an answer is asked for by Thu 4 Jun`. */
export const proposalWords = ({ by, terms, deadline, agreed }: Decision, today: Day): string =>
  `${by.name} proposes: ${termsWords(terms, today)}; ${agreed === null ? 'answer' : `${agreed.name} agrees, approval`} due ${dateWords(deadline, today)}`

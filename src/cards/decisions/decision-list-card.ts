import type { Day } from '../../domain/day.ts'
import type { Decision } from '../../domain/decisions/decision.ts'
import type { EndedPromotion } from '../../domain/promotions/ended.ts'
import { type Card, firstOf, type Item } from '../language/card.ts'
import {
  countWords,
  dateWords,
  numberWords,
  percentWords,
  sinceWords,
  unitWords,
  verdictSymbol,
} from '../language/words.ts'
import { optionName, sumWords } from '../options/option-words.ts'
import { cameInWords } from '../promotions/pace-words.ts'
import { concessionWords, expectedWords, stateWords, termsWords, waitingCostWords } from './decision-words.ts'

const mostRows = 20

/** A decision that waits: a proposal without an answer, or one whose time has passed. */
export type WaitingView = { readonly decision: Decision; readonly hasLapsed: boolean }

/** Lists what waits for a decision, the first to be over first. */
export const waitingDecisionsCard = (waiting: readonly WaitingView[], today: Day): Card => {
  const { shown, left } = firstOf(waiting, mostRows)
  const title = `${countWords(waiting.length, 'open proposal')}, ${dateWords(today, today)}`
  return {
    tone: waiting.length === 0 ? 'good' : 'question',
    title,
    plain: title,
    blocks:
      shown.length === 0
        ? [{ kind: 'text', text: 'No proposal is waiting for an answer.' }]
        : [
            {
              kind: 'items',
              title: null,
              items: shown.map((view) => waitingItem(view, today)),
              left,
              where: '/promo list',
            },
          ],
    footer:
      shown.length === 0
        ? 'Past decisions and how they turned out: /promo decisions ended'
        : 'Answer: /promo agree, /promo counter or /promo decline. Past ones: /promo decisions ended',
  }
}

const waitingItem = ({ decision, hasLapsed }: WaitingView, today: Day): Item => {
  const { name, promotionId, terms, by, deadline, stood, agreed } = decision
  const cost = waitingCostWords(stood.waiting, today)
  const when = hasLapsed
    ? `no answer by ${dateWords(deadline, today)}`
    : `${agreed === null ? 'answer' : 'approval'} due ${dateWords(deadline, today)}`
  return {
    symbol: verdictSymbol(stood.verdict),
    text: `${name} (${promotionId}): ${termsWords(terms, today)}, proposed by ${by.name} since ${sinceWords(by.on, today)} · ${when}`,
    detail: [
      ...(agreed === null ? [] : [`${agreed.name} agrees`]),
      ...(stood.recommended === null ? [] : [`best option at the time: ${optionName(stood.recommended)}`]),
      ...(cost === null ? [] : [`waiting costs ${cost}`]),
      hasLapsed ? `propose something else: /promo decide ${promotionId}` : `why: ${decision.reason}`,
    ],
  }
}

/** A decision and its outcome; null where no sales are known. */
export type DecisionOutcome = { readonly decision: Decision; readonly ended: EndedPromotion }

/** Puts what was expected of decisions beside how their promotions did. */
export const decisionOutcomesCard = (outcomes: readonly DecisionOutcome[], today: Day): Card => {
  const { shown, left } = firstOf(outcomes, mostRows)
  const title = `${countWords(outcomes.length, 'decision')} on past promotions`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks:
      shown.length === 0
        ? [{ kind: 'text', text: 'No decided promotion is over yet.' }]
        : [
            {
              kind: 'items',
              title: null,
              items: shown.map((outcome) => outcomeItem(outcome, today)),
              left,
              where: '/promo history PROMOTION',
            },
          ],
    footer: null,
  }
}

const outcomeItem = ({ decision, ended }: DecisionOutcome, today: Day): Item => ({
  symbol: '·',
  text: `${decision.name} (${decision.promotionId}), until ${dateWords(ended.end, today)}: ${termsWords(decision.terms, today)}, ${stateWords(decision)}`,
  detail: [
    `expected: ${expectedWords(decision.expected)}`,
    `result: ${cameWords(ended)}`,
    ...(decision.concession === null ? [] : [concessionWords(decision.concession)]),
  ],
})

/** Says how a promotion that is over did, `sold 640 units, fill rate 98 %, EUR 130 lost`. */
const cameWords = ({ soldUnits, fillRate, lost, cameIn }: EndedPromotion): string =>
  soldUnits === null
    ? 'no sales figures yet: import sales'
    : [
        `sold ${unitWords(soldUnits)}${cameInWords(cameIn)}`,
        fillRate === null ? null : `fill rate ${percentWords(fillRate)}`,
        sumWords(lost) === '0' ? null : `${sumWords(lost)} lost`,
      ]
        .filter((part) => part !== null)
        .join(', ')

/** Says in short what was decided about an ended promotion, and what was expected. */
export const decidedWords = (decided: NonNullable<EndedPromotion['decided']>): string =>
  `decided: ${optionName(decided.option).toLowerCase()}${decided.expectedSales === null ? '' : `, ${numberWords(decided.expectedSales)} expected to sell`}`

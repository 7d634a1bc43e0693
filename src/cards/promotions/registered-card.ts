import { doItemsFollow } from '../../domain/promotions/items-follow.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { promotionActions } from '../../domain/promotions/promotion-actions.ts'
import { subjectOf } from '../../domain/risks/risk.ts'
import { isCommercial } from '../../domain/risks/risk-action.ts'
import { itemsFollowWords } from '../calendar/items-follow-words.ts'
import type { Action, Block, Card } from '../language/card.ts'
import { shortName } from '../language/line-budget.ts'
import { capital, countWords, dateWords, listWords, verdictWords, windowWords } from '../language/words.ts'
import { marginWords } from '../prices/price-words.ts'
import { actionWords } from '../risks/action-words.ts'
import { changing, fixing, optionsOf, seeingCard } from '../risks/risk-actions.ts'
import { belowNormalQuestion } from './below-normal.ts'
import { concernWords } from './concern-words.ts'
import { overrideWords } from './override-words.ts'
import { atRiskWords, expectedWords, possibleWords } from './problem-words.ts'
import { footerWords, toneOf } from './promotion-card.ts'
import { summaryBlocks } from './promotion-summary.ts'
import { worstShortage } from './shortage-words.ts'

/** The private answer to a registration, in two lines: the verdict with its cause; what happens next and the costliest thing to hear before money is committed. */
export const registeredCard = (view: JudgedPromotion): Card => {
  const { readiness, promotionId, asOf } = view
  if (doItemsFollow(view)) return provisionalCard(view)
  const head = `${verdictWords(readiness.verdict)}: ${shortName(view.name, 40)} (${promotionId}), ${windowWords(view.start, view.end, asOf)}.`
  const title = `${head} ${capital(causeWords(view))}.`
  return {
    tone: toneOf(readiness.verdict),
    title,
    plain: title,
    blocks: [{ kind: 'text', text: nextAnswerWords(view) }],
    actions: answerButtons(view),
    footer: null,
  }
}

/** The private answer to a registration without items: what is kept, and what is missing by when. */
const provisionalCard = (view: JudgedPromotion): Card => {
  const { promotionId, asOf } = view
  const title = `Provisional: ${shortName(view.name, 40)} (${promotionId}), ${windowWords(view.start, view.end, asOf)}. It has no items yet, so it has no verdict.`
  return {
    tone: 'question',
    title,
    plain: title,
    blocks: [{ kind: 'text', text: itemsFollowWords(view) }],
    actions: answerButtons(view),
    footer: null,
  }
}

/** The private answer to a what-if: the verdict with its cause, the sum behind it, and what is possible. */
export const whatIfCard = (view: JudgedPromotion): Card => {
  const { readiness, asOf } = view
  const title = `${verdictWords(readiness.verdict)}: ${shortName(view.name, 40)}, ${windowWords(view.start, view.end, asOf)}. ${capital(causeWords(view))}.`
  return {
    tone: toneOf(readiness.verdict),
    title,
    plain: title,
    blocks: [
      { kind: 'text', text: `${wouldBeWords(view)}Nothing was registered.` },
      ...summaryBlocks(view),
      ...textBlock(belowNormalQuestion(view)),
      ...marginWords(readiness).map((words): Block => ({ kind: 'notes', notes: [`${capital(words)}.`] })),
    ],
    footer: footerWords(readiness.lines, asOf),
  }
}

const textBlock = (text: string | null): readonly Block[] => (text === null ? [] : [{ kind: 'text', text }])

/** What is to be done about the verdict, without what is only about price, leftover or intelligence. */
const stepsOf = (view: JudgedPromotion) => promotionActions(view).filter(({ action }) => !isCommercial(action))

/** Says in one sentence why a promotion is judged as it is, `Cola 1.5 l sells out on Wed 8 Jul in EAST; no order arrives in time`. */
const causeWords = (view: JudgedPromotion): string => {
  const { verdict, lines, problems } = view.readiness
  const worst = worstShortage(problems, lines, verdict)
  if (verdict === 'ready' || worst === null) return `stock and orders cover it, ${expectedWords(lines)}`
  const [first] = stepsOf(view)
  if (verdict === 'unknown')
    return first === undefined ? 'data are missing' : actionWords(subjectOf(first), null, view.asOf, 'short')
  const [line] = worst.lines as [(typeof worst.lines)[number]]
  const day = line.reasons.find((reason) => reason.code === 'SHORT_IN_WINDOW')?.from ?? null
  const places = [...new Set(worst.lines.map((one) => one.line.location))]
  const where = places.length <= 2 ? listWords(places) : countWords(places.length, 'location')
  const more = worst.otherItems === 0 ? '' : ` (+ ${countWords(worst.otherItems, 'item')})`
  const sells = `${shortName(line.facts.item.name, 40)} sells out${day === null ? '' : ` on ${dateWords(day, view.asOf)}`} in ${where}${more}`
  return verdict === 'at-risk' ? `${sells} without an order` : `${sells}; no order arrives in time`
}

const nextWords = (view: JudgedPromotion): string => {
  const { readiness, asOf } = view
  if (doItemsFollow(view)) return itemsFollowWords(view)
  const [first] = stepsOf(view)
  switch (readiness.verdict) {
    case 'ready':
      return 'Nothing to do.'
    case 'at-risk':
      return first === undefined
        ? 'Supply is asked.'
        : `Supply is asked to ${actionWords(subjectOf(first), first.orderBy, asOf, 'short')}.`
    case 'not-ready': {
      const possible = possibleWords(readiness, asOf)
      return possible.length === 0
        ? 'Nothing can be promised yet; supply is asked to decide.'
        : `Supply is asked to decide. You can ${listOr(possible)}.`
    }
    case 'unknown':
      return 'I will judge it as soon as I know that.'
  }
}

/** Says what a promotion that is not registered would need, and what money would be at risk. */
const wouldBeWords = (view: JudgedPromotion): string => {
  const { readiness, asOf } = view
  const [first] = stepsOf(view)
  const money = atRiskWords(readiness.problems)
  const words = [
    ...(money === null ? [] : [`${money}.`]),
    ...(readiness.verdict === 'at-risk' && first !== undefined
      ? [`It needs someone to ${actionWords(subjectOf(first), first.orderBy, asOf, 'short')}.`]
      : []),
    ...(readiness.verdict === 'not-ready' && possibleWords(readiness, asOf).length === 0
      ? ['Nothing can be promised yet.']
      : []),
  ]
  return words.map((one) => `${one} `).join('')
}

const listOr = (ways: readonly string[]): string => ways.join(', or ')

/** Says what happens next, and the one thing that a marketer must hear before money is committed; what an edit left as it was is not asked again. */
export const nextAnswerWords = (view: JudgedPromotion, was: JudgedPromotion | null = null): string =>
  [nextWords(view), beforeCommitting(view, was)].filter((words) => words !== null).join(' ')

/** Says the one thing that a marketer must hear before money is committed; null where there is none. */
const beforeCommitting = (view: JudgedPromotion, was: JudgedPromotion | null): string | null => {
  if (view.override !== null) return overrideWords(view.override, view.asOf)
  const question = belowNormalQuestion(view)
  if (question !== null && (was === null || belowNormalQuestion(was) !== question)) return question
  const [concern] = [...concernWords(view.readiness, 'you'), ...marginWords(view.readiness)]
  return concern === undefined ? null : `${capital(concern)}.`
}

/** Offers the card, the priced options, what is missing, and to change the promotion. */
export const answerButtons = (view: JudgedPromotion): readonly Action[] => {
  const { promotionId, readiness } = view
  const [first] = stepsOf(view)
  return [
    seeingCard(promotionId),
    ...(readiness.verdict === 'not-ready' ? [optionsOf(promotionId)] : []),
    ...(readiness.verdict === 'unknown' && first !== undefined ? [fixing(first.action, promotionId, 0)] : []),
    { ...changing(promotionId), isSecondary: false },
  ]
}

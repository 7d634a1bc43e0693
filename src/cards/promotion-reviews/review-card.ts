import type { Day } from '../../domain/day.ts'
import type { Side } from '../../domain/decisions/decision.ts'
import { reviewWaitDays } from '../../domain/policy.ts'
import { type Question, questions } from '../../domain/promotion-reviews/question.ts'
import type { Review } from '../../domain/promotion-reviews/review.ts'
import { sideWord } from '../decisions/decision-words.ts'
import type { Action, Block, Card, Item, Tone } from '../language/card.ts'
import { dateWords, digitWords, numberWords, windowWords } from '../language/words.ts'
import { filling } from '../risks/risk-actions.ts'
import { answerLabels, answerWords, askWords } from './question-words.ts'
import {
  broughtWords,
  correctedWords,
  decisionWords,
  expectedAtWords,
  leftWords,
  movedWords,
  orderedWords,
  outWords,
  planWords,
  soldWords,
  taughtWords,
} from './review-words.ts'

type Head = { readonly symbol: string; readonly says: string; readonly tone: Tone }

const headOf = ({ outcome, stockedOut, lost, cameIn, isComplete }: Review): Head => {
  if (outcome !== 'ran') return { symbol: '✖', says: 'was cancelled because of supply', tone: 'bad' }
  if (cameIn.days === 0) return { symbol: '?', says: 'has no sales yet', tone: 'question' }
  if (stockedOut === true) return { symbol: '✖', says: 'sold out', tone: 'bad' }
  if (!isComplete) return { symbol: '?', says: 'is not complete', tone: 'question' }
  return lost >= 0.5
    ? { symbol: '▲', says: 'lost some sales', tone: 'warning' }
    : { symbol: '●', says: 'stayed in stock', tone: 'good' }
}

/** The review of a promotion, as its thread sees it, and whoever asks for it. */
export const reviewCard = (review: Review, today: Day): Card => {
  const { symbol, says, tone } = headOf(review)
  const { promotionId, name, start, end, accountable } = review
  const title = `${symbol} Review: ${name} (${promotionId}) ${says}`
  const notes = noteLines(review, today)
  return {
    tone,
    title,
    subtitle: [windowWords(start, end, today), movedWords(review, today), accountable.marketing]
      .filter((part) => part !== null)
      .join(' · '),
    plain: `${title}. ${factsOf(review, today)[0]?.value ?? ''}`,
    blocks: [
      ...(notes.length === 0 ? [] : [{ kind: 'notes', notes } as const]),
      { kind: 'facts', facts: factsOf(review, today) },
      answersBlock(review),
    ],
    actions: [
      asking('Details', `promo review ${promotionId} show:details`),
      filling('Add a line...', `answer:${promotionId}`, 0, `/promo answer ${promotionId} marketing:"..."`),
    ],
    footer: `As of ${dateWords(today, today)}. In words: /promo answer ${promotionId} plan:low`,
  }
}

const asking = (label: string, line: string): Action => ({
  label,
  does: 'ask',
  id: line,
  revision: 0,
  words: `/${line}`,
})

const noteLines = (review: Review, today: Day): readonly string[] => {
  const corrected = correctedWords(review, today)
  return [...(review.isComplete ? [] : [incompleteWords(review, today)]), ...(corrected === null ? [] : [corrected])]
}

const incompleteWords = ({ cameIn, end }: Review, today: Day): string => {
  const { days, ofDays, places, ofPlaces } = cameIn
  const some = places < ofPlaces && places > 0 ? `, from ${digitWords(places)} of ${digitWords(ofPlaces)} places` : ''
  const known =
    days === 0 ? 'No sales are in' : `${digitWords(days)} of ${digitWords(ofDays)} days' sales are in${some}`
  const last = end + reviewWaitDays
  return today < last
    ? `${known}. The review is posted once all are in, on ${dateWords(last, today)} at the latest.`
    : `${known}, ${digitWords(today - end)} days after the end. This is what is known; it changes when more come in.`
}

type Fact = { readonly label: string; readonly value: string }

const factsOf = (review: Review, today: Day): readonly Fact[] => {
  const fact = (label: string, value: string | null): readonly Fact[] => (value === null ? [] : [{ label, value }])
  const supply = review.accountable.supply
  const out = outWords(review)
  const [taught, ...others] = review.taught
  const cancelled = review.outcome !== 'ran'
  return [
    ...(cancelled ? [] : fact('Sold', soldWords(review))),
    ...fact('Short', cancelled || out === null ? null : `${out} · supply: ${supply ?? 'nobody named'}`),
    ...fact('Plan', planWords(review)),
    ...fact('Expected', expectedAtWords(review)),
    ...fact('Brought', cancelled ? null : broughtWords(review, today)),
    ...fact('Left over', cancelled ? null : leftWords(review)),
    ...orderedWords(review).flatMap(([label, value]) => fact(label, value)),
    ...decisionWords(review, today).flatMap((words) => fact('Decided', words)),
    ...fact(
      'Next time',
      taught === undefined
        ? null
        : `${taughtWords(taught)}${others.length === 0 ? '' : ` (+ ${numberWords(others.length)} ${others.length === 1 ? 'item' : 'items'})`}`,
    ),
  ]
}

const sides = ['marketing', 'supply'] as const satisfies readonly Side[]

/** The questions that are asked of a promotion that never ran. */
const ofCancelled: ReadonlySet<Question> = new Set(['again', 'marketing', 'help', 'supply'])

/** Lists the questions of a review to one function. */
export const questionsTo = ({ outcome }: Pick<Review, 'outcome'>, side: Side): readonly Question[] =>
  (Object.keys(questions) as readonly Question[]).filter(
    (question) => questions[question].side === side && (outcome === 'ran' || ofCancelled.has(question)),
  )

const answersBlock = (review: Review): Block => ({
  kind: 'items',
  title: 'What marketing and supply say',
  items: sides.flatMap((side) => sideItems(review, side)),
  left: 0,
  where: '',
})

const sideItems = (review: Review, side: Side): readonly Item[] => {
  const { answers, accountable, promotionId } = review
  const who = accountable[side] === null ? sideWord(side) : `${sideWord(side)}, ${accountable[side]}`
  const asked = questionsTo(review, side)
  const said = answers.filter(({ question }) => asked.includes(question))
  const open = asked.filter(
    (question) => questions[question].choices !== null && !said.some((one) => one.question === question),
  )
  return [
    ...(said.length === 0
      ? []
      : [
          {
            symbol: '●',
            text: `${who}: ${said.map((one, i) => `${saidWords(one)}${authorWords(said, i, accountable[side])}`).join(' ')}`,
            detail: [],
          },
        ]),
    ...open.map(
      (question): Item => ({
        symbol: '·',
        text: `${who}: ${askWords(question)}`,
        detail: [],
        actions: answerLabels(question).map(
          ([choice, label]): Action => ({
            label,
            does: 'answer',
            id: `${promotionId} ${question} ${choice}`,
            revision: 0,
            words: `/promo answer ${promotionId} ${question}:${choice}`,
          }),
        ),
      }),
    ),
  ]
}

/** Names who answered, after the last of their answers in a row, where it is not the one who is accountable. */
const authorWords = (said: Review['answers'], i: number, accountable: string | null): string => {
  const name = said[i]?.name
  return name === undefined || name === accountable || name === said[i + 1]?.name ? '' : ` (${name})`
}

const saidWords = (answer: Review['answers'][number]): string =>
  questions[answer.question].choices === null
    ? answerWords(answer)
    : `${askWords(answer.question)} ${answerWords(answer)}.`

import { momentWords } from '../../cards/language/words.ts'
import { answeredCard } from '../../cards/promotion-reviews/answered-card.ts'
import { answerLabels, answerWords, askWords } from '../../cards/promotion-reviews/question-words.ts'
import { questionsTo } from '../../cards/promotion-reviews/review-card.ts'
import type { Side } from '../../domain/decisions/decision.ts'
import { functionOf } from '../../domain/decisions/decision-answer.ts'
import { longestReason } from '../../domain/policy.ts'
import {
  answerTo,
  mayAnswerNow,
  type Question,
  questionKeys,
  questions,
} from '../../domain/promotion-reviews/question.ts'
import type { Review } from '../../domain/promotion-reviews/review.ts'
import { normalisedName } from '../../domain/promotions/promotion.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import { redrawReview } from '../../services/promotion-reviews/redraw-review.ts'
import type { Change } from '../../store/changes/change.ts'
import { oneLine, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, type Outcome, zoneOf } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { findReview } from './promo-review.ts'

const back = 'none'

const choices = (question: Question): string =>
  answerLabels(question)
    .map(([choice, label]) => `${choice} (${label.toLowerCase()})`)
    .join(', ')

/** Answers the questions of a review, for marketing or for supply. */
export const promoAnswer: Command = {
  name: 'promo answer',
  takes: [
    { name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true },
    ...questionKeys.map((question) => {
      const { side } = questions[question]
      return questions[question].choices === null
        ? { name: question, value: '"..."', says: `what ${side} says, in one line` }
        : {
            name: question,
            value: questions[question].choices[0],
            says: `${side}: ${askWords(question)} ${choices(question)}`,
          }
    }),
  ],
  does: 'say for your side how a promotion went; with none take it back',
  examples: ['/promo answer P-1 plan:low', '/promo answer P-1 supply:"The second truck came a day late"'],
  right: 'propose',
  run: async (context) => {
    const given = sortArguments(pressed(context), questionKeys)
    if (given.problems.length > 0) return refused(given.problems)
    const found = await findReview(context, given.bare.join(' '))
    if (!found.ok) return answer(found.error)
    const review = found.value
    const said = questionKeys.flatMap((question) => {
      const value = given.keyed.get(question)
      return value === undefined ? [] : [{ question, value: oneLine(value) }]
    })
    if (said.length === 0)
      return refused([`What do you say? For example: /promo answer ${review.promotionId} plan:low or stock:late.`])
    const problems = said.flatMap((one) => problemOf(context, review, one) ?? [])
    return problems.length > 0 ? refused(problems) : keep(context, review, said)
  },
}

/** A button says the promotion, the question and the choice in one text. */
const pressed = ({ words, revision }: CommandContext): CommandContext['words'] => {
  const [only] = words
  const match = revision === null || words.length !== 1 ? null : /^(.+) (\w+) (\w+)$/su.exec(only?.value ?? '')
  if (match === null) return words
  const [, promotionId = '', question = '', choice = ''] = match
  return [
    { key: null, value: promotionId },
    { key: question, value: choice },
  ]
}

type Said = { readonly question: Question; readonly value: string }

const problemOf = (context: CommandContext, review: Review, { question, value }: Said): string | null => {
  const { side, choices: known } = questions[question]
  if (!questionsTo(review, side).includes(question))
    return `${askWords(question)} is not asked: ${review.name} (${review.promotionId}) did not run.`
  const refusal = notTheirs(context, review, side)
  if (refusal !== null) return refusal
  if (value === '') return `${question}: is missing.`
  if (value !== back && known !== null && !known.some((choice) => choice === value))
    return `${question}: "${value}" is none of ${choices(question)}.`
  if (known === null && value.length > longestReason)
    return `${question}: has ${value.length} characters; the limit is ${longestReason}.`
  const before = answerTo(review.answers, question, context.person.id)
  if (value === back && before === null) return `${askWords(question)}: there is no answer of yours to take back.`
  if (mayAnswerNow(before, context.person.id, context.now) || before === null) return null
  const when = momentWords(before.at, zoneOf(context), context.today)
  return `${before.name} answered "${askWords(question)}" on ${when}: ${answerWords(before)}. That stands. Add a line of your own: /promo answer ${review.promotionId} ${side}:"..."`
}

/** Says that somebody speaks for the other function; null where they may speak for this one: by their role, as the accountable, or with neither role. */
const notTheirs = ({ roles, person }: CommandContext, { accountable }: Review, side: Side): string | null => {
  const own = functionOf(roles)
  const name = accountable[side]
  if (own === null || own === side) return null
  if (name !== null && normalisedName(name) === normalisedName(person.name)) return null
  return `${side === 'marketing' ? 'Marketing' : 'Supply'} answers that${name === null ? '' : `: ${name}, or anyone in ${side}`}.`
}

const keep = async (context: CommandContext, review: Review, said: readonly Said[]): Promise<Outcome> => {
  const { person, now, today, placeName } = context
  const { promotionId } = review
  const kept = said.map(({ question, value }) => {
    const before = answerTo(review.answers, question, person.id)
    const after =
      value === back ? null : { question, answer: value, personId: person.id, name: person.name, at: before?.at ?? now }
    return { question, before, after }
  })
  const answers = [
    ...review.answers.filter((one) => !kept.some(({ before }) => before === one)),
    ...kept.flatMap(({ after }) => after ?? []),
  ].sort((a, b) => questionKeys.indexOf(a.question) - questionKeys.indexOf(b.question))
  const fields = (which: 'before' | 'after') =>
    Object.fromEntries(kept.map((one) => [one.question, one[which]?.answer ?? null]))
  return {
    changes: [
      ...kept.map((one): Change => ({ kind: 'keep-review-answer', promotionId, ...one })),
      ...(await redrawReview(context, { ...review, answers })),
      auditEntry(
        { person, placeName },
        { action: 'answer-review', entity: promotionId, before: fields('before'), after: fields('after'), detail: {} },
      ),
    ],
    reply: answeredCard(review, kept, today),
  }
}

import type { Verdict } from '../../domain/assessment/readiness.ts'
import { type Day, dayOf } from '../../domain/day.ts'
import type { Question } from '../../domain/promotion-reviews/question.ts'
import type { EndedPromotion } from '../../domain/promotions/ended.ts'
import { decisionHistoryWords } from '../decisions/decision-history.ts'
import { outcomeWords } from '../digest/ended-words.ts'
import { type Card, firstOf } from '../language/card.ts'
import {
  countWords,
  dateWords,
  listWords,
  momentWords,
  numberWords,
  unitWords,
  upliftWords,
  verdictWords,
} from '../language/words.ts'
import { answerWords, askWords } from '../promotion-reviews/question-words.ts'
import { type ChangedFields, changeWords } from './change-words.ts'
import type { HistoryLine } from './history-line.ts'

const mostLines = 20

/** The history of a promotion, newest first. */
export const historyCard = (
  promotion: { readonly name: string; readonly promotionId: string },
  lines: readonly HistoryLine[],
  {
    timeZone,
    today,
    ended = null,
  }: { readonly timeZone: string; readonly today: Day; readonly ended?: EndedPromotion | null },
): Card => {
  const title = `History of ${promotion.name} (${promotion.promotionId})`
  const { shown, left } = firstOf(lines.toReversed(), mostLines)
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [
      ...(ended === null
        ? []
        : [{ kind: 'text' as const, text: `Ended ${dateWords(ended.end, today)}: ${outcomeWords(ended)}` }]),
      {
        kind: 'items',
        title: null,
        items: shown.map((line) => ({
          symbol: '·',
          text: `${momentWords(line.at, timeZone, today)}: ${whatWords(line, today)}`,
          detail: [],
        })),
        left,
        where: `npm run shelfready -- audit --promotion ${promotion.promotionId}`,
      },
    ],
    footer: `Times in ${timeZone}.`,
  }
}

const whatWords = (line: HistoryLine, today: Day): string => {
  const { action, actor, place, detail } = line
  const decision = decisionHistoryWords(line)
  if (decision !== null) return decision
  const text = (key: string) => (typeof detail[key] === 'string' ? (detail[key] as string) : null)
  const who = text('name') ?? actor
  const where = place === '' ? '' : ` in ${place}`
  const changed = changeWords(fieldsOf(detail.before), fieldsOf(detail.after), today)
  const verdict = (key: string) => (text(key) === null ? '' : verdictWords(text(key) as Verdict))
  switch (action) {
    case 'register':
      return `registered by ${who}${where}${verdict('verdict') === '' ? '' : `: ${verdict('verdict')}`}`
    case 'verdict':
      return `${verdict('from')} → ${verdict('to')}, ${causeWords(detail)}`
    case 'import':
      return `${countWords(Number(detail.rows), 'line')} imported from ${actor}`
    case 'edit': {
      const verdicts = verdict('from') === verdict('to') ? verdict('to') : `${verdict('from')} → ${verdict('to')}`
      const what = changed || saidWords(detail)
      return `changed by ${who}${where}${what === '' ? '' : `: ${what}`} · ${verdicts}`
    }
    case 'cancel':
      return `cancelled by ${who}${where}, ${text('why') === 'supply' ? 'because of supply' : 'not because of supply'}${text('reason') === null ? '' : `: ${text('reason')}`}`
    case 'override': {
      const why = text('reason') === null ? '' : `: ${text('reason')}`
      const verdicts = verdict('from') === verdict('to') ? verdict('to') : `${verdict('from')} → ${verdict('to')}`
      if (typeof detail.uplift !== 'number') {
        const what = typeof fieldsOf(detail.before)?.units === 'number' ? 'agreed figure' : 'own uplift'
        return `${what} removed by ${who}${where}${why}; ${verdicts}`
      }
      if (typeof detail.units === 'number')
        return `figure of ${unitWords(detail.units)} agreed by ${who} and ${text('with')}${where}${why}; ${verdicts}`
      const until = text('until') === null ? '' : ` until ${dateWords(dayOf(text('until') as string), today)}`
      const before = fieldsOf(detail.before)?.uplift
      const was = typeof before === 'number' ? `, was ${upliftWords(before)}` : ''
      return `uplift set to ${upliftWords(detail.uplift)} by ${who}${where}${was}${until}${why}; ${verdicts}`
    }
    case 'share': {
      const [at, source] = [text('at') ?? '', text('source') ?? '']
      const verdicts = verdict('from') === verdict('to') ? verdict('to') : `${verdict('from')} → ${verdict('to')}`
      if (typeof detail.units !== 'number')
        return `share of ${at} in ${source}'s stock made automatic again by ${who}${where}; ${verdicts}`
      const before = fieldsOf(detail.before)?.units
      const was = typeof before === 'number' ? `, was ${numberWords(before)}` : ''
      return `share of ${at} in ${source}'s ${text('sku') ?? 'stock'} set to ${unitWords(detail.units)} by ${who}${where}${was}; ${verdicts}`
    }
    case 'acknowledge':
      return `${text('risk') ?? 'its risk'} acknowledged by ${who}${where}`
    case 'snooze':
      return `${text('risk') ?? 'its risk'} snoozed by ${who}${where} until ${text('until') ?? 'later'}`
    case 'resolve':
      return `${text('risk') ?? 'its risk'} resolved by ${who}${where}: ${text('reason') ?? 'no reason given'}`
    case 'take':
    case 'take-back':
    case 'assign':
    case 'mitigate':
    case 'accept':
    case 'reopen':
    case 'comment':
    case 'correct':
    case 'withdraw':
    case 'mark':
    case 'undo':
      return handlingWords(action, `${who}${where}`, text)
    case 'escalate': {
      const [names, owner] = [namesOf(detail.asked), text('owner')]
      const asked = owner !== null && names.join() === owner ? `${owner} reminded` : `${listWords(names)} asked`
      return `${text('risk') ?? 'its risk'}: ${asked}, ${owner === null ? 'it was unassigned' : 'nothing had been done'}`
    }
    case 'stop':
      return `reminders of ${text('risk') ?? 'its risk'} stopped by ${who}`
    case 'silence':
      return `${text('risk') ?? 'its risk'} reopened: ${text('owner') ?? 'someone'} acknowledged it, but nothing followed`
    case 'answer-review':
      return `review answered by ${who}${where}: ${reviewWords(fieldsOf(detail.after))}`
    case 'intelligence':
      return `market intelligence from ${who}${where}: ${text('what') ?? ''}`
    case 'park':
      return `a message for ${place} could not be posted: ${text('reason') ?? 'refused'}`
    case 'expire':
      return `a message for ${place} was not sent: it was out of date`
    default:
      return `${action} by ${who}${where}${changed === '' ? '' : `: ${changed}`}`
  }
}

/** Says what somebody did about a risk. */
const handlingWords = (action: string, by: string, text: (key: string) => string | null): string => {
  const risk = text('risk') ?? 'its risk'
  const reason = text('reason') === null ? '' : `: ${text('reason')}`
  switch (action) {
    case 'take':
      return `${risk} taken over by ${by}`
    case 'take-back':
      return `${risk} released by ${by}`
    case 'assign':
      return `${risk} assigned to ${text('to') ?? 'someone'} by ${by}`
    case 'mitigate':
      return `${text('order') ?? 'an order'} recorded for ${risk} by ${by}, due ${text('due') ?? 'later'}`
    case 'accept':
      return `loss of ${risk} accepted by ${by}${reason}`
    case 'reopen':
      return `${risk} reopened by ${by}${reason}`
    case 'comment':
      return `comment by ${by} on ${risk}: ${text('comment') ?? ''}`
    case 'correct':
      return `${text('correction') ?? 'a feed'} corrected by ${by}${reason}`
    case 'withdraw':
      return `${text('order') ?? 'an order'} withdrawn by ${by}`
    case 'mark':
      return `${text('order') ?? 'an order'} marked as ${markWords(text('for'))} by ${by}`
    default:
      return `undone by ${by}: ${text('risk') ?? undoneWords(text('what'))}`
  }
}

const reviewWords = (after: ChangedFields | null): string =>
  Object.entries((after ?? {}) as Readonly<Record<string, string | null>>)
    .map(([question, said]) =>
      said === null
        ? `${askWords(question as Question)} taken back`
        : `${askWords(question as Question)} ${answerWords({ question: question as Question, answer: said })}`,
    )
    .join(' · ')

const markWords = (what: string | null): string =>
  what === null || what === 'unsaid' ? 'nothing' : what === 'ordinary' ? 'an ordinary order' : `an order for ${what}`

const undoneWords = (what: string | null) =>
  what === 'correct' ? 'a correction' : what === 'mitigate' ? 'a recorded order' : (what ?? 'what was done')

const fieldsOf = (value: unknown): ChangedFields | null =>
  typeof value === 'object' && value !== null ? (value as ChangedFields) : null

/** The typed words of old entries, which lack the values before and after. */
const saidWords = ({ said }: HistoryLine['detail']): string =>
  Object.entries(fieldsOf(said) ?? {})
    .map(([key, value]) => `${key}:${String(value)}`)
    .join(' ')

const namesOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

/** Says what turned a verdict: orders by name, else new data, something that was done, or the day. */
const causeWords = ({ orders, because }: HistoryLine['detail']): string => {
  const named = namesOf(orders).slice(0, 2)
  if (named.length > 0) return `as ${listWords(named)} changed`
  return because === 'feed' ? 'with new data' : because === 'act' ? 'after a change' : 'as time passed'
}

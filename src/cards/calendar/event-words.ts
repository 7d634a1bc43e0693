import type { CalendarPromotion } from '../../domain/calendar/overlaps.ts'
import type { Day } from '../../domain/day.ts'
import { type RiskRecord, type RiskSubject, subjectOf } from '../../domain/risks/risk.ts'
import type { RiskCandidate } from '../../domain/risks/risk-candidate.ts'
import { capital, verdictSymbol } from '../language/words.ts'
import { actionWords } from '../risks/action-words.ts'
import { calendarStanding } from './calendar-words.ts'

/** What is to be done about a promotion, as it stands among people. */
export type NextStep = { readonly candidate: RiskCandidate; readonly record: RiskRecord | null }

/** The texts of an event in a calendar: its title, and the lines below it. */
export type EventWords = { readonly summary: string; readonly description: string }

/** So many days before a last day nobody counts the days that are left: a calendar is read later than it is written. */
const uncounted = 8

/** Says a step without the days that are left. */
const stepWords = ({ candidate, record }: NextStep, today: Day): string => {
  const day = candidate.orderBy === null ? today : candidate.orderBy - uncounted
  const owner = record?.owner?.name ?? record?.handled?.name ?? 'Unassigned'
  const subject = subjectOf(candidate)
  return `${capital(aloneWords(subject) ?? actionWords(subject, candidate.orderBy, day, 'packed'))} · ${owner}`
}

/** Says a step that is about several promotions without the others, which may be beyond the calendar's filter. */
const aloneWords = ({ action, item }: RiskSubject): string | null => {
  switch (action.kind) {
    case 'share':
      return `decide who gets ${item ?? action.sku}`
    case 'reprice':
      return `check the price of ${item ?? action.sku}`
    case 'review':
      return `check what ${action.by} heard`
    default:
      return null
  }
}

/** Writes the event of a promotion that runs or comes up: its verdict, its next step and its owner. */
export const promotionEventWords = (promotion: CalendarPromotion, next: NextStep | null, today: Day): EventWords => {
  const { readiness, name, promotionId, owner } = promotion
  const standing = calendarStanding(promotion)
  return {
    summary: `${verdictSymbol(readiness.verdict)} ${standing}: ${name} (${promotionId})`,
    description: [
      `Verdict: ${standing}`,
      next === null
        ? readiness.lines.length === 0
          ? 'Next: add its items'
          : readiness.verdict === 'ready'
            ? 'Stock and orders cover it'
            : null
        : `Next: ${stepWords(next, today)}`,
      owner === null ? null : `Owner: ${owner}`,
      `More: promo show ${promotionId}`,
    ]
      .filter((line) => line !== null)
      .join('\n'),
  }
}

/** Writes the event of a promotion that was cancelled or is over. */
export const closedEventWords = (
  { name, promotionId, owner }: Pick<CalendarPromotion, 'name' | 'promotionId' | 'owner'>,
  how: 'cancelled' | 'over',
): EventWords => ({
  summary: `${how === 'cancelled' ? 'Cancelled: ' : ''}${name} (${promotionId})`,
  description: [
    how === 'cancelled' ? 'This promotion was cancelled' : 'This promotion is over',
    ...(owner === null ? [] : [`Owner: ${owner}`]),
    `More: promo history ${promotionId}`,
  ].join('\n'),
})

/** Writes the event of the last day to order for a promotion. */
export const orderByEventWords = (
  { name, promotionId }: Pick<CalendarPromotion, 'name' | 'promotionId'>,
  step: NextStep,
  today: Day,
): EventWords => ({
  summary: `Order by today: ${name} (${promotionId})`,
  description: stepWords(step, today),
})

/** Writes the event of the day on which marketing commits to a promotion. */
export const commitByEventWords = ({
  name,
  promotionId,
  owner,
}: Pick<CalendarPromotion, 'name' | 'promotionId' | 'owner'>): EventWords => ({
  summary: `Commit by today: ${name} (${promotionId})`,
  description: owner === null ? 'Nobody owns it yet' : `Owner: ${owner}`,
})

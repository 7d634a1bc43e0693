import { createHash } from 'node:crypto'
import {
  closedEventWords,
  commitByEventWords,
  type EventWords,
  type NextStep,
  orderByEventWords,
  promotionEventWords,
} from '../../cards/calendar/event-words.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { type Day, dayOf } from '../../domain/day.ts'
import { calendarDaysBack, calendarDaysForward, mostCalendarPromotions } from '../../domain/policy.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { isCommercial } from '../../domain/risks/risk-action.ts'
import { promotionsShown, type View } from '../../domain/subscriptions/filter-match.ts'
import { type EventVersion, keepEventVersions } from '../../store/links/calendar-events.ts'
import { loadPromotions } from '../../store/promotions/promotions.ts'
import { liveRows } from '../../store/promotions/stored-promotion.ts'
import { type Context, type MomentContext, visibilityFor } from '../context.ts'
import { loadPresent, type Present } from '../present/present.ts'
import type { ExtraEvent } from './calendar-subject.ts'
import { loadClosedPromotions } from './closed-promotions.ts'

export type CalendarContext = MomentContext & Pick<Context, 'workspace' | 'policy' | 'today'>

/** An event of a calendar, on whole days: the first, and the day after the last. */
export type CalendarEvent = EventWords &
  EventVersion & {
    readonly uid: string
    readonly status: 'confirmed' | 'tentative' | 'cancelled'
    readonly start: Day
    readonly endsBefore: Day
  }

type Drawn = Omit<CalendarEvent, keyof EventVersion> & { readonly promotionId: string }

/**
 * Loads the events of a calendar: the promotions that a view shows, those of them that were cancelled or ended within the
 * last months, and the days that were asked for besides. Each has the number of its changes.
 */
export const loadCalendarEvents = async (
  context: CalendarContext,
  view: View,
  extras: readonly ExtraEvent[] = [],
): Promise<readonly CalendarEvent[]> => {
  const { workspace, today, now } = context
  const present = await loadPresent(context)
  const shown = promotionsShown(view, present.entries)
    .filter(({ status, start, end }) => status !== 'cancelled' && isInReach(start, end, today))
    .toSorted((a, b) => a.start - b.start || (a.promotionId < b.promotionId ? -1 : 1))
    .slice(0, mostCalendarPromotions)
  const live = new Set(present.entries.flatMap((one) => (one.status === 'cancelled' ? [] : one.promotionId)))
  const closed = (await loadClosedPromotions(context, view, live)).filter((one) => isInReach(one.start, one.end, today))
  const commitDays = extras.includes('commit-by') ? await loadCommitDays(context, shown) : new Map<string, Day>()
  const steps = stepsOf(present)
  const drawn = formattedForAll((): readonly Drawn[] => [
    ...shown.map((promotion) => promotionEvent(promotion, steps.get(promotion.promotionId)?.first ?? null, today)),
    ...closed.map(
      (promotion): Drawn => ({
        ...closedEventWords(promotion, promotion.how),
        ...eventOf('promotion', promotion.promotionId, promotion.start, promotion.end),
        status: promotion.how === 'cancelled' ? 'cancelled' : 'confirmed',
      }),
    ),
    ...(extras.includes('order-by')
      ? shown.flatMap((one) => orderByEvent(one, steps.get(one.promotionId), today))
      : []),
    ...shown.flatMap((one) => commitByEvent(one, commitDays.get(one.promotionId))),
  ])
  const versions = await keepEventVersions(
    workspace,
    drawn.map(({ uid, promotionId, ...content }) => ({
      ...{ uid, promotionId, content },
      isCancelled: content.status === 'cancelled',
    })),
    now,
  )
  return drawn.map(({ promotionId: _, ...event }) => ({
    ...event,
    ...(versions.get(event.uid) ?? { sequence: 0, changedAt: now }),
  }))
}

const isInReach = (start: Day, end: Day, today: Day): boolean =>
  end >= today - calendarDaysBack && start <= today + calendarDaysForward

/** The same promotion has the same id in every calendar, whatever letters its own has. */
const eventOf = (what: 'promotion' | ExtraEvent, promotionId: string, start: Day, end: Day) => ({
  uid: `${createHash('sha256').update(`${what}\u0000${promotionId}`).digest('hex').slice(0, 32)}@shelfready`,
  promotionId,
  start,
  endsBefore: end + 1,
})

const promotionEvent = (promotion: JudgedPromotion, next: NextStep | null, today: Day): Drawn => ({
  ...promotionEventWords(promotion, next, today),
  ...eventOf('promotion', promotion.promotionId, promotion.start, promotion.end),
  status: promotion.status === 'tentative' ? 'tentative' : 'confirmed',
})

const orderByEvent = (promotion: JudgedPromotion, steps: Steps | undefined, today: Day): readonly Drawn[] => {
  const order = steps?.order
  const day = order?.candidate.orderBy
  if (order === undefined || day == null) return []
  return [
    {
      ...orderByEventWords(promotion, order, today),
      ...eventOf('order-by', promotion.promotionId, day, day),
      status: 'confirmed',
    },
  ]
}

const commitByEvent = (promotion: JudgedPromotion, day: Day | undefined): readonly Drawn[] =>
  day === undefined
    ? []
    : [
        {
          ...commitByEventWords(promotion),
          ...eventOf('commit-by', promotion.promotionId, day, day),
          status: 'confirmed',
        },
      ]

/** What is to be done first about a promotion, and the first order that is due for it. */
type Steps = { first: NextStep; order: NextStep | undefined }

/** Finds the steps of each promotion; what is settled is none, and price and leftover come last. */
const stepsOf = ({ candidates, records }: Present): ReadonlyMap<string, Steps> => {
  const steps = new Map<string, Steps>()
  const inOrder = [...candidates].sort((a, b) => Number(isCommercial(a.action)) - Number(isCommercial(b.action)))
  for (const candidate of inOrder) {
    const record = records.get(candidate.identity) ?? null
    if (record !== null && (record.state === 'resolved' || record.state === 'accepted')) continue
    const step = { candidate, record }
    for (const { promotion } of candidate.evidence) {
      const known = steps.get(promotion.promotionId)
      const isOrder = candidate.action.kind === 'order' && candidate.orderBy !== null
      if (known === undefined) steps.set(promotion.promotionId, { first: step, order: isOrder ? step : undefined })
      else if (isOrder && isSooner(step, known.order)) known.order = step
    }
  }
  return steps
}

const isSooner = ({ candidate }: NextStep, other: NextStep | undefined): boolean =>
  other === undefined || (candidate.orderBy as Day) < (other.candidate.orderBy as Day)

const loadCommitDays = async (
  context: CalendarContext,
  shown: readonly JudgedPromotion[],
): Promise<ReadonlyMap<string, Day>> => {
  const ids = shown.map(({ promotionId }) => promotionId)
  const stored = await loadPromotions(context.workspace, await visibilityFor(context), ids)
  return new Map(
    stored.flatMap((promotion) => {
      const days = liveRows(promotion).flatMap((row) => (row.commit_on === null ? [] : dayOf(row.commit_on)))
      return days.length === 0 ? [] : [[promotion.promotionId, Math.min(...days)] as const]
    }),
  )
}

import type { JudgedLine, Verdict } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import type { JointOrder } from '../../domain/risks/joint-order.ts'
import type { FeedOrder, ReportedOrder } from '../../domain/risks/reported-order.ts'
import type { DueWindow } from '../../domain/supply/due-days.ts'
import type { Card } from '../language/card.ts'
import {
  capital,
  countWords,
  dateWords,
  listWords,
  unitWords,
  verdictWord,
  verdictWords,
  windowWords,
} from '../language/words.ts'
import { orderWords, problemWords } from '../promotions/problem-words.ts'
import { windowSumWords } from '../promotions/window-sum-words.ts'

/** A promotion before and after an input by a person. */
export type VerdictChange = {
  readonly promotionId: string
  readonly name: string
  readonly from: Verdict
  readonly to: Verdict
  /** Its lines that are not ready afterwards, the worst first. */
  readonly problems: readonly JudgedLine[]
  /** The first order that its worst item still needs; null where it needs none. */
  readonly order: JointOrder | null
}

/** Says how an input changes the verdict of promotions, what those that are not ready still lack, and what to do next: `next` where it is known, else what more to order. */
export const verdictChangeWords = (
  promotions: readonly VerdictChange[],
  today: Day,
  next: string | null = null,
): string =>
  promotions
    .map(({ promotionId, name, from, to, problems, order }) => {
      const verdict =
        from === to
          ? `${name} (${promotionId}) is still ${verdictWord(to).toLowerCase()}`
          : `${name} (${promotionId}): ${verdictWords(from)} → ${verdictWords(to)}`
      const missing = to === 'ready' ? [] : missingWords({ problems, order }, today, next)
      return [verdict, ...missing].join('. ')
    })
    .join('; ')

/** Says what lines that are not ready lack, why, and what more to order. */
const missingWords = (
  { problems, order }: Pick<VerdictChange, 'problems' | 'order'>,
  today: Day,
  known: string | null,
): readonly string[] => {
  const [worst] = problems
  if (worst === undefined) return []
  const sum = worst.verdict === 'unknown' ? null : windowSumWords(worst)
  const others = problems.length === 1 ? '' : `, and ${countWords(problems.length - 1, 'line')} more`
  const next =
    known ??
    (order === null || order.units === 0
      ? orderWords(worst)
      : `Order ${unitWords(order.units)}${(worst.sum?.ordered ?? 0) > 0 ? ' more' : ''} by ${dateWords(order.orderBy, today)}`)
  return [
    `${problemWords(worst).replace(/\.$/, '')}${sum === null ? '' : ` (${sum})`}${others}`,
    ...(next === null ? [] : [capital(next.replace(/\.$/, ''))]),
  ]
}

/** Names an order that was told, `PO-91 for 500 units, due Wed 24 Jun`. */
export const orderReportedWords = (orderId: string, units: number, due: Day, today: Day): string =>
  `${orderId} for ${unitWords(units)}, due ${dateWords(due, today)}`

/** Says of an order that comes too early or too late when it has to come instead; null where its day is right. */
export const wrongDayWords = (
  { orderId, due }: Pick<ReportedOrder, 'orderId' | 'due'>,
  { from, by }: DueWindow,
  today: Day,
): string | null => {
  const isEarly = from !== null && due < from
  if (!isEarly && due <= by) return null
  const why = isEarly
    ? `before ${dateWords(from, today)}, so part of it would sell as normal stock`
    : `after ${dateWords(by, today)}, which is too late`
  const when =
    from === null
      ? `by ${dateWords(by, today)}`
      : from === by
        ? `on ${dateWords(by, today)}`
        : `from ${windowWords(from, by, today)}`
  return `${orderId} comes ${why}. Have it delivered ${when}`
}

const unitsOf = (parts: readonly ReportedOrder[]) => parts.reduce((sum, { quantity }) => sum + quantity, 0)

const what = (parts: readonly ReportedOrder[], today: Day): string => {
  const [first] = parts as [ReportedOrder]
  return `${orderReportedWords(first.orderId, unitsOf(parts), first.due, today)}, ${first.sku} at ${listWords(parts.map(({ location }) => location))}`
}

/** Tells the person who reported an order that a feed shows it with another quantity or day, or cancelled. */
export const orderDiffersCard = (parts: readonly ReportedOrder[], inFeed: FeedOrder, today: Day): Card => {
  const [first] = parts as [ReportedOrder]
  if (inFeed.isCancelled) return orderCancelledCard(parts, today)
  const due = inFeed.due === null ? 'without a date' : `due ${dateWords(inFeed.due, today)}`
  const title = `${first.orderId} differs between the order feed and what you recorded.`
  return {
    tone: 'question',
    title,
    plain: title,
    blocks: [
      { kind: 'text', text: `You recorded: ${what(parts, today)}. The feed has: ${unitWords(inFeed.units)}, ${due}.` },
      { kind: 'text', text: 'From now on the feed counts.' },
    ],
    footer: `If the feed is wrong: /shelfready correct ${riskNumber(first)} order:${first.orderId} due:"..."`,
  }
}

const orderCancelledCard = (parts: readonly ReportedOrder[], today: Day): Card => {
  const [first] = parts as [ReportedOrder]
  const title = `${first.orderId} was cancelled in the order feed.`
  return {
    tone: 'warning',
    title,
    plain: title,
    blocks: [{ kind: 'text', text: `You recorded: ${what(parts, today)}. It no longer counts.` }],
    footer: `Record its replacement: /shelfready ordered ${riskNumber(first)} ...`,
  }
}

/** Asks the person who reported an order where it is, because feeds came without it. */
export const orderMissingCard = (parts: readonly ReportedOrder[], feeds: number, today: Day): Card => {
  const [first] = parts as [ReportedOrder]
  const title = `${first.orderId} is missing from the last ${feeds} order feeds.`
  return {
    tone: 'question',
    title,
    plain: title,
    blocks: [
      { kind: 'text', text: `You recorded: ${what(parts, today)}. It still counts.` },
      {
        kind: 'text',
        text: `If you placed it, ask whoever runs the order feed. If not, remove it.`,
      },
    ],
    actions: [
      {
        label: 'Not placed',
        does: 'withdraw',
        id: first.orderId,
        revision: 0,
        words: `/shelfready withdraw ${first.orderId}`,
      },
    ],
    footer: 'After three more feeds without it, it stops counting.',
  }
}

/** Tells the person who reported an order that it no longer counts. */
export const orderLapsedCard = (parts: readonly ReportedOrder[], feeds: number, today: Day): Card => {
  const [first] = parts as [ReportedOrder]
  const title = `${first.orderId} no longer counts: it was missing from ${feeds} order feeds.`
  return {
    tone: 'warning',
    title,
    plain: title,
    blocks: [{ kind: 'text', text: `You recorded: ${what(parts, today)}. It no longer counts.` }],
    footer: `Record it again once you have placed it: /shelfready ordered ${riskNumber(first)} ...`,
  }
}

const riskNumber = ({ riskId }: ReportedOrder) => `R-${riskId}`

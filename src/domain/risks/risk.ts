import { orderRuleOf } from '../assessment/cell.ts'
import { byUrgency, type LaterOrder, type Verdict } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import type { PromotionId, RiskId } from '../ids.ts'
import { hasGrownMaterially, type Money } from '../money.ts'
import { worseningWorkingDays } from '../policy.ts'
import { haveSameFields } from '../same-fields.ts'
import type { OrderRule } from '../supply/order-quantity.ts'
import type { RiskAction, RiskKind } from './risk-action.ts'
import { type RiskCandidate, workingDaysBetween } from './risk-candidate.ts'

/**
 * Where a risk stands: nobody answered its question; somebody deals with it; something is on its way; it is settled; its
 * loss is taken knowingly; its promotions are over.
 */
export const riskStates = ['open', 'acknowledged', 'mitigating', 'resolved', 'accepted', 'expired'] as const

export type RiskState = (typeof riskStates)[number]

/** Tells whether somebody has answered the question of a risk, put it aside or settled it. */
export const isHandled = (record: Pick<RiskRecord, 'state'> | null): boolean =>
  record !== null && record.state !== 'open'

/** Tells whether the assessment still calls for what a risk is about. */
export const isCalledFor = ({ endedAt }: Pick<RiskRecord, 'endedAt'>): boolean => endedAt === null

/** What a risk is about, short enough to keep beside it. */
export type RiskSubject = {
  readonly action: RiskAction
  readonly promotions: readonly {
    readonly promotionId: PromotionId
    readonly name: string
    readonly start: Day
    /** Absent in what was kept before windows mattered. */
    readonly end?: Day
  }[]
  /** The item's name, where the action is about one item. */
  readonly item: string | null
  readonly orderUnits: number | null
  /** The hour by which the order must be in on its last day; absent in what was kept before hours were judged. */
  readonly cutoff?: string | null
  /** What a weekly limit leaves for later orders; absent in what was kept before limits were judged. */
  readonly later?: readonly LaterOrder[]
  readonly rule: OrderRule | null
  readonly lines: number
}

/** What people knew of a risk at a moment: the basis to tell whether it has worsened since. */
export type RiskBasis = { readonly verdict: Verdict; readonly orderBy: Day | null; readonly money: Money }

/** Somebody, and since when something is theirs: the moment as ISO text, and its business date. */
export type Attribution = {
  readonly personId: string
  readonly name: string
  readonly at: string
  readonly on: Day
}

/** A risk as it is kept. Moments are ISO text. */
export type RiskRecord = RiskBasis & {
  readonly id: RiskId
  readonly identity: string
  readonly kind: RiskKind
  readonly subject: RiskSubject
  readonly state: RiskState
  /** Counts how often it was opened; each episode asks its question once. */
  readonly episode: number
  readonly openedAt: string
  /** The business date of that moment; absent in what was kept before dates were. */
  readonly openedOn?: Day
  /** Who was asked because nobody dealt with it, in which episode, the first first. */
  readonly asked?: readonly { readonly episode: number; readonly name: string; readonly on: Day }[]
  /** Whom it is with, whether they have answered or not; null while it is with nobody. */
  readonly owner: Attribution | null
  /** Who answered, put aside or settled it in this episode, why, and what they knew; null while it is open. */
  readonly handled: (Attribution & { readonly reason: string | null; readonly basis: RiskBasis }) | null
  readonly snoozedUntil: Day | null
  /** When nothing called for it any more; null while something does. */
  readonly endedAt: string | null
  /** Changes with every change; 0 for a risk that is not kept yet. */
  readonly version: number
}

/**
 * Tells whether a risk has worsened materially: a worse verdict, money up by 25 % in a currency and above the floor, or
 * an order-by date two working days earlier.
 */
export const hasWorsened = (before: RiskBasis, now: RiskBasis, moneyFloor: number): boolean =>
  byUrgency(before.verdict, now.verdict) > 0 ||
  hasGrownMaterially(before.money, now.money, moneyFloor) ||
  (now.orderBy !== null &&
    before.orderBy !== null &&
    workingDaysBetween(now.orderBy, before.orderBy) >= worseningWorkingDays)

/** Says what a risk is about. */
export const subjectOf = ({ action, orderUnits, cutoff, later, evidence }: RiskCandidate): RiskSubject => {
  const lines = evidence.flatMap((one) => one.lines)
  return {
    action,
    promotions: evidence.map(({ promotion: { promotionId, name, start, end } }) => ({ promotionId, name, start, end })),
    item: 'sku' in action ? (lines[0]?.facts.item.name ?? null) : null,
    orderUnits,
    cutoff,
    later,
    rule: action.kind === 'order' && lines[0] !== undefined ? orderRuleOf(lines[0].facts) : null,
    lines: lines.length,
  }
}

/** Gives what people know of a risk at a moment. */
export const basisOf = ({ verdict, orderBy, money }: RiskBasis): RiskBasis => ({ verdict, orderBy, money })

type KeptFacts = RiskBasis & { readonly subject: RiskSubject }

/**
 * Brings a kept risk to what its assessment says today. A new one is open; one that nothing calls for any more is resolved,
 * or expired once its promotions are over; one that somebody answered, put aside or settled opens again, in a new episode
 * and with whom it was, only when it worsened materially since; a snooze ends on its day. A loss that was accepted stays
 * accepted. Answers the same object when nothing changes.
 */
export const reconcile = (
  record: RiskRecord | null,
  candidate: RiskCandidate | null,
  { today, now, moneyFloor }: { readonly today: Day; readonly now: string; readonly moneyFloor: number },
): RiskRecord | null => {
  if (candidate === null) return record === null || !isCalledFor(record) ? record : ended(record, today, now)
  const basis = basisOf(candidate)
  const { identity, kind } = candidate
  const subject = subjectOf(candidate)
  if (record === null)
    return {
      id: 0,
      identity,
      kind,
      subject,
      ...basis,
      state: 'open',
      episode: 1,
      openedAt: now,
      openedOn: today,
      owner: null,
      handled: null,
      snoozedUntil: null,
      endedAt: null,
      version: 0,
    }
  const told = { ...record, ...basis, subject }
  const opened = (): RiskRecord => ({
    ...told,
    state: 'open',
    episode: record.episode + 1,
    openedAt: now,
    openedOn: today,
    handled: null,
    snoozedUntil: null,
    endedAt: null,
  })
  const isWorse = record.handled !== null && hasWorsened(record.handled.basis, basis, moneyFloor)
  if (!isCalledFor(record)) return record.state === 'accepted' && !isWorse ? { ...told, endedAt: null } : opened()
  if (record.state !== 'open' && isWorse) return opened()
  if (record.snoozedUntil !== null && record.snoozedUntil <= today) {
    const { openedAt, openedOn } = record
    return { ...opened(), openedAt, ...(openedOn === undefined ? {} : { openedOn }) }
  }
  return haveSameFields<KeptFacts>(record, { ...basis, subject }, ['verdict', 'orderBy', 'money', 'subject'])
    ? record
    : told
}

const ended = (record: RiskRecord, today: Day, now: string): RiskRecord => {
  const isSettled = record.state === 'resolved' || record.state === 'accepted'
  const isOver = record.subject.promotions.every(({ start, end = start }) => end < today)
  return {
    ...record,
    state: isSettled ? record.state : isOver ? 'expired' : 'resolved',
    snoozedUntil: null,
    endedAt: now,
  }
}

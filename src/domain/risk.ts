import { orderRuleOf } from './cell.ts'
import type { Day } from './day.ts'
import { type Exposure, type RiskAction, type RiskKind, workingDaysBetween } from './exposure.ts'
import type { Money } from './money.ts'
import { byUrgency, type LaterOrder, type Verdict } from './readiness.ts'
import type { OrderRule } from './supply/order-quantity.ts'

/** Where a risk stands with people. */
export type RiskState = 'open' | 'acknowledged' | 'snoozed' | 'resolved' | 'closed'

/** Tells whether somebody has a risk, has put it aside or has settled it. */
export const isHandled = (record: Pick<RiskRecord, 'state'> | null): boolean =>
  record !== null && record.state !== 'open' && record.state !== 'closed'

/** What a risk is about, short enough to keep beside it. */
export type RiskSubject = {
  readonly action: RiskAction
  readonly promotions: readonly { readonly promotionId: string; readonly name: string; readonly start: Day }[]
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

/** A risk as it is kept. Moments are ISO text. */
export type RiskRecord = RiskBasis & {
  readonly id: number
  readonly identity: string
  readonly kind: RiskKind
  readonly subject: RiskSubject
  readonly state: RiskState
  /** Counts how often it was opened; each episode asks its question once. */
  readonly episode: number
  readonly openedAt: string
  /** Who acknowledged, snoozed or settled it in this episode, when, and what they knew. */
  readonly handled: {
    readonly at: string
    /** The business date of that moment. */
    readonly on: Day
    readonly personId: string
    readonly name: string
    /** Why it was settled; null while it is not. */
    readonly reason: string | null
    readonly basis: RiskBasis
  } | null
  readonly snoozedUntil: Day | null
  /** Changes with every change; 0 for a risk that is not kept yet. */
  readonly version: number
}

const worseByMoney = 1.25
const worseByWorkingDays = 2

/**
 * Tells whether a risk has worsened materially: a worse verdict, money up by 25 % in a currency and above the floor, or
 * an order-by date two working days earlier.
 */
export const hasWorsened = (before: RiskBasis, now: RiskBasis, moneyFloor: number): boolean =>
  byUrgency(before.verdict, now.verdict) > 0 ||
  Object.entries(now.money).some(
    ([currency, amount]) => amount > moneyFloor && amount > (before.money[currency] ?? 0) * worseByMoney,
  ) ||
  (now.orderBy !== null &&
    before.orderBy !== null &&
    workingDaysBetween(now.orderBy, before.orderBy) >= worseByWorkingDays)

/** Says what a risk is about. */
export const subjectOf = ({ action, orderUnits, cutoff, later, evidence }: Exposure): RiskSubject => {
  const lines = evidence.flatMap((one) => one.lines)
  return {
    action,
    promotions: evidence.map(({ promotion: { promotionId, name, start } }) => ({ promotionId, name, start })),
    item: action.kind === 'order' ? (lines[0]?.facts.item.name ?? null) : null,
    orderUnits,
    cutoff,
    later,
    rule: action.kind === 'order' && lines[0] !== undefined ? orderRuleOf(lines[0].facts) : null,
    lines: lines.length,
  }
}

const basisOf = ({ verdict, orderBy, money }: RiskBasis): RiskBasis => ({ verdict, orderBy, money })

type Seen = RiskBasis & { readonly subject: RiskSubject }

const isSame = (a: Seen, b: Seen) =>
  [a, b]
    .map(({ verdict, orderBy, money, subject }) => JSON.stringify([verdict, orderBy, money, subject]))
    .every((text, _, [first]) => text === first)

/**
 * Brings a kept risk to what its assessment says today. A new one is open; one whose action is no longer called for is
 * closed; one that somebody acknowledged, snoozed or settled opens again, in a new episode, only when it worsened materially
 * since; a snooze ends on its day. Answers the same object when nothing changes.
 */
export const reconcile = (
  record: RiskRecord | null,
  exposure: Exposure | null,
  { today, now, moneyFloor }: { readonly today: Day; readonly now: string; readonly moneyFloor: number },
): RiskRecord | null => {
  if (exposure === null)
    return record === null || record.state === 'closed' ? record : { ...record, state: 'closed', snoozedUntil: null }
  const basis = basisOf(exposure)
  const { identity, kind } = exposure
  const subject = subjectOf(exposure)
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
      handled: null,
      snoozedUntil: null,
      version: 0,
    }
  const opened = { ...record, ...basis, subject, state: 'open', snoozedUntil: null } as const
  if (
    record.state === 'closed' ||
    (record.handled !== null && record.state !== 'open' && hasWorsened(record.handled.basis, basis, moneyFloor))
  )
    return { ...opened, episode: record.episode + 1, openedAt: now, handled: null }
  if (record.state === 'snoozed' && record.snoozedUntil !== null && record.snoozedUntil <= today)
    return { ...opened, episode: record.episode + 1, handled: null }
  return isSame(record, { ...basis, subject }) ? record : { ...record, ...basis, subject }
}

type Handler = { readonly id: string; readonly name: string }

/** The moment, as ISO text, and the business date it falls on. */
type Moment = { readonly now: string; readonly today: Day }

const handledBy = ({ id, name }: Handler, record: RiskRecord, { now, today }: Moment) => ({
  at: now,
  on: today,
  personId: id,
  name,
  reason: null,
  basis: basisOf(record),
})

/** Gives a risk to the person who acknowledges it, with what they know of it. One that was put aside is asked anew first. */
export const acknowledged = (record: RiskRecord, person: Handler, moment: Moment): RiskRecord => ({
  ...record,
  state: 'acknowledged',
  episode: record.state === 'snoozed' ? record.episode + 1 : record.episode,
  snoozedUntil: null,
  handled: handledBy(person, record, moment),
})

/** Puts a risk aside until a day. */
export const snoozed = (record: RiskRecord, person: Handler, until: Day, moment: Moment): RiskRecord => ({
  ...record,
  state: 'snoozed',
  snoozedUntil: until,
  handled: handledBy(person, record, moment),
})

/** Settles a risk by what was done about it; it opens again when it gets materially worse. */
export const resolved = (record: RiskRecord, person: Handler, reason: string, moment: Moment): RiskRecord => ({
  ...record,
  state: 'resolved',
  snoozedUntil: null,
  handled: { ...handledBy(person, record, moment), reason },
})

import { orderRuleOf } from '../assessment/cell.ts'
import type { JudgedLine, LaterOrder } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import type { PromotionId, RiskId } from '../ids.ts'
import { type MissingOfMinimum, missingOfMinimum } from '../ordering/supplier-minimum.ts'
import { haveSameFields } from '../same-fields.ts'
import type { OrderRule } from '../supply/order-quantity.ts'
import { deliveryOf } from './due-window.ts'
import type { Delivery } from './joint-order.ts'
import type { RiskAction, RiskKind } from './risk-action.ts'
import type { RiskCandidate } from './risk-candidate.ts'
import { hasWorsened, type RiskBasis } from './risk-worsening.ts'

/**
 * The state of a risk: nobody has taken it; somebody has; a mitigation is under way; it is resolved; its loss is accepted;
 * its promotions are over.
 */
export const riskStates = ['open', 'acknowledged', 'mitigating', 'resolved', 'accepted', 'expired'] as const

export type RiskState = (typeof riskStates)[number]

/** Tells whether somebody has acknowledged, snoozed or settled a risk. */
export const isHandled = (record: Pick<RiskRecord, 'state'> | null): boolean =>
  record !== null && record.state !== 'open'

/** Tells whether somebody has resolved a risk or accepted its loss, so that nothing is left to do about it. */
export const isSettled = (record: Pick<RiskRecord, 'state'> | null): boolean =>
  record !== null && (record.state === 'resolved' || record.state === 'accepted')

/** Tells whether the assessment still calls for the action of a risk. */
export const isCalledFor = ({ endedAt }: Pick<RiskRecord, 'endedAt'>): boolean => endedAt === null

/** What a risk is about, short enough to be kept with it. */
export type RiskSubject = {
  readonly action: RiskAction
  readonly promotions: readonly {
    readonly promotionId: PromotionId
    readonly name: string
    readonly start: Day
    /** Absent in older records. */
    readonly end?: Day
  }[]
  /** The item's name, where the action is about one item. */
  readonly item: string | null
  readonly orderUnits: number | null
  /** The hour by which the order must be in on its last day; absent in older records. */
  readonly cutoff?: string | null
  /** What a weekly limit leaves for later orders; absent in older records. */
  readonly later?: readonly LaterOrder[]
  /** The days between which the order must be delivered; absent where it may come at any time, and in older records. */
  readonly delivery?: Delivery
  readonly rule: OrderRule | null
  /** What the order lacks of its supplier's minimum; absent where it lacks nothing, and in older records. */
  readonly lacking?: MissingOfMinimum
  readonly lines: number
}

/** Who did something or owns it, and since when: the moment as ISO text, and its business date. */
export type Attribution = {
  readonly personId: string
  readonly name: string
  readonly at: string
  readonly on: Day
}

/** A risk as it is stored. Moments are ISO text. */
export type RiskRecord = RiskBasis & {
  readonly id: RiskId
  readonly identity: string
  readonly kind: RiskKind
  readonly subject: RiskSubject
  readonly state: RiskState
  /** Counts how often it was opened: nobody is asked twice about a risk in one episode. */
  readonly episode: number
  readonly openedAt: string
  /** The business date of that moment; absent in older records. */
  readonly openedOn?: Day
  /** Who was asked by escalation, in which episode, in the order of asking. */
  readonly asked?: readonly { readonly episode: number; readonly name: string; readonly on: Day }[]
  /** Its owner, whether they have answered or not; null while it has none. */
  readonly owner: Attribution | null
  /** Who acknowledged, snoozed or settled it in this episode, why, and the figures at that moment; null while it is open. */
  readonly handled: (Attribution & { readonly reason: string | null; readonly basis: RiskBasis }) | null
  readonly snoozedUntil: Day | null
  /** When the assessment called for it no more; null while it does. */
  readonly endedAt: string | null
  /** Rises with every change; 0 for a risk that is not stored yet. */
  readonly version: number
}

/** Gives what a risk is about. */
export const subjectOf = ({ action, orderUnits, cutoff, later, orders, evidence }: RiskCandidate): RiskSubject => {
  const [order] = orders
  const delivery = order === undefined ? null : deliveryOf(order)
  const lines = evidence.flatMap((one) => one.lines)
  const lacking = action.kind === 'order' ? lackingOf(lines[0], orderUnits) : null
  return {
    action,
    promotions: evidence.map(({ promotion: { promotionId, name, start, end } }) => ({ promotionId, name, start, end })),
    item: 'sku' in action ? (lines[0]?.facts.item.name ?? null) : null,
    orderUnits,
    cutoff,
    later,
    ...(delivery === null ? {} : { delivery }),
    rule: action.kind === 'order' && lines[0] !== undefined ? orderRuleOf(lines[0].facts) : null,
    ...(lacking === null ? {} : { lacking }),
    lines: lines.length,
  }
}

/** What an order lacks at the supplier itself; what an own location sends on has no such minimum. */
const lackingOf = (line: JudgedLine | undefined, units: number | null): MissingOfMinimum | null =>
  line === undefined || units === null || line.facts.source !== undefined
    ? null
    : missingOfMinimum(line.facts.leadTime, line.facts.item, units)

/** Gives the figures of a risk at a moment. */
export const basisOf = ({ verdict, orderBy, money }: RiskBasis): RiskBasis => ({ verdict, orderBy, money })

type KeptFacts = RiskBasis & { readonly subject: RiskSubject }

/**
 * Brings a stored risk up to date with today's assessment. A new risk is open. One that the assessment calls for no more is
 * resolved, or expired once its promotions are over. One that somebody acknowledged, snoozed or settled reopens, in a new
 * episode and with the same owner, only if it has worsened materially since. A snooze ends on its day. An accepted loss stays
 * accepted. Gives the same object where nothing changes.
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
  const updated = { ...record, ...basis, subject }
  const opened = (): RiskRecord => ({
    ...updated,
    state: 'open',
    episode: record.episode + 1,
    openedAt: now,
    openedOn: today,
    handled: null,
    snoozedUntil: null,
    endedAt: null,
  })
  const isWorse = record.handled !== null && hasWorsened(record.handled.basis, basis, moneyFloor)
  if (!isCalledFor(record)) return record.state === 'accepted' && !isWorse ? { ...updated, endedAt: null } : opened()
  if (record.state !== 'open' && isWorse) return opened()
  if (record.snoozedUntil !== null && record.snoozedUntil <= today) {
    const { openedAt, openedOn } = record
    return { ...opened(), openedAt, ...(openedOn === undefined ? {} : { openedOn }) }
  }
  return haveSameFields<KeptFacts>(record, { ...basis, subject }, ['verdict', 'orderBy', 'money', 'subject'])
    ? record
    : updated
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

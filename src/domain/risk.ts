import { type Day, weekdayOf } from './day.ts'
import { type Money, moneySize, sumMoney } from './money.ts'
import { byUrgency, type LineAssessment, type PromotionReadiness, type Verdict } from './readiness.ts'
import type { Doubt } from './reason.ts'
import { type OrderRule, orderQuantity } from './supply/order-quantity.ts'

/** What can go wrong: the shelf empties and somebody must decide, an order is to be placed in time, or data are missing. */
export type RiskKind = 'stockout' | 'order-by' | 'unknown'

/** Where a risk stands with people. */
export type RiskState = 'open' | 'acknowledged' | 'snoozed' | 'closed'

/** What a person would do about a risk; it is what makes two risks the same one. */
export type RiskAction =
  | { readonly kind: 'decide'; readonly promotionId: string }
  | { readonly kind: 'order'; readonly supplier: string | null; readonly sku: string }
  | { readonly kind: 'tell'; readonly doubt: Doubt; readonly of: string }

/** A promotion with its lines that are evidence of a risk, the worst first. */
export type Evidence<Promotion> = { readonly promotion: Promotion; readonly lines: readonly LineAssessment[] }

/** What a promotion must tell of itself to be judged for risks. */
export type Exposed = {
  readonly promotionId: string
  readonly name: string
  readonly start: Day
  readonly readiness: PromotionReadiness
}

/** What a risk is about, short enough to keep beside it. */
export type RiskSubject = {
  readonly action: RiskAction
  readonly promotions: readonly { readonly promotionId: string; readonly name: string; readonly start: Day }[]
  /** The item's name, where the action is about one item. */
  readonly item: string | null
  readonly orderUnits: number | null
  readonly rule: OrderRule | null
  readonly lines: number
}

/** One action as it stands today, with the promotion lines that call for it. */
export type Exposure<Promotion extends Exposed = Exposed> = {
  readonly identity: string
  readonly kind: RiskKind
  readonly action: RiskAction
  readonly verdict: Verdict
  /** The last day to order; null where somebody must decide or tell instead. */
  readonly orderBy: Day | null
  /** Units to order in one order, minimum and multiple applied once; null where nothing can be ordered. */
  readonly orderUnits: number | null
  /** Revenue at risk. */
  readonly money: Money
  readonly evidence: readonly Evidence<Promotion>[]
}

const kinds = { decide: 'stockout', order: 'order-by', tell: 'unknown' } as const

/**
 * Finds the risks of promotions, one per action: a decision on a promotion that no normal order saves, an order of one
 * item at one supplier however many shops and promotions are short of it, a thing that somebody must tell. The lines of
 * a promotion that is ready as a whole are nobody's risk.
 */
export const exposuresOf = <Promotion extends Exposed>(
  promotions: readonly Promotion[],
): readonly Exposure<Promotion>[] => {
  const found = new Map<string, { action: RiskAction; evidence: Map<Promotion, LineAssessment[]> }>()
  for (const promotion of promotions) {
    if (promotion.readiness.verdict === 'ready') continue
    for (const line of promotion.readiness.problems) {
      const action = actionOf(promotion.promotionId, line)
      const identity = identityOf(action)
      const known = found.get(identity) ?? { action, evidence: new Map<Promotion, LineAssessment[]>() }
      found.set(identity, known)
      const own = known.evidence.get(promotion)
      if (own) own.push(line)
      else known.evidence.set(promotion, [line])
    }
  }
  return [...found].map(([identity, { action, evidence }]) => {
    const lines = [...evidence.values()].flat()
    const [first] = lines.toSorted((a, b) => byUrgency(a.verdict, b.verdict)) as [LineAssessment]
    const dates = action.kind === 'order' ? lines.flatMap((line) => line.window.orderBy ?? []) : []
    return {
      identity,
      kind: kinds[action.kind],
      action,
      verdict: first.verdict,
      orderBy: dates.length === 0 ? null : Math.min(...dates),
      orderUnits: action.kind === 'order' ? orderTogether(lines) : null,
      money:
        action.kind === 'tell'
          ? {}
          : sumMoney(lines.map((line) => ({ amount: line.revenueAtRisk, currency: line.currency }))),
      evidence: [...evidence].map(([promotion, own]) => ({ promotion, lines: own })),
    }
  })
}

const actionOf = (promotionId: string, line: LineAssessment): RiskAction => {
  if (line.verdict === 'not-ready') return { kind: 'decide', promotionId }
  if (line.verdict === 'at-risk') return { kind: 'order', supplier: line.facts.item.supplier, sku: line.line.sku }
  const doubt = doubts.find((code) => line.reasons.some((reason) => reason.code === code)) ?? 'STOCK_UNKNOWN'
  return { kind: 'tell', doubt, of: doubtedThing(doubt, promotionId, line) }
}

const doubts: readonly Doubt[] = [
  'STOCK_UNKNOWN',
  'STOCK_STALE',
  'BASELINE_UNKNOWN',
  'UPLIFT_UNKNOWN',
  'LEAD_TIME_UNKNOWN',
]

/** A dead feed is one thing to mend, a missing lead time one call to a supplier. */
const doubtedThing = (doubt: Doubt, promotionId: string, line: LineAssessment): string => {
  switch (doubt) {
    case 'STOCK_STALE':
      return ''
    case 'LEAD_TIME_UNKNOWN':
      return line.facts.item.supplier ?? line.line.sku
    case 'UPLIFT_UNKNOWN':
      return promotionId
    case 'STOCK_UNKNOWN':
    case 'BASELINE_UNKNOWN':
      return line.line.sku
  }
}

const identityOf = (action: RiskAction): string => {
  switch (action.kind) {
    case 'decide':
      return JSON.stringify(['decide', action.promotionId])
    case 'order':
      return JSON.stringify(['order', action.supplier ?? '', action.sku])
    case 'tell':
      return JSON.stringify(['tell', action.doubt, action.of])
  }
}

/** Three hundred shops short of one item are one order: what each line misses of its own adds up, the minimum counts once. */
const orderTogether = (lines: readonly LineAssessment[]): number | null => {
  const [first] = lines
  if (first === undefined || lines.every((line) => line.window.needUnits === null)) return null
  if (lines.length === 1) return first.window.orderUnits
  const missing = lines.reduce((sum, line) => sum + Math.ceil(line.window.needUnits ?? 0), 0)
  return orderQuantity(missing, first.facts.item.rule)
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
  /** Who acknowledged or snoozed it in this episode, when, and what they knew. */
  readonly handled: {
    readonly at: string
    /** The business date of that moment. */
    readonly on: Day
    readonly personId: string
    readonly name: string
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

/** Counts the working days, Monday to Friday, from one day to the day before another. */
export const workingDaysBetween = (from: Day, to: Day): number => {
  const weeks = Math.max(0, Math.floor((to - from) / 7))
  let count = weeks * 5
  for (let day = from + weeks * 7; day < to; day++) if (weekdayOf(day) < 5) count++
  return count
}

/** Says what a risk is about. */
export const subjectOf = ({ action, orderUnits, evidence }: Exposure): RiskSubject => {
  const lines = evidence.flatMap((one) => one.lines)
  return {
    action,
    promotions: evidence.map(({ promotion: { promotionId, name, start } }) => ({ promotionId, name, start })),
    item: action.kind === 'order' ? (lines[0]?.facts.item.name ?? null) : null,
    orderUnits,
    rule: action.kind === 'order' ? (lines[0]?.facts.item.rule ?? null) : null,
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
 * closed; one that somebody acknowledged or snoozed opens again, in a new episode, only when it worsened materially
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

/** Sorts risks by what needs somebody first: those due within five working days before the rest, then by money, then by time left. */
export const byNeed =
  (today: Day) =>
  (a: Exposure, b: Exposure): number =>
    Number(canWait(a, today)) - Number(canWait(b, today)) ||
    byLastDay(a, b, today) ||
    moneySize(b.money) - moneySize(a.money) ||
    startOf(a) - startOf(b) ||
    (a.identity < b.identity ? -1 : 1)

const byLastDay = (a: Exposure, b: Exposure, today: Day) =>
  Number(b.orderBy !== null && b.orderBy <= today) - Number(a.orderBy !== null && a.orderBy <= today)

/** Gives the first day on which a promotion of a risk starts. */
export const startOf = (exposure: Exposure): Day =>
  Math.min(...exposure.evidence.map(({ promotion }) => promotion.start))

const soonWorkingDays = 5

/** Tells whether nobody needs to act within five working days: an order far off, for a promotion that has not begun. */
export const canWait = (exposure: Exposure, today: Day): boolean =>
  exposure.kind === 'order-by' &&
  exposure.orderBy !== null &&
  startOf(exposure) > today &&
  workingDaysBetween(today, exposure.orderBy) > soonWorkingDays

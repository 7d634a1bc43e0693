import { ofEach } from '../../common/of-each.ts'
import { isWithoutNewDate } from '../arrivals/silence.ts'
import type { PlacedOrder } from '../assessment/cell.ts'
import type { Verdict } from '../assessment/readiness.ts'
import { type Day, isoOf } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import type { Money } from '../money.ts'
import type { RiskState } from '../risks/risk.ts'
import { canWait } from '../risks/risk-candidate.ts'
import { hasWorsened } from '../risks/risk-worsening.ts'
import type { DigestEntry, RiskRow } from './digest-entry.ts'
import { type Basis, type VerdictCause, verdictCause } from './verdict-cause.ts'

/** How soon a risk's last ordering day is, as far as it changes what people do. */
type Urgency = 'later' | 'soon' | 'last-day' | 'passed'

/** What a digest showed, stored as JSON so that the next one can list the changes. Days are day numbers. */
export type DigestSnapshot = {
  readonly on: Day
  /** The filter of what it shows, as people type it; absent where it shows everything. */
  readonly filter?: string
  /** The verdicts of promotions that a filter by verdict or money left out; absent where there is no such filter. */
  readonly others?: Readonly<Record<string, Verdict>>
  readonly promotions: Readonly<
    Record<
      string,
      {
        readonly name: string
        readonly verdict: Verdict
        readonly start: Day
        readonly end: Day
        readonly lines: number
        /** How slowly a running one sells: units a day, and their ratio to plan; absent where it is not too slow. */
        readonly slow?: { readonly perDay: number; readonly ratio: number }
        /** What the verdict rests on; absent in what an earlier version stored. */
        readonly basis?: Basis
      }
    >
  >
  readonly risks: Readonly<
    Record<
      string,
      {
        readonly state: RiskState
        readonly urgency: Urgency
        readonly verdict: Verdict
        readonly orderBy: Day | null
        readonly money: Money
      }
    >
  >
  /** Orders on the items of promotions: the day they are due, units, status, and the promotions they are for. */
  readonly orders: Readonly<
    Record<
      string,
      {
        readonly day: Day | null
        readonly units: number
        readonly status: PlacedOrder['status']
        readonly for: readonly string[]
        /** The promotions that it was placed for; absent where there is none. */
        readonly meant?: readonly string[]
      }
    >
  >
}

/** A change since the last digest, with the names and dates that people need. */
export type DigestChange =
  | {
      readonly kind: 'new'
      readonly promotionId: PromotionId
      readonly name: string
      readonly verdict: Verdict
      readonly start: Day
    }
  | { readonly kind: 'gone'; readonly promotionId: PromotionId; readonly name: string }
  | {
      readonly kind: 'moved'
      readonly promotionId: PromotionId
      readonly name: string
      readonly from: { readonly start: Day; readonly end: Day }
      readonly to: { readonly start: Day; readonly end: Day }
    }
  | {
      readonly kind: 'verdict'
      readonly promotionId: PromotionId
      readonly name: string
      readonly from: Verdict
      readonly to: Verdict
      /** Why it turned; null where nobody knows. */
      readonly cause: VerdictCause | null
    }
  | {
      readonly kind: 'slow'
      readonly promotionId: PromotionId
      readonly name: string
      readonly perDay: number
      readonly ratio: number
    }
  | {
      readonly kind: 'order'
      readonly orderId: string
      readonly how: 'later' | 'earlier' | 'undated' | 'gone'
      readonly to: Day | null
      readonly units: number
      readonly touches: readonly {
        readonly promotionId: PromotionId
        readonly name: string
        readonly verdict: Verdict
      }[]
    }

/** The snapshot that was made last of the same promotions, and what it says of risks. */
const lastOf = new WeakMap<
  readonly DigestEntry[],
  { readonly risks: readonly Risk[]; readonly snapshot: DigestSnapshot }
>()

/** Makes the snapshot of a day; the same one again where the same promotions and risks stand as they did. */
export const snapshotOf = (
  entries: readonly DigestEntry[],
  rows: readonly RiskRow[],
  asOf: Day,
  filter?: string,
): DigestSnapshot => {
  const risks = rows.map((row) => riskOf(row, asOf))
  const last = lastOf.get(entries)
  const isSame = last !== undefined && last.snapshot.on === asOf && last.snapshot.filter === filter
  if (isSame && last.risks.length === risks.length && risks.every((risk, i) => risk === last.risks[i]))
    return last.snapshot
  const snapshot = {
    on: asOf,
    promotions: promotionsOf(entries),
    risks: Object.fromEntries(rows.map(({ candidate }, i) => [candidate.identity, risks[i] as Risk])),
    orders: ordersOf(entries),
    ...(filter === undefined ? {} : { filter }),
  }
  lastOf.set(entries, { risks, snapshot })
  return snapshot
}

const promotionOf = ofEach((entry: DigestEntry): DigestSnapshot['promotions'][string] => {
  const { name, start, end, readiness, basis } = entry
  return { name, verdict: readiness.verdict, start, end, lines: readiness.lines.length, ...slowness(entry), basis }
})

const promotionsOf = ofEach((entries: readonly DigestEntry[]): DigestSnapshot['promotions'] =>
  Object.fromEntries(entries.map((entry) => [entry.promotionId, promotionOf(entry)])),
)

const slowness = ({ pace }: DigestEntry): Pick<DigestSnapshot['promotions'][string], 'slow'> =>
  pace?.slow === undefined ? {} : { slow: { perDay: pace.perDay, ratio: pace.ratio } }

type Risk = DigestSnapshot['risks'][string]

const lastRiskOf = new WeakMap<RiskRow['candidate'], { readonly asOf: Day; readonly risk: Risk }>()

const riskOf = ({ candidate, record }: RiskRow, asOf: Day): Risk => {
  const state = record?.state ?? 'open'
  const last = lastRiskOf.get(candidate)
  if (last?.asOf === asOf && last.risk.state === state) return last.risk
  const { verdict, orderBy, money } = candidate
  const risk = { state, urgency: urgencyOf(candidate, asOf), verdict, orderBy, money }
  lastRiskOf.set(candidate, { asOf, risk })
  return risk
}

const urgencyOf = (candidate: RiskRow['candidate'], asOf: Day): Urgency => {
  if (candidate.orderBy === null || canWait(candidate, asOf)) return candidate.orderBy === null ? 'soon' : 'later'
  return candidate.orderBy < asOf ? 'passed' : candidate.orderBy <= asOf + 1 ? 'last-day' : 'soon'
}

/** An order as a line of a promotion tells of it. */
type ToldOrder = {
  readonly key: string
  readonly order: Pick<Order, 'day' | 'units' | 'status'>
  /** It comes to the shelf of the line; one that the warehouse awaits does not. */
  readonly isOwn: boolean
  readonly meant: readonly string[]
}

const toldBy = ofEach(({ lines }: DigestEntry['readiness']): readonly ToldOrder[] =>
  lines.flatMap(({ facts: { item, location, orders, source } }) => [
    ...orders.map(({ orderId, line, due, quantity, promotionIds, ...order }): ToldOrder => {
      const status = order.status === 'delayed' && !isWithoutNewDate({ ...order, due }) ? 'confirmed' : order.status
      const place = [orderId, item.sku, location.location]
      const key = JSON.stringify(line === '' ? place : [...place, line])
      return { key, order: { day: due, units: quantity, status }, isOwn: true, meant: promotionIds }
    }),
    // What the warehouse awaits for a promotion of the shop is told of here alone.
    ...(source?.pledged ?? []).map(({ orderId, day, units, promotionIds }): ToldOrder => {
      const key = JSON.stringify([orderId, item.sku, source?.location])
      return { key, order: { day, units, status: 'confirmed' }, isOwn: false, meant: promotionIds }
    }),
  ]),
)

const ordersOf = ofEach((entries: readonly DigestEntry[]): DigestSnapshot['orders'] => {
  type Told = ToldOrder['order'] & { readonly for: string[]; readonly meant: Set<string> }
  const orders = new Map<string, Told>()
  for (const { promotionId, readiness } of entries)
    for (const { key, order, isOwn, meant } of toldBy(readiness)) {
      const told = orders.get(key) ?? { ...order, for: [], meant: new Set() }
      for (const id of meant) told.meant.add(id)
      if (isOwn && told.for.at(-1) !== promotionId) told.for.push(promotionId)
      orders.set(key, told)
    }
  return Object.fromEntries(
    [...orders].map(([key, { meant, ...order }]) => [key, meant.size === 0 ? order : { ...order, meant: [...meant] }]),
  )
})

/** The changes to a snapshot from the one that it was compared with last. */
const lastChanges = new WeakMap<
  DigestSnapshot,
  { readonly before: DigestSnapshot; readonly changes: readonly DigestChange[] }
>()

/** Lists the changes between two snapshots: promotions first, by start, then orders. */
export const changedSince = (before: DigestSnapshot, now: DigestSnapshot): readonly DigestChange[] => {
  const last = lastChanges.get(now)
  if (last?.before === before) return last.changes
  const changes = changesBetween(before, now)
  lastChanges.set(now, { before, changes })
  return changes
}

const changesBetween = (before: DigestSnapshot, now: DigestSnapshot): readonly DigestChange[] => {
  const changes: DigestChange[] = []
  const isOtherFilter = before.filter !== now.filter
  const changed = Object.entries(now.promotions).filter(([id, is]) => {
    const was = before.promotions[id]
    return was === undefined || hasTurned(was, is)
  })
  const byStart = changed.sort(([, a], [, b]) => a.start - b.start)
  for (const [promotionId, { name, verdict, start, end, slow }] of byStart) {
    const was = before.promotions[promotionId]
    if (was === undefined) {
      // With another filter a promotion may merely not have been shown before.
      if (isOtherFilter) continue
      changes.push({ kind: 'new', promotionId, name, verdict, start })
      continue
    }
    if (was.start !== start || was.end !== end)
      changes.push({
        kind: 'moved',
        promotionId,
        name,
        from: { start: was.start, end: was.end },
        to: { start, end },
      })
    if (was.verdict !== verdict)
      changes.push({
        kind: 'verdict',
        promotionId,
        name,
        from: was.verdict,
        to: verdict,
        cause: causeOf(promotionId, before, now),
      })
    if (slow !== undefined && was.slow === undefined) changes.push({ kind: 'slow', promotionId, name, ...slow })
  }
  for (const [promotionId, { name, end }] of Object.entries(before.promotions))
    if (!isOtherFilter && !(promotionId in now.promotions) && end >= now.on)
      changes.push({ kind: 'gone', promotionId, name })
  return [...changes, ...changedOrders(before, now)]
}

type ToldPromotion = DigestSnapshot['promotions'][string]

const hasTurned = (was: ToldPromotion, is: ToldPromotion): boolean =>
  was.start !== is.start ||
  was.end !== is.end ||
  was.verdict !== is.verdict ||
  (is.slow !== undefined && was.slow === undefined)

const orderIdOf = (key: string) => (JSON.parse(key) as [string])[0]

const causeOf = (promotionId: PromotionId, before: DigestSnapshot, now: DigestSnapshot): VerdictCause | null => {
  const [was, is] = [before.promotions[promotionId], now.promotions[promotionId]]
  if (was?.basis === undefined || is?.basis === undefined) return null
  const { short } = was.basis
  return verdictCause({
    from: was.verdict,
    to: is.verdict,
    days: now.on - before.on,
    before: was.basis,
    now: is.basis,
    hasMoved: was.start !== is.start || was.end !== is.end,
    confirmed: confirmedFor(promotionId, short, before, now),
    late: lateFor(promotionId, before, now),
    nameOf: (id) => (now.promotions[id] ?? before.promotions[id])?.name ?? id,
  })
}

/** Lists the orders that were confirmed since and that were placed for a promotion; else those on its shelves that are for another promotion or large enough to be for it. */
const confirmedFor = (promotionId: PromotionId, short: number, before: DigestSnapshot, now: DigestSnapshot) => {
  const meant = new Map<string, Day>()
  const large = new Map<string, Day>()
  for (const [key, { status, day, units, for: whom, meant: marked = [] }] of Object.entries(now.orders)) {
    if (status !== 'confirmed' || day === null || before.orders[key]?.status === 'confirmed') continue
    if (marked.includes(promotionId)) meant.set(orderIdOf(key), day)
    else if (whom.includes(promotionId) && (marked.length > 0 || units >= short / 2)) large.set(orderIdOf(key), day)
  }
  return [...(meant.size > 0 ? meant : large)].map(([orderId, day]) => ({ orderId, day }))
}

/** Lists the orders on its shelves that slipped since, or are gone: those that were placed for the promotion where any was. */
const lateFor = (promotionId: PromotionId, before: DigestSnapshot, now: DigestSnapshot) => {
  const late = Object.entries(before.orders).flatMap(([key, was]) => {
    const how = howChanged(was, now.orders[key])
    if (how === null || how === 'earlier' || !was.for.includes(promotionId)) return []
    return { orderId: orderIdOf(key), how, isMeant: was.meant?.includes(promotionId) ?? false }
  })
  const meant = late.filter(({ isMeant }) => isMeant)
  const each = new Map((meant.length > 0 ? meant : late).map(({ orderId, how }) => [orderId, { orderId, how }]))
  return [...each.values()]
}

/** Lists the orders that moved or are gone: one change for all lines of an order, and only where shown promotions relied on it. One that is later matters where one of them is not ready. */
const changedOrders = (before: DigestSnapshot, now: DigestSnapshot): readonly DigestChange[] => {
  const changed = new Map<string, Extract<DigestChange, { kind: 'order' }> & { units: number; touched: Set<string> }>()
  for (const [key, was] of Object.entries(before.orders)) {
    const is = now.orders[key]
    const how = howChanged(was, is)
    if (how === null) continue
    const touched = was.for.filter((id) => id in now.promotions)
    if (touched.length === 0) continue
    const orderId = orderIdOf(key)
    const known = changed.get(orderId) ?? {
      kind: 'order' as const,
      orderId,
      how,
      to: is?.day ?? null,
      units: 0,
      touches: [],
      touched: new Set<string>(),
    }
    known.units += is?.units ?? was.units
    for (const id of touched) known.touched.add(id)
    changed.set(orderId, known)
  }
  // One that comes later and hurts nothing stays in the stock view.
  const hurts = ({ how, touched }: { how: string; touched: ReadonlySet<string> }) =>
    how === 'gone' || how === 'earlier' || [...touched].some((id) => now.promotions[id]?.verdict !== 'ready')
  return [...changed.values()].filter(hurts).map(({ touched, ...change }) => ({
    ...change,
    touches: [...touched].map((promotionId) => ({
      promotionId,
      name: now.promotions[promotionId]?.name ?? promotionId,
      verdict: now.promotions[promotionId]?.verdict ?? 'unknown',
    })),
  }))
}

type Order = DigestSnapshot['orders'][string]

const howChanged = (was: Order, is: Order | undefined): Extract<DigestChange, { kind: 'order' }>['how'] | null => {
  if (was.status !== 'confirmed' || was.day === null || is?.status === 'received') return null
  if (is === undefined || is.status === 'cancelled') return 'gone'
  if (is.status !== 'confirmed' || is.day === null) return 'undated'
  return is.day > was.day ? 'later' : is.day < was.day ? 'earlier' : null
}

/** Tells whether anybody would act differently on the second snapshot: another filter, one of these changes, a launch, or a risk that is new, gone, in another state, more urgent or materially worse. */
export const isMaterial = (
  before: DigestSnapshot,
  now: DigestSnapshot,
  moneyFloor: number,
  changes = changedSince(before, now),
): boolean => {
  if (before.filter !== now.filter || changes.length > 0) return true
  const launched = Object.values(now.promotions).some(({ start }) => start > before.on && start <= now.on)
  if (launched) return true
  const identities = Object.keys(now.risks)
  if (identities.length !== Object.keys(before.risks).length) return true
  return identities.some((identity) => {
    const [was, is] = [before.risks[identity], now.risks[identity]]
    if (was === undefined || is === undefined) return true
    return was.state !== is.state || was.urgency !== is.urgency || hasWorsened(was, is, moneyFloor)
  })
}

/** Writes a snapshot as JSON, as it is stored; what it says of one thing is written once, however many snapshots say it. */
export const snapshotText = (snapshot: DigestSnapshot): string =>
  objectText(snapshot, (part) => (isObject(part) ? partText(part) : JSON.stringify(part)))

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const objectText = (object: object, textOf: (value: unknown) => string): string =>
  `{${Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`)
    .join(',')}}`

const valueText = ofEach((value: object) => JSON.stringify(value))
const partText = ofEach((part: object) =>
  objectText(part, (value) => (isObject(value) ? valueText(value) : JSON.stringify(value))),
)

/** Reads a stored snapshot; null where there is none, or one of a form that this version does not know. */
export const readSnapshot = (text: string | null): DigestSnapshot | null => {
  if (text === null) return null
  const read = JSON.parse(text) as DigestSnapshot
  return typeof read.on === 'number' && isoOf(read.on) !== '' && 'risks' in read && 'orders' in read ? read : null
}

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

/** Makes the snapshot of a day. */
export const snapshotOf = (entries: readonly DigestEntry[], rows: readonly RiskRow[], asOf: Day): DigestSnapshot => ({
  on: asOf,
  promotions: Object.fromEntries(
    entries.map((entry) => {
      const { promotionId, name, start, end, readiness, basis } = entry
      const lines = readiness.lines.length
      return [promotionId, { name, verdict: readiness.verdict, start, end, lines, ...slowness(entry), basis }]
    }),
  ),
  risks: Object.fromEntries(
    rows.map(({ candidate, record }) => [
      candidate.identity,
      {
        state: record?.state ?? 'open',
        urgency: urgencyOf(candidate, asOf),
        verdict: candidate.verdict,
        orderBy: candidate.orderBy,
        money: candidate.money,
      },
    ]),
  ),
  orders: ordersOf(entries),
})

const slowness = ({ pace }: DigestEntry): Pick<DigestSnapshot['promotions'][string], 'slow'> =>
  pace?.slow === undefined ? {} : { slow: { perDay: pace.perDay, ratio: pace.ratio } }

const urgencyOf = (candidate: RiskRow['candidate'], asOf: Day): Urgency => {
  if (candidate.orderBy === null || canWait(candidate, asOf)) return candidate.orderBy === null ? 'soon' : 'later'
  return candidate.orderBy < asOf ? 'passed' : candidate.orderBy <= asOf + 1 ? 'last-day' : 'soon'
}

type Told = Pick<Order, 'day' | 'units' | 'status'> & { readonly for: Set<string>; readonly meant: Set<string> }

const ordersOf = (entries: readonly DigestEntry[]): DigestSnapshot['orders'] => {
  const orders = new Map<string, Told>()
  const tell = (key: string, order: Pick<Order, 'day' | 'units' | 'status'>, meant: readonly string[]): Told => {
    const told = orders.get(key) ?? { ...order, for: new Set(), meant: new Set() }
    for (const id of meant) told.meant.add(id)
    orders.set(key, told)
    return told
  }
  for (const { promotionId, readiness } of entries)
    for (const { facts } of readiness.lines) {
      const { sku } = facts.item
      for (const order of facts.orders) {
        const { orderId, line, due, quantity, promotionIds } = order
        const status = order.status === 'delayed' && !isWithoutNewDate(order) ? 'confirmed' : order.status
        const place = [orderId, sku, facts.location.location]
        const key = JSON.stringify(line === '' ? place : [...place, line])
        tell(key, { day: due, units: quantity, status }, promotionIds).for.add(promotionId)
      }
      // What the warehouse awaits for a promotion of the shop is told of here alone.
      for (const { orderId, day, units, promotionIds } of facts.source?.pledged ?? [])
        tell(JSON.stringify([orderId, sku, facts.source?.location]), { day, units, status: 'confirmed' }, promotionIds)
    }
  return Object.fromEntries(
    [...orders].map(([key, { meant, ...order }]) => [
      key,
      { ...order, for: [...order.for], ...(meant.size === 0 ? {} : { meant: [...meant] }) },
    ]),
  )
}

/** Lists the changes between two snapshots: promotions first, by start, then orders. */
export const changedSince = (before: DigestSnapshot, now: DigestSnapshot): readonly DigestChange[] => {
  const changes: DigestChange[] = []
  const isOtherFilter = before.filter !== now.filter
  const byStart = Object.entries(now.promotions).sort(([, a], [, b]) => a.start - b.start)
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
    const touched = was.for.filter((id) => id in now.promotions)
    const how = howChanged(was, is)
    if (how === null || touched.length === 0) continue
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

/** Tells whether anybody would act differently on the second snapshot: another filter, a change, a launch, or a risk that is new, gone, in another state, more urgent or materially worse. */
export const isMaterial = (before: DigestSnapshot, now: DigestSnapshot, moneyFloor: number): boolean => {
  if (before.filter !== now.filter) return true
  if (changedSince(before, now).length > 0) return true
  const launched = Object.values(now.promotions).some(({ start }) => start > before.on && start <= now.on)
  if (launched) return true
  const identities = new Set([...Object.keys(before.risks), ...Object.keys(now.risks)])
  for (const identity of identities) {
    const [was, is] = [before.risks[identity], now.risks[identity]]
    if (was === undefined || is === undefined) return true
    if (was.state !== is.state || was.urgency !== is.urgency || hasWorsened(was, is, moneyFloor)) return true
  }
  return false
}

/** Reads a stored snapshot; null where there is none, or one of a form that this version does not know. */
export const readSnapshot = (text: string | null): DigestSnapshot | null => {
  if (text === null) return null
  const read = JSON.parse(text) as DigestSnapshot
  return typeof read.on === 'number' && isoOf(read.on) !== '' && 'risks' in read && 'orders' in read ? read : null
}

import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import { hasWorsened } from '../risks/risk-worsening.ts'
import type { DigestChange, DigestSnapshot } from './digest-snapshot.ts'
import { type VerdictCause, verdictCause } from './verdict-cause.ts'

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

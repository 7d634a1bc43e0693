import { ofEach } from '../../common/of-each.ts'
import { isWithoutNewDate } from '../arrivals/silence.ts'
import type { PlacedOrder } from '../assessment/cell.ts'
import type { Verdict } from '../assessment/readiness.ts'
import { type Day, isoOf } from '../day.ts'
import type { PromotionId } from '../ids.ts'
import type { Money } from '../money.ts'
import type { RiskState } from '../risks/risk.ts'
import { canWait } from '../risks/risk-candidate.ts'
import type { DigestEntry, RiskRow } from './digest-entry.ts'
import type { Basis, VerdictCause } from './verdict-cause.ts'

/** How soon a risk's last ordering day is, as far as it changes what people do. */
type Urgency = 'later' | 'soon' | 'last-day' | 'passed'

/** What a digest showed, stored as JSON so that the next one can list the changes. Days are day numbers. */
export type DigestSnapshot = {
  readonly on: Day
  /** The filter of what it shows, as people type it; absent where it shows everything. */
  readonly filter?: string
  /** The verdicts of promotions that a filter by verdict or money left out; absent where there is no such filter. */
  readonly others?: Readonly<Record<string, Verdict>>
  /** The proposals that waited for an answer, and what was heard and held, by number; absent where there was neither. */
  readonly proposals?: readonly number[]
  readonly heard?: readonly number[]
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

type Order = DigestSnapshot['orders'][string]

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

/** Writes a snapshot as JSON, as it is stored; what it says of one thing is written once, however many snapshots say it. */
export const snapshotText = (snapshot: DigestSnapshot): string =>
  objectText(snapshot, (part) => (isObject(part) && !Array.isArray(part) ? partText(part) : JSON.stringify(part)))

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

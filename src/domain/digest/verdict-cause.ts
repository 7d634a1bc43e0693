import type { LineAssessment, Verdict } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import type { PromotionId } from '../ids.ts'

/** What a promotion's verdict rests on, in short: what is wanted of it, what it shares shelves with, and its stock. */
export type Basis = {
  /** What is stated of its demand, the same text as long as that is the same. */
  readonly said: string
  /** Expected units of its window; null where unknown. */
  readonly units: number | null
  /** The other promotions on its shelves. */
  readonly beside: readonly PromotionId[]
  /** The oldest day on which one of its shelves was counted; null where one never was. */
  readonly counted: Day | null
  /** Units on its shelves this morning, and at the close of this day and the next ones as they are foreseen. */
  readonly opening: number
  readonly foreseen: readonly number[]
  /** Units that are missing on average. */
  readonly short: number
  /** The probability that the line of which it is highest runs out; null where unknown. */
  readonly chance: number | null
}

type LateOrder = { readonly orderId: string; readonly how: 'later' | 'undated' | 'gone' }

/** Why a promotion has another verdict than in the last digest. */
export type VerdictCause =
  /** Orders that were confirmed for it since. */
  | { readonly kind: 'confirmed'; readonly orders: readonly { readonly orderId: string; readonly day: Day }[] }
  /** Orders that come later, or not any more. */
  | { readonly kind: 'late'; readonly orders: readonly LateOrder[] }
  | { readonly kind: 'moved' }
  | { readonly kind: 'demand'; readonly from: number; readonly to: number }
  | { readonly kind: 'beside'; readonly promotionId: PromotionId; readonly name: string; readonly came: boolean }
  /** Its stock was counted on this day: too long ago, or at last. */
  | { readonly kind: 'counted'; readonly on: Day; readonly isStale: boolean }
  /** So many units more on its shelves than were foreseen; less than 0 where there are fewer. */
  | { readonly kind: 'stock'; readonly units: number }
  /** Nothing but the probability of running out, of the line of which it is highest. */
  | { readonly kind: 'chance'; readonly from: number; readonly to: number }

/** For so many days what is on the shelves is foreseen: until the digest after some days without one. */
const foreseenDays = 6

/** Puts together what a promotion's verdict rests on. */
export const basisOf = (promotionId: PromotionId, lines: readonly LineAssessment[]): Basis => {
  const sum = (of: (line: LineAssessment) => number | null) => lines.reduce((all, line) => all + (of(line) ?? 0), 0)
  const rounded = (units: number) => Math.round(units * 10) / 10
  const stated = new Map<string, number>()
  for (const { line } of lines) {
    const { kind } = line.stated
    const value =
      line.stated.kind === 'unstated' ? 0 : line.stated.kind === 'uplift' ? line.stated.ratio : line.stated.units
    stated.set(`${line.status} ${kind}`, (stated.get(`${line.status} ${kind}`) ?? 0) + value)
  }
  const counts = lines.map(({ facts }) => facts.stock?.asOf ?? null)
  const beside = lines.flatMap(({ facts }) =>
    facts.promotions.flatMap((other) =>
      other.promotionId === promotionId || other.status !== 'committed' ? [] : other.promotionId,
    ),
  )
  return {
    said: [...stated].map(([kind, value]) => `${kind} ${value.toFixed(2)}`).join(', '),
    units: lines.some(({ demand }) => demand === null) ? null : rounded(sum(({ demand }) => demand?.mean ?? 0)),
    beside: [...new Set(beside)].sort(),
    counted: counts.includes(null) ? null : Math.min(...(counts as Day[])),
    opening: rounded(sum(({ expected }) => expected.openingUnits)),
    foreseen: Array.from({ length: foreseenDays }, (_, i) =>
      rounded(sum(({ ledger }) => Math.max(0, ledger[i]?.balance ?? 0))),
    ),
    short: rounded(sum(({ shortageUnits }) => shortageUnits)),
    chance: lines.reduce<number | null>(
      (most, { window }) => (window.p0 === null ? most : Math.max(most ?? 0, window.p0)),
      null,
    ),
  }
}

/** A promotion in two digests that follow each other, and what is known of the orders and the others between them. */
export type Turn = {
  readonly from: Verdict
  readonly to: Verdict
  readonly days: number
  readonly before: Basis
  readonly now: Basis
  readonly hasMoved: boolean
  readonly confirmed: Extract<VerdictCause, { kind: 'confirmed' }>['orders']
  readonly late: readonly LateOrder[]
  readonly nameOf: (promotionId: PromotionId) => string
}

const severity: Record<Verdict, number> = { ready: 0, unknown: 1, 'at-risk': 2, 'not-ready': 3 }

/** Finds why a verdict turned: the first thing that can have turned it this way; null where nothing that is known of can. */
export const verdictCause = ({
  from,
  to,
  days,
  before,
  now,
  hasMoved,
  confirmed,
  late,
  nameOf,
}: Turn): VerdictCause | null => {
  const isBetter = severity[to] < severity[from]
  const { counted } = now
  if (counted !== null && to === 'unknown' && before.counted === counted)
    return { kind: 'counted', on: counted, isStale: true }
  if (counted !== null && from === 'unknown' && counted > (before.counted ?? counted))
    return { kind: 'counted', on: counted, isStale: false }
  if (hasMoved) return { kind: 'moved' }
  if (before.said !== now.said && before.units !== null && now.units !== null && before.units !== now.units)
    return { kind: 'demand', from: before.units, to: now.units }
  if (isBetter && confirmed.length > 0) return { kind: 'confirmed', orders: confirmed }
  if (!isBetter && late.length > 0) return { kind: 'late', orders: late }
  const [came] = now.beside.filter((id) => !before.beside.includes(id))
  const [left] = before.beside.filter((id) => !now.beside.includes(id))
  if (!isBetter && came !== undefined) return { kind: 'beside', promotionId: came, name: nameOf(came), came: true }
  if (isBetter && left !== undefined) return { kind: 'beside', promotionId: left, name: nameOf(left), came: false }
  const foreseen = before.foreseen[days - 1]
  const units = foreseen === undefined ? 0 : Math.round(now.opening - foreseen)
  if (isBetter ? units > 0 : units < 0) return { kind: 'stock', units }
  if (before.chance === null || now.chance === null) return null
  return (isBetter ? now.chance < before.chance : now.chance > before.chance)
    ? { kind: 'chance', from: before.chance, to: now.chance }
    : null
}

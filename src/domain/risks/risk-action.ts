import type { LineView, PromotionReadiness, Verdict } from '../assessment/readiness.ts'
import { byUrgency } from '../assessment/readiness.ts'
import { type MissingData, type Reason, reasonOf } from '../assessment/reason.ts'
import type { Day } from '../day.ts'
import type { PlannedCut } from '../drops/drop-reasons.ts'
import type { PromotionId } from '../ids.ts'
import { slowPace } from '../policy.ts'
import type { AccuracyFall } from '../scorecard/accuracy-fall.ts'
import type { IntelligenceImpact } from './intelligence-impact.ts'
import { lostByPrice, type Repricing, repricings } from './repricing.ts'

/**
 * The kinds of risk: a stockout that no order prevents, so that somebody must decide; an order to place in time; an order
 * that is late; two promotions that need the same units; prices that conflict with each other or with the cost; a likely
 * leftover; data that are missing, or that sales contradict; market intelligence that would worsen the verdict, or a forecast that fails when promotions run.
 */
export type RiskKind =
  | 'stockout'
  | 'order-by'
  | 'late-inbound'
  | 'overlap'
  | 'price-conflict'
  | 'leftover'
  | 'unknown'
  | 'demand-signal'

/** What has to be done about a risk. Two risks with the same action are one. It is stored as JSON. */
export type RiskAction =
  | {
      readonly kind: 'decide'
      readonly promotionId: PromotionId
      /** An order would be in time, but costs so much more than it saves. */
      readonly unwise?: { readonly units: number; readonly loss: number; readonly currency: string | null }
    }
  | { readonly kind: 'order'; readonly supplier: string | null; readonly sku: string }
  | {
      readonly kind: 'chase'
      readonly orderId: string
      readonly supplier: string | null
      readonly sku: string
      /** The last day of delivery on which it covers what is missing, and how it stands; absent in older records. */
      readonly pull?: Pick<Extract<Reason, { code: 'PULL_IN' }>, 'by' | 'due' | 'lateness'>
    }
  | {
      readonly kind: 'share'
      readonly sku: string
      readonly promotionId: PromotionId
      /** The promotion that has priority and keeps the units. */
      readonly first: { readonly promotionId: PromotionId; readonly name: string }
    }
  | Repricing
  | {
      readonly kind: 'clear'
      readonly sku: string
      readonly promotionId: PromotionId
      /** What can still be taken off the order that brings it; absent where nothing can. */
      readonly cut?: PlannedCut
    }
  /** Whether its budget is committed though it is not ready, by a day; `owner` is whom the promotion names. */
  | { readonly kind: 'commit'; readonly promotionId: PromotionId; readonly by: Day; readonly owner: string | null }
  /** Its shelf is to be counted: stock is on hand and nothing sells. */
  | { readonly kind: 'count'; readonly sku: string; readonly location: string }
  /** Find out why a category is forecast worse when promotions run. */
  | ({ readonly kind: 'forecast' } & AccuracyFall)
  | { readonly kind: 'tell'; readonly doubt: MissingData; readonly of: string }
  | {
      readonly kind: 'review'
      readonly noteId: number
      readonly promotionId: PromotionId
      readonly what: string
      readonly by: string
      readonly verdict: Verdict
    }

const kinds: Readonly<Record<RiskAction['kind'], RiskKind>> = {
  decide: 'stockout',
  order: 'order-by',
  chase: 'late-inbound',
  share: 'overlap',
  reprice: 'price-conflict',
  clear: 'leftover',
  tell: 'unknown',
  count: 'unknown',
  commit: 'stockout',
  review: 'demand-signal',
  forecast: 'demand-signal',
}

/** Gives the kind of risk that calls for an action. */
export const kindOf = ({ kind }: RiskAction): RiskKind => kinds[kind]

/** Tells whether an action is commercial (price, leftover, intelligence, a shelf to count, a forecast that fails when promotions run): it is called for whatever the verdict of its promotion. */
export const isCommercial = ({ kind }: RiskAction): boolean =>
  kind === 'reprice' || kind === 'clear' || kind === 'review' || kind === 'count' || kind === 'forecast'

/** Tells whether an action is a decision of marketing and supply on a promotion: it is too late to order, or another promotion keeps its units. */
export const isToDecide = (action: RiskAction, promotionId: PromotionId): boolean =>
  (action.kind === 'decide' || action.kind === 'share') && action.promotionId === promotionId

/** Gives the verdict of a risk with an action; that of a late order is the worst of its lines. */
export const verdictOf = (action: RiskAction, lines: readonly LineView[]): Verdict => {
  switch (action.kind) {
    case 'share':
      return 'not-ready'
    case 'decide':
    case 'commit':
    case 'chase':
      return lines.map(({ verdict }) => verdict).toSorted(byUrgency)[0] ?? 'at-risk'
    case 'tell':
      return 'unknown'
    case 'order':
    case 'reprice':
    case 'count':
    case 'clear':
    case 'review':
    case 'forecast':
      return 'at-risk'
  }
}

type Judged = {
  readonly promotionId: PromotionId
  readonly readiness: PromotionReadiness
  readonly impacts?: readonly IntelligenceImpact[]
  readonly accuracyFalls?: readonly AccuracyFall[]
}

/**
 * Gives the action for a line that is not ready; null where none is needed. An order that would make the line ready if it
 * came sooner, or came at all, is chased first; units that a promotion with priority keeps are to be shared; else its promotion has to be decided on. A line
 * that is worse than its promotion, because it weighs too little, is only ordered for.
 */
export const actionOf = ({ promotionId, readiness }: Judged, line: LineView): RiskAction | null => {
  const isMinor = byUrgency(readiness.verdict, line.verdict) > 0
  if (isMinor && readiness.verdict === 'unknown') return null
  const { sku } = line.line
  const { supplier } = line.facts.item
  if (line.verdict === 'not-ready' && !isMinor) {
    const late = reasonOf(line, 'PULL_IN')
    if (late !== null) {
      const { orderId, by, due, lateness } = late
      return { kind: 'chase', orderId, supplier: late.supplier, sku, pull: { by, due, lateness } }
    }
    const first = reasonOf(line, 'OVERLAP', ({ keeps }) => keeps === 'theirs')
    return first === null
      ? { kind: 'decide', promotionId }
      : { kind: 'share', sku, promotionId, first: { promotionId: first.promotionId, name: first.name } }
  }
  if (line.verdict !== 'unknown') return { kind: 'order', supplier, sku }
  const missing = missingData.find((code) => line.reasons.some((reason) => reason.code === code)) ?? 'STOCK_UNKNOWN'
  return { kind: 'tell', doubt: missing, of: missingDataOf(missing, promotionId, line) }
}

/** Gives the decision to take where the only line of an order says that it costs more than it saves; null elsewhere. */
export const decisionInstead = (promotionId: PromotionId, line: LineView): RiskAction | null => {
  const unwise = reasonOf(line, 'ORDER_COSTS_MORE')
  if (unwise === null) return null
  const { units, loss, currency } = unwise
  return { kind: 'decide', promotionId, unwise: { units, loss, currency } }
}

/** Lists the commercial actions for a line, whatever its verdict; those from intelligence are listed with the first line alone. */
export const commercialActions = (
  { promotionId, readiness, impacts = [], accuracyFalls = [] }: Judged,
  line: LineView,
): readonly RiskAction[] => {
  const { sku } = line.line
  const leftover = reasonOf(line, 'LIKELY_LEFTOVER')
  return [
    ...repricings(promotionId, line),
    ...(leftover === null || (leftover.isKept === true && !isSellingSlowly(line))
      ? []
      : [{ kind: 'clear' as const, sku, promotionId, ...(leftover.cut === undefined ? {} : { cut: leftover.cut }) }]),
    ...(reasonOf(line, 'NO_SALE') === null ? [] : [{ kind: 'count' as const, sku, location: line.line.location }]),
    ...accuracyFalls
      .filter(({ category }) => category === line.facts.item.category)
      .map((fall) => ({ kind: 'forecast' as const, ...fall })),
    ...(line === readiness.lines[0]
      ? impacts.map(({ noteId, what, by, verdict }) => ({
          kind: 'review' as const,
          noteId,
          promotionId,
          what,
          by,
          verdict,
        }))
      : []),
  ]
}

/** Tells whether a line sells far below its plan, before it starts or while it runs: what it was ordered for does not come. */
const isSellingSlowly = (line: LineView): boolean =>
  reasonOf(line, 'BEHIND_PLAN') !== null ||
  reasonOf(line, 'OBSERVED_BURN', ({ sold, planned }) => sold <= slowPace * planned) !== null

/** Gives the money at risk of a line for an action, in its currency: revenue at risk, or the loss by a price or leftover; null where unknown. */
export const lineMoneyAtRisk = (action: RiskAction, line: LineView): number | null => {
  switch (action.kind) {
    case 'tell':
    case 'review':
    case 'forecast':
    // What is at risk stands with what can be done about it, and counts once.
    case 'commit':
      return null
    case 'reprice':
      return lostByPrice(action, line)
    case 'clear':
      return reasonOf(line, 'LIKELY_LEFTOVER')?.cost ?? null
    case 'count':
      return unsoldWorth(line)
    default:
      return line.revenueAtRisk
  }
}

/** What the stock that does not sell would bring until the promotion ends. */
const unsoldWorth = (line: LineView): number | null => {
  const unsold = reasonOf(line, 'NO_SALE')
  if (unsold === null || line.price === null) return null
  return Math.min(unsold.onHand, unsold.perDay * (line.line.end - line.facts.asOf + 1)) * line.price
}

const missingData: readonly MissingData[] = [
  'STOCK_UNKNOWN',
  'STOCK_STALE',
  'BASELINE_UNKNOWN',
  'UPLIFT_UNKNOWN',
  'LEAD_TIME_UNKNOWN',
  'SOURCE_STOCK_UNKNOWN',
  'ROW_REFUSED',
]

/** Gives what missing data are about, so that one cause is one risk: stale counts are one for all lines, a lead time one for each supplier. */
const missingDataOf = (missing: MissingData, promotionId: PromotionId, line: LineView): string => {
  switch (missing) {
    case 'STOCK_STALE':
      return ''
    case 'LEAD_TIME_UNKNOWN':
      return line.facts.item.supplier ?? line.line.sku
    case 'UPLIFT_UNKNOWN':
      return promotionId
    case 'ROW_REFUSED':
      return reasonOf(line, 'ROW_REFUSED')?.orderId ?? line.line.sku
    case 'STOCK_UNKNOWN':
    case 'SOURCE_STOCK_UNKNOWN':
    case 'BASELINE_UNKNOWN':
      return line.line.sku
  }
}

/** Tells whether the risk of an identity asks for an order. */
export const isAnOrder = (identity: string): boolean => identity.startsWith('["order",')

/** Gives the promotion that the risk of an identity asks to decide on; null where it asks for something else. */
export const promotionToDecide = (identity: string): PromotionId | null => {
  const [kind, promotionId] = JSON.parse(identity) as [string, string]
  return kind === 'decide' ? promotionId : null
}

/** Gives the one of two actions of the same identity that is needed sooner: of a late order, or one to cut, the one by the earlier day; a price below cost before a discount. */
export const soonerOf = (known: RiskAction, other: RiskAction): RiskAction => (isSooner(known, other) ? other : known)

const isSooner = (known: RiskAction, other: RiskAction): boolean => {
  if (known.kind === 'reprice') return other.kind === 'reprice' && other.why === undefined
  if (known.kind === 'clear') return other.kind === 'clear' && lastDayOf(other) < lastDayOf(known)
  return (
    known.kind === 'chase' && other.kind === 'chase' && (other.pull?.by ?? known.pull?.by ?? 0) < (known.pull?.by ?? 0)
  )
}

/** What can be cut until a day comes before what can be cut at any time, and that before what cannot be. */
const lastDayOf = ({ cut }: Extract<RiskAction, { kind: 'clear' }>): Day =>
  cut === undefined ? Number.POSITIVE_INFINITY : (cut.by ?? Number.MAX_SAFE_INTEGER)

/** Gives an action one text by which it is the same one on another day. */
export const identityOf = (action: RiskAction): string => {
  switch (action.kind) {
    case 'decide':
      return JSON.stringify(['decide', action.promotionId])
    case 'order':
      return JSON.stringify(['order', action.supplier ?? '', action.sku])
    case 'chase':
      return JSON.stringify(['chase', action.orderId, action.sku])
    case 'share':
      return JSON.stringify(['share', action.sku, action.first.promotionId, action.promotionId])
    case 'reprice':
      return JSON.stringify(['reprice', action.sku, ...action.promotionIds])
    case 'clear':
      return JSON.stringify(['clear', action.promotionId, action.sku])
    case 'commit':
      return JSON.stringify(['commit', action.promotionId])
    case 'count':
      return JSON.stringify(['count', action.sku, action.location])
    case 'forecast':
      return JSON.stringify(['forecast', action.category])
    case 'tell':
      return JSON.stringify(['tell', action.doubt, action.of])
    case 'review':
      return JSON.stringify(['review', action.noteId, action.promotionId])
  }
}

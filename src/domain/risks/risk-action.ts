import type { LineAssessment, PromotionReadiness, Verdict } from '../assessment/readiness.ts'
import { byUrgency } from '../assessment/readiness.ts'
import { type MissingData, reasonOf } from '../assessment/reason.ts'
import type { PromotionId } from '../ids.ts'
import type { IntelligenceImpact } from './intelligence-impact.ts'

/**
 * What can go wrong: the shelf empties and somebody must decide; an order is to be placed in time; an order is late; two
 * promotions want the same units; prices contradict each other or the cost; much is likely to be left over; data are
 * missing; somebody has heard what would change the picture.
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

/** What a person would do about a risk; it is what makes two risks the same one. */
export type RiskAction =
  | { readonly kind: 'decide'; readonly promotionId: PromotionId }
  | { readonly kind: 'order'; readonly supplier: string | null; readonly sku: string }
  | { readonly kind: 'chase'; readonly orderId: string; readonly supplier: string | null; readonly sku: string }
  | {
      readonly kind: 'share'
      readonly sku: string
      readonly promotionId: PromotionId
      /** The promotion that comes first and keeps the units. */
      readonly first: { readonly promotionId: PromotionId; readonly name: string }
    }
  | { readonly kind: 'reprice'; readonly sku: string; readonly promotionIds: readonly PromotionId[] }
  | { readonly kind: 'clear'; readonly sku: string; readonly promotionId: PromotionId }
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
  review: 'demand-signal',
}

/** Gives the kind of risk that calls for an action. */
export const kindOf = ({ kind }: RiskAction): RiskKind => kinds[kind]

/** Tells whether an action is called for whatever the verdict of its promotion. */
export const isCommercial = ({ kind }: RiskAction): boolean =>
  kind === 'reprice' || kind === 'clear' || kind === 'review'

/** Tells whether an action is for the two functions to decide about a promotion: it is too late to order, or another one keeps its units. */
export const isToDecide = (action: RiskAction, promotionId: PromotionId): boolean =>
  (action.kind === 'decide' || action.kind === 'share') && action.promotionId === promotionId

/** Gives the verdict that an action stands for, by its lines where it may be several. */
export const verdictOf = (action: RiskAction, lines: readonly LineAssessment[]): Verdict => {
  switch (action.kind) {
    case 'decide':
    case 'share':
      return 'not-ready'
    case 'chase':
      return lines.map(({ verdict }) => verdict).toSorted(byUrgency)[0] ?? 'at-risk'
    case 'tell':
      return 'unknown'
    case 'order':
    case 'reprice':
    case 'clear':
    case 'review':
      return 'at-risk'
  }
}

type Judged = {
  readonly promotionId: PromotionId
  readonly readiness: PromotionReadiness
  readonly impacts?: readonly IntelligenceImpact[]
}

/**
 * Says what is to be done about a line that is not ready; null where that is nothing. A line that weighs too little to
 * make its promotion not ready is no decision on it: what it lacks is ordered with the rest. A late order that would save
 * the line is chased before anything is decided, and what an earlier promotion keeps is shared with it.
 */
export const actionOf = ({ promotionId, readiness }: Judged, line: LineAssessment): RiskAction | null => {
  const isMinor = byUrgency(readiness.verdict, line.verdict) > 0
  if (isMinor && readiness.verdict === 'unknown') return null
  const { sku } = line.line
  const { supplier } = line.facts.item
  if (line.verdict === 'not-ready' && !isMinor) {
    const late = reasonOf(line, 'OVERDUE_ORDER', ({ ifItComes }) => ifItComes === 'ready')
    if (late !== null) return { kind: 'chase', orderId: late.orderId, supplier, sku }
    const first = reasonOf(line, 'OVERLAP', ({ keeps }) => keeps === 'theirs')
    return first === null
      ? { kind: 'decide', promotionId }
      : { kind: 'share', sku, promotionId, first: { promotionId: first.promotionId, name: first.name } }
  }
  if (line.verdict !== 'unknown') return { kind: 'order', supplier, sku }
  const doubt = doubts.find((code) => line.reasons.some((reason) => reason.code === code)) ?? 'STOCK_UNKNOWN'
  return { kind: 'tell', doubt, of: doubtedThing(doubt, promotionId, line) }
}

/** Lists what is to be done about a line whatever its verdict. */
export const commercialActions = (
  { promotionId, readiness, impacts = [] }: Judged,
  line: LineAssessment,
): readonly RiskAction[] => {
  const { sku } = line.line
  const price = reasonOf(line, 'PRICE_CONFLICT')
  const leftover = reasonOf(line, 'LIKELY_LEFTOVER')
  return [
    ...(price === null
      ? []
      : [
          {
            kind: 'reprice' as const,
            sku,
            promotionIds: [promotionId, ...(price.other === null ? [] : [price.other.promotionId])].toSorted(),
          },
        ]),
    ...(leftover === null ? [] : [{ kind: 'clear' as const, sku, promotionId }]),
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

/** Gives the money that an action on a line is about, in its currency: revenue at risk, or what a price or leftover costs. */
export const lineMoneyAtRisk = (action: RiskAction, line: LineAssessment): number | null => {
  switch (action.kind) {
    case 'tell':
    case 'review':
      return null
    case 'reprice':
      return reasonOf(line, 'PRICE_CONFLICT')?.loss ?? null
    case 'clear':
      return reasonOf(line, 'LIKELY_LEFTOVER')?.cost ?? null
    default:
      return line.revenueAtRisk
  }
}

const doubts: readonly MissingData[] = [
  'STOCK_UNKNOWN',
  'STOCK_STALE',
  'BASELINE_UNKNOWN',
  'UPLIFT_UNKNOWN',
  'LEAD_TIME_UNKNOWN',
  'SOURCE_STOCK_UNKNOWN',
]

/** A dead feed is one thing to mend, a missing lead time one call to a supplier. */
const doubtedThing = (doubt: MissingData, promotionId: PromotionId, line: LineAssessment): string => {
  switch (doubt) {
    case 'STOCK_STALE':
      return ''
    case 'LEAD_TIME_UNKNOWN':
      return line.facts.item.supplier ?? line.line.sku
    case 'UPLIFT_UNKNOWN':
      return promotionId
    case 'STOCK_UNKNOWN':
    case 'SOURCE_STOCK_UNKNOWN':
    case 'BASELINE_UNKNOWN':
      return line.line.sku
  }
}

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
    case 'tell':
      return JSON.stringify(['tell', action.doubt, action.of])
    case 'review':
      return JSON.stringify(['review', action.noteId, action.promotionId])
  }
}

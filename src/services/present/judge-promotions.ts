import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import { overviewDays } from '../../domain/policy.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { intelligenceImpacts } from '../../domain/risks/intelligence-impact.ts'
import { type FactsOfLine, jointOrders } from '../../domain/risks/joint-order.ts'
import { isAnOrder } from '../../domain/risks/risk-action.ts'
import { openRiskIndex, type RiskIndex } from '../../domain/risks/risk-index.ts'
import type { FrozenForecast } from '../../domain/scorecard/frozen-forecast.ts'
import { everything } from '../../domain/subscriptions/filter-match.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { openLineReader } from '../../store/present/line-text.ts'
import { namedOrders } from '../../store/present/orders-text.ts'
import { loadKeptLines } from '../../store/present/present.ts'
import { type PromotionText, promotionText } from '../../store/present/promotion-text.ts'
import { lacksItems } from '../../store/promotions/stored-promotion.ts'
import { loadFrozenKeys } from '../../store/scorecard/frozen-forecasts.ts'
import {
  assessmentContext,
  assessPromotions,
  loadFactsOfLines,
  type PromotionAssessment,
  promotionFingerprint,
} from '../assessment/assess-promotions.ts'
import { loadEnded } from '../assessment/ended-promotions.ts'
import { factsOfAssessed, judgedPromotion } from '../assessment/judged-promotion.ts'
import { lineName, readLineName } from '../assessment/line-name.ts'
import { type Context, momentOf } from '../context.ts'
import { frozenByJudgement } from '../scorecard/freeze-forecasts.ts'

/** What judging promotions for the store needs. */
export type JudgingContext = Pick<Context, 'workspace' | 'policy' | 'today' | 'now' | 'timeZone'>

/** Promotions as they are kept, and the orders that risks ask for if no other promotion calls for them. */
export type JudgedTexts = {
  readonly promotions: readonly PromotionText[]
  readonly orders: readonly (LinesOfRisk & OrdersText)[]
  /** What was expected of their lines today, where it is a moment to freeze it. */
  readonly frozen: readonly FrozenForecast[]
}

/**
 * Judges promotions as they are kept, in the order of the ids; of those of which nothing is left to judge it is kept how they
 * performed. The orders of their risks are worked out with them, while everything that they rest on is at hand.
 */
export const judgeForStore = async (context: JudgingContext, ids: readonly PromotionId[]): Promise<JudgedTexts> => {
  const { workspace, today, policy } = context
  const judged = new Map<PromotionId, PromotionText>()
  const assessments: PromotionAssessment[] = []
  const index = openRiskIndex<JudgedPromotion>()
  for await (const assessed of assessPromotions(workspace, ids, today, policy, momentOf(context))) {
    if (assessed.lines.length === 0 && !lacksItems(assessed.promotion, today)) continue
    const impacts = intelligenceImpacts(assessed.lines, assessed.readiness.verdict, policy)
    const promotion = judgedPromotion(assessed, impacts)
    const text = promotionText(promotion, promotionFingerprint(assessed))
    judged.set(text.promotionId, text)
    index.put(promotion)
    assessments.push(assessed)
  }
  const frozen = await loadFrozenKeys(workspace, [...judged.keys()])
  const others = ids.filter((id) => !judged.has(id))
  const over = others.length === 0 ? [] : await loadEnded(context, today - overviewDays, everything, 'lost', others)
  const ended = new Map(over.map((one) => [one.promotionId, one]))
  const promotions = ids.map((promotionId) => {
    const known = ended.get(promotionId)
    const nothing = { promotionId, inputsHash: '', view: null, lines: [] }
    return judged.get(promotionId) ?? { ...nothing, ...(known === undefined ? {} : { ended: known }) }
  })
  return {
    promotions,
    orders: ordersOfRisks(index, factsOfAssessed(assessments)),
    frozen: assessments.flatMap((assessed) => frozenByJudgement(assessed, frozen)),
  }
}

const ordersOfRisks = (index: RiskIndex<JudgedPromotion>, factsOf: FactsOfLine): JudgedTexts['orders'] =>
  index
    .identities()
    .filter(isAnOrder)
    .flatMap((identity) => {
      const lines = index.evidence(identity).flatMap((one) => one.lines)
      return lines.length === 0 ? [] : [{ lines: lines.map(lineName), ...ordersText(identity, lines, factsOf) }]
    })

const ordersText = (identity: string, lines: readonly JudgedLine[], factsOf: FactsOfLine): OrdersText => ({
  identity,
  orders: JSON.stringify(namedOrders(jointOrders(lines, factsOf), lineName)),
})

/** A risk that asks for orders, with the names of the lines that call for it. */
export type LinesOfRisk = { readonly identity: string; readonly lines: readonly string[] }

/** The orders of a risk as they are kept. */
export type OrdersText = { readonly identity: string; readonly orders: string }

/** Works out the orders that risks ask for, from their kept lines; a risk of which a line is not there any more is left out. */
export const joinForStore = async (
  context: JudgingContext,
  risks: readonly LinesOfRisk[],
): Promise<readonly OrdersText[]> => {
  const lines = await loadLinesNamed(context, [...new Set(risks.flatMap((risk) => risk.lines))])
  const visibility = await loadVisibility(context.workspace, isoOf(context.today))
  const factsOf = await loadFactsOfLines(assessmentContext(context, visibility), [...lines.values()])
  return risks.flatMap((risk) => {
    const own = risk.lines.flatMap((name) => lines.get(name) ?? [])
    if (own.length < risk.lines.length) return []
    return [ordersText(risk.identity, own, factsOf)]
  })
}

const loadLinesNamed = async (
  { workspace }: JudgingContext,
  names: readonly string[],
): Promise<ReadonlyMap<string, JudgedLine>> => {
  const wanted = new Set(names)
  const promotions = [...new Set(names.map((name) => readLineName(name).promotionId))]
  const read = openLineReader()
  const kept = await loadKeptLines(workspace, promotions)
  return new Map(
    [...kept].flatMap(([promotionId, texts]) =>
      texts.flatMap((text) => {
        const name = lineName({ line: { promotionId, sku: text.sku, location: text.location } as JudgedLine['line'] })
        return wanted.has(name) ? [[name, read(text)] as const] : []
      }),
    ),
  )
}

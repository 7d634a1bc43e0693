import { dateWords } from '../../cards/language/words.ts'
import type { OptionsView } from '../../cards/options/options-card.ts'
import type { PromotionReadiness, Verdict } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import { type Concession, concessionOf, type DecisionTerms, type Expectation } from '../../domain/decisions/decision.ts'
import { type Money, sumMoney } from '../../domain/money.ts'
import type { Option, Total } from '../../domain/options/option.ts'
import type { PromotionAssessment } from '../../services/assessment/assess-promotions.ts'
import { loadOptions } from '../../services/assessment/load-options.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import type { CommandContext } from '../dispatch/command.ts'
import { judgeDraft } from '../promotions/draft-promotion.ts'
import { loadSamePromotion } from '../promotions/promo-add.ts'
import { rowsDecided } from './rows-after-decision.ts'

/** A promotion as a decision would make it, and its assessment. */
export type Decided = { readonly draft: StoredPromotion; readonly after: PromotionAssessment }

/** Assesses a promotion as a decision would make it; null where the decision does not change it. */
export const judgeDecided = async (
  context: CommandContext,
  assessed: PromotionAssessment,
  terms: DecisionTerms,
): Promise<Decided | null> => {
  const rows = rowsDecided(assessed.promotion, assessed.lines, terms)
  if (rows === null) return null
  const draft = { ...assessed.promotion, rows }
  return {
    draft,
    after: await judgeDraft(context, await loadVisibility(context.workspace, isoOf(context.today)), draft),
  }
}

/** Says that the same promotion is registered already on the dates it would be moved to; null where none is. */
export const samePromotionInTheWay = async (
  context: Pick<CommandContext, 'workspace' | 'today'>,
  terms: DecisionTerms,
  decided: Decided | null,
): Promise<string | null> => {
  if (terms.kind !== 'date' || decided === null) return null
  const visibility = await loadVisibility(context.workspace, isoOf(context.today))
  const same = await loadSamePromotion(context, visibility, decided.draft)
  return (
    same &&
    `${same.name} (${same.promotionId}) already starts ${dateWords(terms.start, context.today)} with the same item and location. Choose another start, or look at it: /promo show ${same.promotionId}.`
  )
}

/** What a proposal is expected to bring. */
type DecisionEvaluation = {
  readonly decided: Decided | null
  readonly expected: Expectation | null
  readonly expects: Verdict | null
  readonly concession: Concession | null
}

/**
 * Evaluates a proposal: by the price of its option where the figures are the option's own, else by pricing the promotion as it
 * would be, with a normal order where one is in time.
 */
export const evaluateDecision = async (
  context: CommandContext,
  assessed: PromotionAssessment,
  view: OptionsView,
  terms: DecisionTerms,
): Promise<DecisionEvaluation> => {
  const decided = await judgeDecided(context, assessed, terms)
  const option = view.options.find(({ kind }) => kind === terms.kind) as Option
  const total = isAsPriced(option, terms, view) ? option.total : await priceAnew(context, view, decided, terms)
  const expected = total === null ? null : expectationOf(total)
  return {
    decided,
    expected,
    expects: decided?.after.readiness.verdict ?? (terms.kind === 'nothing' ? view.promotion.readiness.verdict : null),
    concession: concessionOf(terms, expected),
  }
}

const isAsPriced = ({ steps, total }: Option, terms: DecisionTerms, { promotion }: OptionsView): boolean => {
  if (total === null) return false
  switch (terms.kind) {
    case 'commit':
    case 'nothing':
      return true
    case 'date':
      return Math.min(...steps.flatMap(({ day }) => day ?? [])) === terms.start
    case 'volume':
      return terms.lines !== null
    case 'ready-places': {
      const places = new Set(promotion.readiness.lines.map(({ line }) => line.location))
      const without = new Set(steps.map(({ location }) => location))
      return [...places].every((place) => without.has(place) === terms.dropped.includes(place))
    }
    default:
      return terms.steps.length > 0
  }
}

const priceAnew = async (
  context: CommandContext,
  view: OptionsView,
  decided: Decided | null,
  terms: DecisionTerms,
): Promise<Total | null> => {
  if (decided === null) return null
  const { options } = await loadOptions(context, decided.after)
  const [nothing, order] = (['nothing', 'order'] as const).map(
    (kind) => options.find((option) => option.kind === kind)?.total ?? null,
  )
  const total = order ?? nothing ?? null
  const base = view.options.find(({ kind }) => kind === 'nothing')?.total ?? null
  // On other days or at fewer places there are normal sales besides, so that only a cap compares with doing nothing.
  return (
    total && { ...total, gain: terms.kind === 'volume' ? gainOf(total.contribution, base?.contribution ?? null) : null }
  )
}

const gainOf = (contribution: Money | null, base: Money | null): Money | null =>
  contribution === null || base === null
    ? null
    : Object.fromEntries(Object.entries(contribution).map(([currency, of]) => [currency, of - (base[currency] ?? 0)]))

const expectationOf = ({ sales, demand, shortage, stockout, extraCost, contribution, gain }: Total): Expectation => ({
  sales,
  demand,
  shortage,
  stockout,
  extraCost,
  contribution,
  gain,
})

/** Sums the revenue at risk of all lines with a problem, by currency; lines that are unknown do not count. */
export const revenueAtRiskOf = ({ problems }: PromotionReadiness): Money =>
  sumMoney(
    problems.flatMap(({ verdict, revenueAtRisk, currency }) =>
      verdict === 'unknown' ? [] : [{ amount: revenueAtRisk, currency }],
    ),
  )

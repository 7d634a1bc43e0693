import { type Day, isoOf } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import { addMoney, type Money, sumMoney } from '../../domain/money.ts'
import type { Review, ReviewForecast } from '../../domain/promotion-reviews/review.ts'
import type { CameIn } from '../../domain/promotions/ended.ts'
import type { FreezingMoment, FrozenForecast } from '../../domain/scorecard/frozen-forecast.ts'
import type { PromotionResult, ResultLine } from '../../domain/scorecard/promotion-result.ts'
import { noTotals } from '../../domain/scorecard/totals.ts'
import { loadDecisionsOf } from '../../store/decisions/decisions.ts'
import { loadItems } from '../../store/feeds/catalogue.ts'
import { loadNewestBy } from '../../store/feeds/newest.ts'
import { loadVisibility, type Visibility } from '../../store/feeds/visibility.ts'
import { loadResultOf, loadTotalsOf } from '../../store/promotion-reviews/result-of.ts'
import { loadReviewAnswers } from '../../store/promotion-reviews/review-answers.ts'
import { loadPostedReviews } from '../../store/promotion-reviews/reviews.ts'
import { loadFrozenForecasts } from '../../store/scorecard/frozen-forecasts.ts'
import type { Context } from '../context.ts'
import { loadAccountable } from './load-accountable.ts'
import { loadOrdersFor } from './load-orders-for.ts'
import { loadTaught } from './load-taught.ts'

/** What looking back at a promotion needs. */
export type ReviewContext = Pick<Context, 'workspace' | 'today'>

/** Loads what there is to say of a promotion that is over, by its result as it was worked out last; null where there is none. */
export const loadReview = async (context: ReviewContext, promotionId: PromotionId): Promise<Review | null> => {
  const { workspace, today } = context
  const result = await loadResultOf(workspace, promotionId)
  if (result === null) return null
  const { outcome, start, end, isComplete, stockedOut, lines } = result
  const visibility = await loadVisibility(workspace, isoOf(today))
  const items = await loadItems(workspace, visibility, [...new Set(lines.map(({ sku }) => sku))])
  const frozen = (await loadFrozenForecasts(workspace, [promotionId])).get(promotionId) ?? []
  const costs = await loadCosts(workspace, visibility, promotionId, lines)
  const totals = (await loadTotalsOf(workspace, promotionId, end)) ?? noTotals.lines
  const decisions = (await loadDecisionsOf(workspace, [promotionId])).filter(
    ({ state }) => state === 'agreed' || state === 'carried-out',
  )
  const spent = addMoney([costs.freight, costs.writeOffs])
  return {
    promotionId,
    name: result.name,
    ...{ start, end, outcome, isComplete, stockedOut },
    cameIn: cameInOf(lines),
    movedFrom: movedFrom(frozen, result),
    planned: sumOf(lines, ({ marketerUnits }) => marketerUnits),
    forecasts: forecastsOf(frozen, lines),
    ...{ sold: totals.sold, lost: totals.lost, lostRevenue: totals.lostRevenue, unpriced: totals.unpriced },
    leftover: sumOf(lines, ({ leftover }) => leftover),
    leftoverCost: sumMoney(
      lines.flatMap(({ leftover, unitCost, currency }) =>
        leftover === null || unitCost === null ? [] : [{ amount: leftover * unitCost, currency }],
      ),
    ),
    ...costs,
    incremental: totals.normalLines === 0 ? null : totals.incremental,
    margin: totals.marginLines === 0 ? null : less(totals.incrementalMargin, spent),
    toldLines: { units: totals.normalLines, margin: totals.marginLines },
    lines: lines.map((line) => ({ ...line, name: items.get(line.sku)?.name ?? line.sku })),
    decisions,
    taught: outcome === 'ran' ? await loadTaught(context, promotionId, lines, items) : [],
    orders: outcome === 'ran' ? null : await loadOrdersFor(context, visibility, promotionId, lines),
    accountable: await loadAccountable(workspace, promotionId, result.owner, frozen),
    answers: await loadReviewAnswers(workspace, promotionId),
    posted: (await loadPostedReviews(workspace, [promotionId])).get(promotionId) ?? null,
  }
}

const less = (from: Money, spent: Money): Money =>
  addMoney([from, Object.fromEntries(Object.entries(spent).map(([currency, amount]) => [currency, -amount]))])

/** Sums what every line tells; null where one of them does not. */
const sumOf = (lines: readonly ResultLine[], units: (line: ResultLine) => number | null): number | null =>
  lines.reduce<number | null>((sum, line) => {
    const own = units(line)
    return sum === null || own === null ? null : sum + own
  }, 0)

const cameInOf = (lines: readonly ResultLine[]): CameIn => {
  const places = [...Map.groupBy(lines, ({ location }) => location).values()].map((here) => ({
    days: Math.max(...here.map(({ toldDays }) => toldDays)),
    ofDays: Math.max(...here.map(({ windowDays }) => windowDays)),
  }))
  const telling = places.filter(({ days }) => days > 0)
  const least = telling.toSorted((a, b) => a.days / a.ofDays - b.days / b.ofDays)[0]
  return {
    days: least?.days ?? 0,
    ofDays: least?.ofDays ?? Math.max(0, ...places.map(({ ofDays }) => ofDays)),
    places: telling.length,
    ofPlaces: places.length,
  }
}

const loadCosts = async (
  workspace: Context['workspace'],
  visibility: Visibility,
  promotionId: PromotionId,
  lines: readonly ResultLine[],
): Promise<Pick<Review, 'freight' | 'writeOffs'>> => {
  const skus = new Set(['', ...lines.map(({ sku }) => sku)])
  const rows = (await loadNewestBy(workspace, visibility, 'costs', 'promotion_id', [promotionId])).filter(({ sku }) =>
    skus.has(sku),
  )
  const of = (kind: string) => sumMoney(rows.filter((row) => row.kind === kind))
  return { freight: of('freight'), writeOffs: of('write-off') }
}

type Window = { readonly start: Day; readonly end: Day }

/** Lists the windows of frozen forecasts that no line ran in, the earliest first. */
const movedFrom = (frozen: readonly FrozenForecast[], { lines }: PromotionResult): readonly Window[] => {
  const name = ({ start, end }: Window) => `${start} ${end}`
  const ran = new Set(lines.map(name))
  const left = new Map(
    frozen.flatMap(({ start, end }) => (ran.has(name({ start, end })) ? [] : [[name({ start, end }), { start, end }]])),
  )
  return [...left.values()].sort((a, b) => a.start - b.start || a.end - b.end)
}

const moments = ['registered', 'order-by', 'launch'] as const

/** Sums up what was expected at each moment of the lines as they ran. */
const forecastsOf = (frozen: readonly FrozenForecast[], lines: readonly ResultLine[]): readonly ReviewForecast[] => {
  const key = ({ sku, location, start, end }: Pick<FrozenForecast, 'sku' | 'location' | 'start' | 'end'>) =>
    [sku, location, start, end].join('\u0000')
  const ran = new Set(lines.map(key))
  const unitsAt: Readonly<Record<FreezingMoment, (line: ResultLine) => number | null>> = {
    registered: ({ registeredUnits }) => registeredUnits,
    'order-by': ({ orderByUnits }) => orderByUnits,
    launch: ({ launchUnits }) => launchUnits,
  }
  return moments.flatMap((moment): readonly ReviewForecast[] => {
    const own = frozen.filter((one) => one.moment === moment && ran.has(key(one)))
    if (own.length === 0) return []
    return [
      {
        moment,
        on: Math.min(...own.map(({ frozenOn }) => frozenOn)),
        units: sumOf(lines, unitsAt[moment]),
        by: byOf(own),
        verdict: (['not-ready', 'at-risk', 'unknown', 'ready'] as const).find((verdict) =>
          own.some((one) => one.verdict === verdict),
        ) as ReviewForecast['verdict'],
      },
    ]
  })
}

/** A judgement that lies so close to a marketer's figure rests on it alone. */
const sameShare = 0.01

const byOf = (own: readonly FrozenForecast[]): ReviewForecast['by'] => {
  const planner = own.find(({ plannerUnits }) => plannerUnits !== null)
  if (planner !== undefined) return { kind: 'planner', name: planner.planner }
  const stated = own.filter(({ marketerUnits }) => marketerUnits !== null)
  const [first] = stated
  if (first === undefined) return { kind: 'history' }
  const isWeighed = stated.some(
    ({ marketerUnits, demand }) =>
      demand !== null &&
      Math.abs(demand.mean - (marketerUnits as number)) > sameShare * Math.abs(marketerUnits as number),
  )
  return { kind: isWeighed ? 'both' : 'marketer', name: first.owner }
}

import { cellKey } from '../../domain/cell.ts'
import type { StatedDemand } from '../../domain/promotions/promotion.ts'
import { type FrozenForecast, forecastsToFreeze } from '../../domain/scorecard/frozen-forecast.ts'
import { linesOf } from '../../store/promotions/promotions.ts'
import type { PromotionAssessment } from '../assessment/assess-promotions.ts'

/** Gives the forecasts that a judged promotion has to freeze on the day of its judgement, of those that are not frozen yet. */
export const frozenByJudgement = (
  judged: PromotionAssessment,
  frozen: ReadonlySet<string>,
): readonly FrozenForecast[] => {
  const stated = judged.override === null ? null : statedByMarketer(judged)
  return judged.lines.flatMap((assessed) =>
    forecastsToFreeze(
      { assessed, stated: stated?.get(cellKey(assessed.line)) ?? assessed.line.stated },
      judged.override,
      frozen,
    ),
  )
}

/** Gives what the marketer stated of each line that a planner has overridden; a total is divided by normal sales, evenly where they are unknown. */
const statedByMarketer = ({ promotion, lines }: PromotionAssessment): ReadonlyMap<string, StatedDemand> => {
  const places = new Map(
    [...Map.groupBy(lines, ({ line }) => line.sku)].map(([sku, own]) => [sku, own.map(({ line }) => line.location)]),
  )
  const normal = new Map(lines.map(({ line, baselineUnits }) => [cellKey(line), baselineUnits ?? 0]))
  const own = linesOf(promotion, places)
  return new Map(
    own.map((line) => {
      const { stated } = line
      if (!line.sharesTotal || (stated.kind !== 'units' && stated.kind !== 'extra')) return [cellKey(line), stated]
      const sharing = own.filter((other) => other.sharesTotal && other.sku === line.sku)
      const total = sharing.reduce((sum, other) => sum + (normal.get(cellKey(other)) ?? 0), 0)
      const share = total > 0 ? (normal.get(cellKey(line)) ?? 0) / total : 1 / sharing.length
      return [cellKey(line), { ...stated, units: stated.units * share }]
    }),
  )
}

import type { LineAssessment, Quantiles, Verdict } from '../assessment/readiness.ts'
import type { Day } from '../day.ts'
import { upliftFromHistory } from '../demand/uplift.ts'
import type { PromotionId } from '../ids.ts'
import type { InForce } from '../promotions/override.ts'
import type { StatedDemand } from '../promotions/promotion.ts'
import { orderBackwards } from '../supply/lead-time.ts'

/** When the forecast of a line is frozen: when it is registered with its dates, on the last day of a normal order for its start, and at its launch. */
const freezingMoments = ['registered', 'order-by', 'launch'] as const

export type FreezingMoment = (typeof freezingMoments)[number]

/** What was expected of a line's window at a moment, and by whom. Units include normal sales; null where nobody knew. */
export type FrozenForecast = {
  readonly promotionId: PromotionId
  readonly sku: string
  readonly location: string
  readonly start: Day
  readonly end: Day
  readonly moment: FreezingMoment
  readonly frozenOn: Day
  /** The forecast that the line was judged with. */
  readonly demand: Quantiles | null
  readonly normalUnits: number | null
  /** By the marketer's figure alone. */
  readonly marketerUnits: number | null
  /** By the planner's own override; null where both functions agreed on a figure. */
  readonly plannerUnits: number | null
  /** By sales history alone. */
  readonly automaticUnits: number | null
  readonly verdict: Verdict
  readonly price: number | null
  readonly currency: string | null
  readonly owner: string | null
  readonly planner: string | null
}

/** A judged line with what its marketer stated of it, a total that lines share divided among them. */
export type LineToFreeze = { readonly assessed: LineAssessment; readonly stated: StatedDemand }

/** Names what is frozen: a line with its dates, at a moment. */
export const frozenKey = ({ promotionId, sku, location, start, end, moment }: Frozen): string =>
  [promotionId, sku, location, start, end, moment].join('\u0000')

type Frozen = Pick<FrozenForecast, 'promotionId' | 'sku' | 'location' | 'start' | 'end' | 'moment'>

/** Gives the forecasts of a line that are to be frozen on the day of its assessment and are not yet; none once it runs. */
export const forecastsToFreeze = (
  { assessed, stated }: LineToFreeze,
  override: InForce | null,
  frozen: ReadonlySet<string>,
): readonly FrozenForecast[] => {
  const { line, facts, demand, baselineUnits, verdict, price, currency } = assessed
  const { asOf } = facts
  if (asOf > line.start) return []
  const due: Readonly<Record<FreezingMoment, () => boolean>> = {
    registered: () => true,
    'order-by': () => (lastNormalOrderDay(assessed) ?? asOf + 1) <= asOf,
    launch: () => asOf === line.start,
  }
  const moments = freezingMoments.filter((moment) => !frozen.has(frozenKey({ ...line, moment })) && due[moment]())
  if (moments.length === 0) return []
  const history = baselineUnits === null ? null : upliftFromHistory(facts, line)
  const own = override?.agreed === undefined ? override : null
  const ratio = own?.ratio ?? null
  const forecast = {
    promotionId: line.promotionId,
    sku: line.sku,
    location: line.location,
    start: line.start,
    end: line.end,
    frozenOn: asOf,
    demand,
    normalUnits: baselineUnits,
    marketerUnits: statedUnits(stated, baselineUnits),
    plannerUnits: ratio === null || baselineUnits === null ? null : ratio * baselineUnits,
    automaticUnits: history === null || baselineUnits === null ? null : history.ratio * baselineUnits,
    verdict,
    price,
    currency,
    owner: line.owner,
    planner: own?.by.name ?? null,
  }
  return moments.map((moment) => ({ ...forecast, moment }))
}

/** Gives the last day on which a normal order for the start of a line can be placed; null where its lead time is unknown. */
export const lastNormalOrderDay = ({ facts, line }: Pick<LineAssessment, 'facts' | 'line'>): Day | null => {
  const { leadTime, location } = facts
  if (leadTime === null) return null
  return orderBackwards(leadTime, location.receiving, line.start - location.onShelfDays)?.orderOn ?? null
}

const statedUnits = (stated: StatedDemand, normal: number | null): number | null => {
  if (stated.kind === 'units') return stated.units
  if (normal === null) return null
  if (stated.kind === 'extra') return normal + stated.units
  return stated.kind === 'uplift' ? normal * stated.ratio : null
}

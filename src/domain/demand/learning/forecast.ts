import type { Common } from './learned.ts'
import {
  type DemandLevel,
  everyLevel,
  type Fading,
  leastLevel,
  mixed,
  plainShare,
  plainShareOfUplift,
  recentRate,
  rivalsOnAverage,
  variation,
} from './level.ts'
import { weekPattern } from './pattern.ts'
import { itemLevel, rivalFactor } from './rivals.ts'
import { type Pooled, pooledUplift, poolsOf } from './uplift-pool.ts'

/** The weight of recent sales of all days in the expected sales of a promotion: no history repeats itself wholly. */
const drawnToRecent = 0.3

/** Units of the item's sales at other locations that count in the level of a cell; fewer where its sales vary by less than chance. */
const unitsElsewhere = 12

/** Gives the levels of a cell by every row and by plain rows, drawn towards the item's average over its locations; null where unknown. */
const levelsOf = (common: Common, level: DemandLevel, sku: string) => {
  const elsewhere = itemLevel(common, sku)
  const units = elsewhere > 0 ? unitsElsewhere * Math.min(1, variation(level)) : 0
  const drawn = ({ sold, normal }: Fading): number | null =>
    normal > 0 ? (sold + units) / (normal + (units === 0 ? 0 : units / elsewhere)) : null
  return { every: drawn(level.every) ?? recentRate(level), plain: drawn(level.plain) }
}

const normalOf = ({ every, plain }: ReturnType<typeof levelsOf>, level: DemandLevel): number | null =>
  every === null ? null : mixed(every, plain, plainShare(level)) * rivalsOnAverage(level)

/** Gives the normal sales of a cell a day of an even week, in units; null where there are no sales. */
export const normalLevel = (common: Common, level: DemandLevel, sku: string): number | null =>
  normalOf(levelsOf(common, level, sku), level)

const evenWeek: readonly number[] = Array(14).fill(1)

/** Gives the pattern of the week of a cell against an even week, by slot (see `slotOf`); even where its rows cover several days. */
export const weekOf = ({ patterns }: Common, group: string, level: DemandLevel): readonly number[] =>
  level.span === 1 ? weekPattern(patterns, group, level.pattern, everyLevel(level) ?? 0) : evenWeek

/** The estimated uplift of a promotion and its parts; ratios are to normal sales of its days. */
export type EstimatedUplift = {
  readonly ratio: number
  /** The ratio of similar promotions, before recent sales are taken into account. */
  readonly pooled: Pooled
  /** The ratio by which rival promotions on the same days change sales. */
  readonly rivals: number
  /** The ratio of recent sales, all days alike. */
  readonly recent: number
}

/** Estimates the uplift of a promotion from what was learned; null where there are no sales of the cell. */
export const estimateUplift = (
  common: Common,
  level: DemandLevel,
  item: { readonly sku: string; readonly group: string },
  promotion: { readonly mechanic: string; readonly discount: number | null },
  pressure: number,
): EstimatedUplift | null => {
  const levels = levelsOf(common, level, item.sku)
  const { every, plain } = levels
  const normal = normalOf(levels, level)
  if (normal === null || every === null) return null
  const kind = { ...item, mechanic: promotion.mechanic }
  const of = (which: 'every' | 'plain', usual: number) =>
    pooledUplift(poolsOf(common.uplifts[which], level.uplifts[which], kind), promotion.discount, usual * level.span)
  const pooled = of('every', every)
  const ofPlain = plain === null ? null : plain * of('plain', plain).ratio
  const promoted = mixed(every * pooled.ratio, ofPlain, plainShareOfUplift(level))
  const rivals = pressure === 0 ? rivalsOnAverage(level) : rivalFactor(common.rivalry, pressure)
  const recent = recentRate(level) ?? normal
  const expected = (1 - drawnToRecent) * promoted * rivals + drawnToRecent * recent
  const average = rivalsOnAverage(level)
  const unrivalled = Math.max(leastLevel, normal / average)
  const against = unrivalled * rivals
  return {
    ratio: expected / against,
    pooled: { ...pooled, ratio: promoted / unrivalled },
    rivals: rivals / average,
    recent: recent / against,
  }
}

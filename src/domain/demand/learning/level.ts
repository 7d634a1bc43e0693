import type { Day } from '../../day.ts'
import { emptyPattern, type Pattern } from './pattern.ts'
import type { Pool } from './uplift-pool.ts'

/** Sums that fade with age, so that recent sales count most. */
export type Fading = { sold: number; normal: number }

/**
 * What was learned from the sales of one item at one location. Levels are units a day of an even week without promotion. It is
 * stored as JSON.
 */
export type DemandLevel = {
  /** The day after the last one that was learned from. */
  through: Day
  /** The number of rows that say something about demand, and of these the ones without promotion. */
  rows: number
  plainRows: number
  /** The number of rows that were left out because of stockouts. */
  maskedRows: number
  /** Every row; those of promotions are divided by their expected uplift. */
  readonly every: Fading
  /** The rows without promotion. */
  readonly plain: Fading
  /** Every row as it is: units and days. */
  readonly recent: Fading
  /** Expected sales with rival promotions, against those without them. */
  readonly unrivalled: Fading
  /** Squared errors of expected sales without promotion, against these: by how much they vary more than by chance. */
  readonly error: Fading
  /** The usual price; null while unknown. */
  price: number | null
  /** Days that the last row covered. */
  span: number
  /** The days its location was open when its last row was read. */
  openDays: number
  /** The last day of a promotion; null where there was none. */
  promotedUntil: Day | null
  /** The pattern of its sales over the week. */
  readonly pattern: Pattern
  /** The results of its promotions by mechanic, against the level by every row and against that by plain rows. */
  readonly uplifts: { readonly every: Record<string, Pool>; readonly plain: Record<string, Pool> }
}

/** The age in rows at which each sum counts half. */
const halfLives = { every: 14, plain: 8, recent: 20, unrivalled: 14, error: 14 } as const
/** Faded plain rows from which on they alone give normal sales. */
const enoughPlainRows = 4
/** Faded plain rows at which the level by plain rows has half its greatest weight in uplifts, and that greatest weight. */
const evenPlainRows = 3
const mostPlainShare = 0.6
/** The lowest level that ratios are to, in units a day: a ratio to nothing means nothing. */
export const leastLevel = 0.02

/** Gives the level of a cell without sales before `day`. */
export const emptyLevel = (day: Day): DemandLevel => ({
  through: day,
  rows: 0,
  plainRows: 0,
  maskedRows: 0,
  every: { sold: 0, normal: 0 },
  plain: { sold: 0, normal: 0 },
  recent: { sold: 0, normal: 0 },
  unrivalled: { sold: 0, normal: 0 },
  error: { sold: 0, normal: 0 },
  price: null,
  span: 1,
  openDays: 0,
  promotedUntil: null,
  pattern: emptyPattern(),
  uplifts: { every: {}, plain: {} },
})

/** Fades the sums of a level, in place, until a row of `span` days that begins on `day`. */
export const fadeUntil = (level: DemandLevel, day: Day, span: number): void => {
  const age = Math.max(0, day + span - level.through)
  for (const which of ['every', 'plain', 'recent', 'unrivalled', 'error'] as const) {
    const left = 0.5 ** (age / (halfLives[which] * span))
    level[which].sold *= left
    level[which].normal *= left
  }
  level.through = Math.max(level.through, day + span)
  level.span = span
}

const rate = ({ sold, normal }: Fading): number | null => (normal > 0 ? sold / normal : null)

/** Gives the level by every row; null where there are no sales. */
export const everyLevel = (level: DemandLevel): number | null => rate(level.every) ?? rate(level.recent)

/**
 * Gives the level by plain rows; null where there are none. An item that sells in promotions alone gets a trace of normal
 * sales, because a ratio to none would mean nothing.
 */
export const plainLevel = (level: DemandLevel): number | null => {
  const plain = rate(level.plain)
  return plain === null ? null : Math.max(plain, Math.min(leastLevel, everyLevel(level) ?? 0))
}

/** Gives the recent sales a day, promotions included; null where there are none. */
export const recentRate = (level: DemandLevel): number | null => rate(level.recent)

/** Gives the weight of the level by plain rows in normal sales, 0 to 1. */
export const plainShare = ({ plain, span }: DemandLevel): number => Math.min(1, plain.normal / span / enoughPlainRows)

/** Gives the weight of the level by plain rows in uplifts, 0 to 0.6. */
export const plainShareOfUplift = ({ plain, span }: DemandLevel): number => {
  const rows = plain.normal / span
  return (mostPlainShare * rows) / (rows + evenPlainRows)
}

/** Gives the average ratio of sales with rival promotions to those without. */
export const rivalsOnAverage = (level: DemandLevel): number => rate(level.unrivalled) ?? 1

/** Gives the variance of plain sales over their mean; 1, that of chance, where unknown. */
export const variation = ({ error }: DemandLevel): number => (error.normal > 0 ? error.sold / error.normal : 1)

/** Gives the variance of plain sales over their mean, at least that of chance. */
export const dispersionOf = (level: DemandLevel): number => Math.max(1, variation(level))

/** Gives the weighted geometric mean of the level by every row and that by plain rows, which has the weight given. */
export const mixed = (every: number, plain: number | null, weight: number): number =>
  plain === null || weight === 0 ? every : every ** (1 - weight) * plain ** weight

import type { Day } from '../../day.ts'
import { emptyPattern, type Pattern } from './pattern.ts'
import type { Pool } from './uplift-pool.ts'

/** Sums that fade with age, so that what was sold lately counts most. */
export type Fading = { sold: number; normal: number }

/**
 * What the sales of one item at one location have shown so far. Levels are units a day of an even week without promotion.
 * It is kept as JSON.
 */
export type DemandLevel = {
  /** The day after the last one that was read. */
  through: Day
  /** Rows that told something of demand, and of these the ones without promotion. */
  rows: number
  plainRows: number
  /** Rows that were left out, because the shelf was empty nearly all the time. */
  maskedRows: number
  /** Every row, promotions divided by what they were expected to bring. */
  readonly every: Fading
  /** The rows without promotion alone. */
  readonly plain: Fading
  /** All rows as they are: units and days. */
  readonly recent: Fading
  /** What rivals left of sales, against what would have been sold without them. */
  readonly unrivalled: Fading
  /** Squared errors of expected plain sales against these: how much more than by chance they vary. */
  readonly error: Fading
  /** The usual price, null while none was told. */
  price: number | null
  /** Days that the last row covered. */
  span: number
  /** The days its location was open when its last row was read. */
  openDays: number
  /** The last day that was sold in a promotion, null where none was. */
  promotedUntil: Day | null
  /** How its sales fall over the week. */
  readonly pattern: Pattern
  /** What its promotions brought by mechanic, against the level by every row and by plain rows. */
  readonly uplifts: { readonly every: Record<string, Pool>; readonly plain: Record<string, Pool> }
}

/** A level's age at which it counts half, in rows: of every row, of plain rows, of recent ones, of rivals and of errors. */
const halfLives = { every: 14, plain: 8, recent: 20, unrivalled: 14, error: 14 } as const
/** So many plain rows, as they fade, tell normal sales without the others. */
const enoughPlainRows = 4
/** With so many plain rows promotions are set against these half as much as ever, and never by more than this share. */
const evenPlainRows = 3
const mostPlainShare = 0.6
/** Ratios are to no level lower than this many units a day: they would be to nothing. */
export const leastLevel = 0.02

/** Opens a level that nothing was seen of before `day`. */
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

/** Lets what was seen fade until a row of `span` days that begins on `day`, in place. */
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

/** Gives the level by every row, or null where nothing was seen. */
export const everyLevel = (level: DemandLevel): number | null => rate(level.every) ?? rate(level.recent)

/**
 * Gives the level by plain rows, or null where there were none. What sells in promotions alone keeps a trace of normal sales:
 * no ratio would make anything of none.
 */
export const plainLevel = (level: DemandLevel): number | null => {
  const plain = rate(level.plain)
  return plain === null ? null : Math.max(plain, Math.min(leastLevel, everyLevel(level) ?? 0))
}

/** Gives what was sold a day lately, promotions and all, or null where nothing was seen. */
export const recentRate = (level: DemandLevel): number | null => rate(level.recent)

/** Gives how far plain rows alone tell normal sales, 0 to 1. */
export const plainShare = ({ plain, span }: DemandLevel): number => Math.min(1, plain.normal / span / enoughPlainRows)

/** Gives how far promotions are to be set against plain rows rather than against all, 0 to 0.6. */
export const plainShareOfUplift = ({ plain, span }: DemandLevel): number => {
  const rows = plain.normal / span
  return (mostPlainShare * rows) / (rows + evenPlainRows)
}

/** Gives what rivals leave of sales on average, as a ratio. */
export const rivalsOnAverage = (level: DemandLevel): number => rate(level.unrivalled) ?? 1

/** Gives the variance of plain sales over their mean as they were; 1, that of chance, where nothing tells. */
export const variation = ({ error }: DemandLevel): number => (error.normal > 0 ? error.sold / error.normal : 1)

/** Gives the variance of plain sales over their mean, at least that of chance. */
export const dispersionOf = (level: DemandLevel): number => Math.max(1, variation(level))

/** Mixes the level by every row and that by plain rows, the second by its weight (geometric mean). */
export const mixed = (every: number, plain: number | null, weight: number): number =>
  plain === null || weight === 0 ? every : every ** (1 - weight) * plain ** weight

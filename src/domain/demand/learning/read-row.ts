import type { Sale, SoldPromotion } from '../../assessment/cell.ts'
import type { Cell } from '../../cell.ts'
import { type Day, weekdayOf } from '../../day.ts'
import { mostStockoutOfDay } from '../../policy.ts'
import { type Common, entryOf } from './learned.ts'
import { type DemandLevel, everyLevel, fadeUntil, plainLevel } from './level.ts'
import { addToPattern, slotOf, weekPattern } from './pattern.ts'
import { rivalFactor } from './rivals.ts'
import {
  addToPool,
  emptyPool,
  mechanicKey,
  mechanicsOf,
  type PromotedRow,
  pooledUplift,
  poolKeys,
  poolsOf,
} from './uplift-pool.ts'

/** A row of sales of an item at a location. */
export type HistoryRow = Cell & Sale

/** What was learned from a row about other cells. */
export type LearnedRow =
  | { readonly kind: 'none' }
  /** A day without promotion: units, and what an even week would have sold. */
  | { readonly kind: 'plain'; readonly slot: number; readonly units: number; readonly even: number }
  /** A promotion: its units against the level by every row and against that by plain rows, where there is one, and the expected units. */
  | {
      readonly kind: 'promoted'
      readonly keys: readonly string[]
      readonly every: PromotedRow
      readonly plain: PromotedRow | null
      readonly expected: number
    }

/** A row that was out of stock for more than this share of the selling time says nothing about demand. */
const mostStockout = 0.9
/** Rows of a cell before its promotions and its days of the week are learned from. */
const rowsBeforeUplift = 3
const rowsBeforePattern = 7
/** The weight of the newest price in the usual one. */
const priceMemory = 0.1

/** Gives the discount of a promoted row, 0 to 1: by its prices, else as planned; 0 where neither is known. */
export const discountOf = (
  { price, basePrice, promotion }: Pick<Sale, 'price' | 'basePrice' | 'promotion'>,
  usual: number | null,
): number => {
  const base = basePrice ?? usual
  const discount = price !== null && base !== null && base > 0 ? 1 - price / base : (promotion?.discount ?? 0)
  return Math.min(1, Math.max(0, discount))
}

/**
 * Learns from one row about the level of its cell, in place, and gives what was learned about others. Rows come in the order
 * of days. A row with more returns than sales counts as no sales.
 */
export const readRow = (
  common: Common,
  level: DemandLevel,
  sale: Pick<Cell, 'sku'> & Sale,
  group: string,
  pressure: number,
): LearnedRow => {
  const row = sale.units < 0 ? { ...sale, units: 0 } : sale
  fadeUntil(level, row.day, row.days)
  const slot = slotOf(weekdayOf(row.day), row.isHoliday)
  const pattern =
    row.days === 1 ? (weekPattern(common.patterns, group, level.pattern, everyLevel(level) ?? 0)[slot] as number) : 1
  const rivals = rivalFactor(common.rivalry, pressure)
  const even = pattern * row.days * rivals
  const isTelling = row.stockout <= mostStockout
  const lesson =
    row.promotion === null
      ? readPlain(level, row, slot, even, isTelling)
      : readPromoted(common, level, row, row.promotion, group, even, isTelling)
  if (isTelling) {
    level.every.sold += row.units
    level.every.normal += even * lesson.ratio
    level.unrivalled.sold += even
    level.unrivalled.normal += even / rivals
    level.rows += 1
  } else level.maskedRows += 1
  level.recent.sold += row.units
  level.recent.normal += row.days
  return lesson.lesson
}

type Read = { readonly ratio: number; readonly lesson: LearnedRow }

/** The longest gap in days that counts as days without a sale: after longer ones the item was not on offer. */
const longestGap = 60

/**
 * Counts the days without a row, between the last row of a cell and one of `day`, as days without a sale where its location
 * was open, in place: sales data leave out items that did not sell. Days after the last row are not known yet.
 */
export const readMissingDays = (level: DemandLevel, day: Day, openDays: number): void => {
  const missing = openDays - level.openDays - 1
  level.openDays = openDays
  const gap = day - level.through
  if (level.rows === 0 || level.span !== 1 || gap > longestGap) return
  for (let left = Math.min(missing, gap); left > 0; left--) {
    const expected = plainLevel(level) ?? everyLevel(level) ?? 0
    fadeUntil(level, day - left, 1)
    for (const which of ['every', 'plain', 'recent'] as const) level[which].normal += 1
    level.error.sold += expected ** 2
    level.error.normal += expected
    level.rows += 1
    level.plainRows += 1
  }
}

const readPlain = (
  level: DemandLevel,
  row: Pick<Cell, 'sku'> & Sale,
  slot: number,
  even: number,
  isTelling: boolean,
): Read => {
  const every = level.rows > 0 ? everyLevel(level) : null
  const expected = (plainLevel(level) ?? every ?? 0) * even
  if (expected > 0) {
    level.error.sold += (row.units - expected) ** 2
    level.error.normal += expected
  }
  const showsPattern = row.days === 1 && row.stockout <= mostStockoutOfDay && level.rows >= rowsBeforePattern
  if (isTelling) {
    level.plain.sold += row.units
    level.plain.normal += even
    level.plainRows += 1
  }
  if (row.price !== null)
    level.price = level.price === null ? row.price : level.price + priceMemory * (row.price - level.price)
  if (!showsPattern || every === null) return { ratio: 1, lesson: { kind: 'none' } }
  addToPattern(level.pattern, slot, row.units, every)
  return { ratio: 1, lesson: { kind: 'plain', slot, units: row.units, even: every } }
}

const readPromoted = (
  common: Common,
  level: DemandLevel,
  row: Pick<Cell, 'sku'> & Sale,
  { mechanic }: SoldPromotion,
  group: string,
  even: number,
  isTelling: boolean,
): Read => {
  const isFirst = level.promotedUntil === null || level.promotedUntil < row.day - 1
  level.promotedUntil = row.day + row.days - 1
  const every = level.rows > 0 ? everyLevel(level) : null
  if (every === null) return { ratio: 1, lesson: { kind: 'none' } }
  const discount = discountOf(row, level.price)
  const promoted = { mechanic, group, sku: row.sku }
  const expectedRatio = () =>
    pooledUplift(poolsOf(common.uplifts.every, level.uplifts.every, promoted), discount, every * row.days).ratio
  const ratio = expectedRatio()
  if (!isTelling || level.rows < rowsBeforeUplift) return { ratio, lesson: { kind: 'none' } }
  const plain = plainLevel(level)
  const seen = { discount, units: row.units, isFirst }
  const ofEvery = { ...seen, normal: every * even }
  const ofPlain = plain === null || level.plainRows < rowsBeforeUplift ? null : { ...seen, normal: plain * even }
  for (const own of mechanicsOf(promoted).map(mechanicKey)) {
    addToPool(entryOf(level.uplifts.every, own, emptyPool), ofEvery)
    if (ofPlain !== null) addToPool(entryOf(level.uplifts.plain, own, emptyPool), ofPlain)
  }
  return {
    // The row itself counts in the uplift that it is divided by; otherwise a company's first promotions would raise normal sales.
    ratio: expectedRatio(),
    lesson: {
      kind: 'promoted',
      keys: poolKeys(promoted),
      every: ofEvery,
      plain: ofPlain,
      expected: every * even * ratio,
    },
  }
}

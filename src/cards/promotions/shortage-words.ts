import { isOwed } from '../../domain/assessment/cell.ts'
import { byUrgency, type JudgedLine, type LineView, type Verdict } from '../../domain/assessment/readiness.ts'
import { reasonOf } from '../../domain/assessment/reason.ts'
import { shortUnits } from '../../domain/risks/order-sum.ts'
import { shownUnits } from '../language/adding-up.ts'
import { fitting, lineBudget, shortName } from '../language/line-budget.ts'
import { countWords, dateWords, numberWords, unitWords } from '../language/words.ts'
import { kitsWords } from './kit-words.ts'
import { togetherSumWords, windowSumWords } from './window-sum-words.ts'

/** The short places of one item that a card says in one line, the worst first, and how many things more there are. */
export type Shortage = {
  readonly lines: readonly JudgedLine[]
  /** Every place of the item that is looked at, short or not. */
  readonly places: number
  readonly otherItems: number
}

/**
 * Puts the first of some lines that carry a verdict, the worst first, together with the other places of its item that stand
 * as it does; where none carries it, the most urgent one. Null where there is no line.
 */
export const worstShortage = (
  problems: readonly JudgedLine[],
  all: readonly LineView[],
  verdict: Verdict,
): Shortage | null => {
  const worst =
    problems.find((line) => line.verdict === verdict) ?? problems.toSorted((a, b) => byUrgency(a.verdict, b.verdict))[0]
  if (worst === undefined) return null
  const isSameItem = ({ line }: LineView) => line.sku === worst.line.sku
  return {
    lines: problems.filter((line) => isSameItem(line) && line.verdict === worst.verdict),
    places: placesOf(all.filter(isSameItem)).size,
    otherItems: new Set(problems.map(({ line }) => line.sku)).size - 1,
  }
}

const placesOf = (lines: readonly LineView[]): ReadonlySet<string> => new Set(lines.map(({ line }) => line.location))

/** Names where an item is short, `Cola 1.5 l @ EAST`, `Cola 1.5 l, 2 of 3 locations`. */
export const placesWords = ({ lines, places }: Pick<Shortage, 'lines' | 'places'>): string => {
  const [{ facts }] = lines as readonly [JudgedLine]
  const name = shortName(facts.item.name, 40)
  const short = placesOf(lines)
  const [only] = short
  if (short.size === 1) return `${name} @ ${only}`
  const count = short.size === places ? '' : `${numberWords(short.size)} of `
  return `${name}, ${count}${countWords(places, 'location')}`
}

/** Says what the places of an item lack, `Cola 1.5 l @ EAST: 500 of 700 units short from Wed 8 Jul`. */
export const shortageWords = (shortage: Shortage): string => {
  const words = `${placesWords(shortage)}: ${lackWords(shortage.lines)}`
  const [{ line }] = shortage.lines as readonly [JudgedLine]
  const kits = line.kits === undefined || shortage.lines.length > 1 ? '' : `; ${kitsWords(line.kits)}`
  return fitting([`${words}${kits}`, words], lineBudget - otherItemsWords(shortage).length)
}

/** Says that there is more than the item that is shown, ` (+ 7 items)`. */
export const otherItemsWords = ({ otherItems }: Shortage): string =>
  otherItems === 0 ? '' : ` (+ ${countWords(otherItems, 'item')})`

const lackWords = (lines: readonly JudgedLine[]): string => {
  const [worst] = lines as readonly [JudgedLine]
  const today = worst.facts.asOf
  const from = Math.min(...lines.flatMap((line) => reasonOf(line, 'SHORT_IN_WINDOW')?.from ?? []))
  const since = Number.isFinite(from) ? ` from ${dateWords(from, today)}` : ''
  if (lines.every((line) => line.shortageUnits === null))
    return 'will sell out even without the promotion; add an uplift to see how much to order'
  if (Number.isFinite(from) && from > worst.line.end)
    return `covered on its own days; ${unitWords(shownShort(lines))} missing elsewhere${since}`
  const short = shownShort(lines)
  if (short === 0) return 'covered, but the shelf may still sell out'
  const expected = lines.reduce((sum, line) => sum + (line.demand?.mean ?? 0), 0)
  const demand = lines.length > 1 ? Math.max(short, Math.round(expected)) : expected
  const of = demand === 0 ? unitWords(short) : `${numberWords(short)} of ${unitWords(demand)}`
  return lines.every(({ facts }) => isOwed(facts)) ? `${of} delivered late, not lost${since}` : `${of} short${since}`
}

/** What lines lack together as it is shown: with tenths where it is one line that lacks little, in whole units else. */
export const shownShort = (lines: readonly JudgedLine[]): number => {
  const [only] = lines
  return lines.length === 1 && only !== undefined ? shownUnits(only.shortageUnits ?? 0) : shortUnits(lines)
}

/** Writes the sum behind what the places lack; of the worst place alone, by name, where they make no sum together. */
export const shortageSumWords = ({ lines }: Shortage): string | null => {
  const [worst] = lines as readonly [JudgedLine]
  const own = windowSumWords(worst)
  if (lines.length === 1) return own
  return togetherSumWords(lines, shownShort(lines)) ?? (own === null ? null : `${worst.line.location}: ${own}`)
}

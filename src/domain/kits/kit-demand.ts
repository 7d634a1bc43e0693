import { zeros } from '../../common/numbers.ts'
import type { CellFacts } from '../assessment/cell.ts'
import type { Day } from '../day.ts'
import { type Baseline, baselineOf, baselineOn } from '../demand/baseline.ts'
import { expectedDemandOn, upliftOf } from '../demand/line-demand.ts'
import { moveDemand, movedOn } from '../demand/moved-demand.ts'
import { addExtra, extraPerDay } from '../demand/promotion-demand.ts'
import { type NoteEffects, noteEffects } from '../intelligence/effect.ts'
import { coverDays } from '../policy.ts'
import { isSenior, type PromotionLine } from '../promotions/promotion.ts'
import { openingUnits } from '../supply/opening-stock.ts'
import { receiptsByDay, receiptsOf } from '../supply/receipts.ts'

/** What a promotion wants of a kit, normal sales of its days included, and what of it has to be made on top of normal sales. */
type KitsOfLine = { readonly kits: number | null; readonly extra: number | null }

/** What a kit wants of its components: what of its normal sales assembled kits serve, by day, and its promotions. */
export type KitDemand = {
  readonly assembled: readonly number[]
  readonly of: (line: PromotionLine) => KitsOfLine
}

/**
 * Works out what has to be made of a kit. Kits on hand and coming go first: to normal sales, then to promotions by precedence.
 */
export const kitDemand = (facts: CellFacts): KitDemand => {
  const { asOf, promotions, stock } = facts
  const lines = promotions.filter(({ status }) => status !== 'cancelled').toSorted(bySeniority)
  const from = lines.reduce((first, { start }) => Math.min(first, start), Math.min(asOf, stock?.asOf ?? asOf))
  const last = lines.reduce((latest, { end }) => Math.max(latest, end), asOf) + coverDays
  const baseline = baselineOf(facts, from, last - from + 1)
  const length = last - asOf + 1
  const receipts = receiptsOf(facts)
  const effects = noteEffects(facts.intelligence)
  const demandOn = movedOn(
    effects,
    expectedDemandOn(baseline, lines, (line) => upliftOf(facts, baseline, line).ratio),
  )
  const shareOn = (day: Day) => effects?.on(day).share ?? 0
  let there = stock === null ? 0 : openingUnits(stock, asOf, facts.sales, receipts.since, demandOn)
  const coming = receiptsByDay(receipts.coming, asOf, length)
  const wanted = lines.map((line) => ({ line, extra: extraOf(facts, baseline, line, length, effects), made: 0 }))
  const assembled = Array.from({ length }, (_, i) => {
    there += coming[i] as number
    const served = Math.min(there, baselineOn(baseline, asOf + i) * (1 + shareOn(asOf + i)))
    there -= served
    for (const one of wanted) {
      const units = one.extra[i] as number
      const taken = Math.min(there, Math.max(0, units))
      there -= taken
      one.made += units - taken
    }
    return served
  })
  return {
    assembled: assembled.slice(0, assembled.findLastIndex((units) => units > 0) + 1),
    of: (line) => {
      const found = wanted.find((one) => one.line === line)
      return found === undefined || isUnknown(facts, baseline, line)
        ? nobodyKnows
        : kitsOfLine(facts, baseline, found, shareOn)
    },
  }
}

const nobodyKnows: KitsOfLine = { kits: null, extra: null }

const bySeniority = (a: PromotionLine, b: PromotionLine): number => (isSenior(a, b) ? -1 : 1)

const isUnknown = (facts: CellFacts, baseline: Baseline, line: PromotionLine): boolean =>
  (baseline.source === 'none' && line.stated.kind !== 'units') || upliftOf(facts, baseline, line).source === 'unknown'

const extraOf = (
  facts: CellFacts,
  baseline: Baseline,
  line: PromotionLine,
  length: number,
  effects: NoteEffects | null,
): Float64Array => {
  const extra = zeros(length)
  addExtra(extra, line, upliftOf(facts, baseline, line), baseline, facts.asOf)
  if (effects !== null) moveDemand(effects, facts.asOf, [extra])
  return extra
}

/** What of a running promotion is over counts like the days to come: only these are looked at. */
const kitsOfLine = (
  facts: CellFacts,
  baseline: Baseline,
  { line, made }: { readonly line: PromotionLine; readonly made: number },
  shareOn: (day: Day) => number,
): KitsOfLine => {
  const { start, end, stated } = line
  const perDay = extraPerDay(stated, upliftOf(facts, baseline, line).ratio, baseline, start, end)
  const kits = perDay.reduce(
    (sum, units, i) => sum + (units + baselineOn(baseline, start + i)) * (1 + shareOn(start + i)),
    0,
  )
  const left = end - Math.max(start, facts.asOf) + 1
  return { kits, extra: left <= 0 ? 0 : (made * (end - start + 1)) / left }
}

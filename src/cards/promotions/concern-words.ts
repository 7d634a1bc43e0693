import type { LineView, PromotionReadiness } from '../../domain/assessment/readiness.ts'
import { type Reason, reasonOf } from '../../domain/assessment/reason.ts'
import { moneySize, sumMoney } from '../../domain/money.ts'
import { behindPlanWords } from '../drops/drop-words.ts'
import { leftoverWords } from '../drops/leftover-words.ts'
import type { Block } from '../language/card.ts'
import { capital, countWords, priceWords, upliftWords } from '../language/words.ts'
import { sumWords } from '../options/option-words.ts'
import { unitCostWords } from '../prices/price-words.ts'

/** A thing to hear before money is committed: how it is said of a line, with what it costs on all of its lines. */
type Concern = {
  /** What it costs on a line, in its currency; null where it is not about this line. */
  readonly costs: (line: LineView) => number | null
  readonly says: (line: LineView, cost: string, length: Length) => string
}

/** A line of a card has no room for what a cost is made of. */
type Length = 'short' | 'full'

type OfReason<C extends Reason['code']> = Extract<Reason, { code: C }>

const itemWords = ({ facts: { item } }: LineView): string => item.name

const concern = <C extends Reason['code']>(
  find: (line: LineView) => OfReason<C> | null,
  costs: (reason: OfReason<C>, line: LineView) => number,
  says: (reason: OfReason<C>, line: LineView, cost: string, length: Length) => string,
): Concern => ({
  costs: (line) => {
    const reason = find(line)
    return reason === null ? null : costs(reason, line)
  },
  says: (line, cost, length) => says(find(line) as OfReason<C>, line, cost, length),
})

const each = (amount: number, { currency }: LineView) => priceWords(amount, currency)

const belowCost = concern(
  (line) => reasonOf(line, 'PRICE_CONFLICT', ({ other }) => other === null),
  ({ loss }) => loss ?? 0,
  (reason, line, cost, length) =>
    `${itemWords(line)} at ${each(reason.price, line)} is below ${unitCostWords(reason, line.currency, length)}; that loses about ${cost}`,
)

const otherPrice = concern(
  (line) => reasonOf(line, 'PRICE_CONFLICT', ({ other }) => other !== null),
  ({ loss }) => loss ?? 0,
  ({ price: at, against, other }, line) =>
    `${itemWords(line)} costs ${each(at, line)} here and ${each(against, line)} in ${other?.name} (${other?.promotionId}) on the same days`,
)

const scarce = concern(
  (line) => reasonOf(line, 'SCARCE_DISCOUNT'),
  ({ given }) => given ?? 0,
  ({ price: at, usual }, line, cost) =>
    `${itemWords(line)} is discounted to ${each(at, line)} from ${each(usual, line)} although it will sell out; that gives away about ${cost}`,
)

const leftover = concern(
  (line) => reasonOf(line, 'LIKELY_LEFTOVER'),
  ({ cost }) => cost ?? 0,
  (reason, line, _, length) =>
    leftoverWords(reason, { name: itemWords(line), currency: line.currency, today: line.facts.asOf }, length),
)

const behind = concern(
  (line) => reasonOf(line, 'BEHIND_PLAN'),
  ({ less }, line) => less * (line.price ?? 0),
  (reason, line, _, length) => `${itemWords(line)} ${behindPlanWords(reason, line.facts.asOf, length)}`,
)

/** A percentage point and less of uplift is no difference. */
const sameRatio = 0.01

const figure = (who: string): Concern =>
  concern(
    (line) =>
      reasonOf(
        line,
        'UPLIFT_FROM_HISTORY',
        ({ stated, ratio }) => stated !== null && Math.abs(stated - ratio) >= sameRatio,
      ),
    ({ stated, ratio }, line) => Math.abs((stated ?? ratio) - ratio) * (line.baselineUnits ?? 0) * (line.price ?? 0),
    ({ stated, ratio, alike, runs }) =>
      `${who} said ${upliftWords(stated as number)}, judged with ${upliftWords(ratio)}: ${countWords(runs, 'promotion')} of this item did ${upliftWords(alike)}`,
  )

/**
 * Says what a marketer must hear before money is committed, the costliest first: a figure that history weighs against, a
 * price below cost or against another promotion's, a discount on scarce stock, what is likely left over, sales that fall behind the plan.
 */
export const concernWords = ({ lines }: PromotionReadiness, who: string, length: Length = 'full'): readonly string[] =>
  [figure(who), belowCost, otherPrice, scarce, leftover, behind]
    .flatMap(({ costs, says }) => {
      const about = lines.flatMap((line) => {
        const cost = costs(line)
        return cost === null ? [] : [{ line, cost }]
      })
      const worst = about.toSorted((a, b) => b.cost - a.cost)[0]
      if (worst === undefined) return []
      const sum = sumMoney(about.map(({ line, cost }) => ({ amount: cost, currency: line.currency })))
      const others = new Set(about.map(({ line }) => line.line.sku)).size - 1
      const more = others === 0 ? '' : ` (+ ${countWords(others, 'item')})`
      return [{ words: `${says(worst.line, sumWords(sum), length)}${more}`, cost: moneySize(sum) }]
    })
    .toSorted((a, b) => b.cost - a.cost)
    .map(({ words }) => words)

/** Shows the costliest of what must be heard before money is committed, and the rest of it as details. */
export const concernBlocks = (
  readiness: PromotionReadiness,
  who: string,
  more: readonly string[] = [],
): readonly Block[] => {
  const [first, ...rest] = concernWords(readiness, who)
  const details = [...rest, ...more]
  return [
    ...(first === undefined ? [] : [{ kind: 'text' as const, text: `Also: ${first}.` }]),
    ...(details.length === 0 ? [] : [{ kind: 'notes' as const, notes: details.map((words) => `${capital(words)}.`) }]),
  ]
}

import type { LineView, PromotionReadiness } from '../../domain/assessment/readiness.ts'
import { type Reason, reasonOf } from '../../domain/assessment/reason.ts'
import type { Block } from '../language/card.ts'
import { capital, countWords, moneyWords, unitWords, upliftWords } from '../language/words.ts'

/** A thing to hear before money is committed: how it is said of a line, with what it costs on all of its lines. */
type Concern = {
  /** What it costs on a line, in its currency; null where it is not about this line. */
  readonly costs: (line: LineView) => number | null
  readonly says: (line: LineView, cost: string) => string
}

type OfReason<C extends Reason['code']> = Extract<Reason, { code: C }>

const itemWords = ({ facts: { item } }: LineView): string => item.name

const concern = <C extends Reason['code']>(
  find: (line: LineView) => OfReason<C> | null,
  costs: (reason: OfReason<C>, line: LineView) => number,
  says: (reason: OfReason<C>, line: LineView, cost: string) => string,
): Concern => ({
  costs: (line) => {
    const reason = find(line)
    return reason === null ? null : costs(reason, line)
  },
  says: (line, cost) => says(find(line) as OfReason<C>, line, cost),
})

const price = (amount: number, { currency }: LineView) => moneyWords(amount, currency)

const belowCost = concern(
  (line) => reasonOf(line, 'PRICE_CONFLICT', ({ other }) => other === null),
  ({ loss }) => loss ?? 0,
  ({ price: at, against }, line, cost) =>
    `${itemWords(line)} at ${price(at, line)} is below its cost of ${price(against, line)}; that loses about ${cost}`,
)

const otherPrice = concern(
  (line) => reasonOf(line, 'PRICE_CONFLICT', ({ other }) => other !== null),
  () => 0,
  ({ price: at, against, other }, line) =>
    `${itemWords(line)} costs ${price(at, line)} here and ${price(against, line)} in ${other?.name} (${other?.promotionId}) on the same days`,
)

const scarce = concern(
  (line) => reasonOf(line, 'SCARCE_DISCOUNT'),
  ({ price: at, usual }, { demand, shortageUnits }) => (usual - at) * ((demand?.mean ?? 0) - (shortageUnits ?? 0)),
  ({ price: at, usual }, line) =>
    `${itemWords(line)} is discounted to ${price(at, line)} from ${price(usual, line)} although it will sell out`,
)

const leftover = concern(
  (line) => reasonOf(line, 'LIKELY_LEFTOVER'),
  ({ cost }) => cost,
  ({ units }, line, cost) => `${unitWords(units)} of ${itemWords(line)} will probably be left over (${cost} at cost)`,
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
 * price below cost or against another promotion's, a discount on scarce stock, what is likely left over.
 */
export const concernWords = ({ lines }: PromotionReadiness, who: string): readonly string[] =>
  [figure(who), belowCost, otherPrice, scarce, leftover]
    .flatMap(({ costs, says }) => {
      const about = lines.flatMap((line) => {
        const cost = costs(line)
        return cost === null ? [] : [{ line, cost }]
      })
      const worst = about.toSorted((a, b) => b.cost - a.cost)[0]
      if (worst === undefined) return []
      const sum = about.reduce((all, { line, cost }) => all + (line.currency === worst.line.currency ? cost : 0), 0)
      const others = new Set(about.map(({ line }) => line.line.sku)).size - 1
      const more = others === 0 ? '' : ` (+ ${countWords(others, 'item')})`
      return [{ words: `${says(worst.line, price(sum, worst.line))}${more}`, cost: sum }]
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

/** Says what the units that are expected to be sold earn, `margin EUR 310 on 140 units`; nothing where a price or cost is unknown. */
export const marginWords = ({ lines }: PromotionReadiness): readonly string[] => {
  const currencies = new Set(lines.map((line) => line.currency))
  let [margin, units] = [0, 0]
  for (const { price: at, demand, shortageUnits, facts } of lines) {
    if (at === null || facts.item.unitCost === null || demand === null || shortageUnits === null) return []
    const sold = demand.mean - shortageUnits
    units += sold
    margin += sold * (at - facts.item.unitCost)
  }
  const [currency = null] = currencies
  return currencies.size !== 1 || units < 1
    ? []
    : [`margin ${moneyWords(margin, currency)} on the ${unitWords(units)} expected to sell`]
}

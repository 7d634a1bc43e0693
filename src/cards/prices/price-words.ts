import type { PromotionReadiness } from '../../domain/assessment/readiness.ts'
import type { Reason } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import { sumMoney } from '../../domain/money.ts'
import type { Freight } from '../../domain/prices/freight.ts'
import type { CostPart, LandedCost, MissingCost } from '../../domain/prices/landed-cost.ts'
import { addingUp, toStep } from '../language/adding-up.ts'
import { countWords, dateWords, listWords, priceWords, unitWords } from '../language/words.ts'
import { sumWords } from '../options/option-words.ts'

const partNames: Readonly<Record<CostPart['of'], string>> = {
  unit: '',
  components: ' for the rest of the kit',
  freight: ' freight',
  'promotion-freight': ' freight for this promotion',
  expedite: ' to expedite',
}

/** Writes what a unit costs with its parts, which add up as they are shown: `EUR 8.60 (5.00 + 0.60 freight + 3.00 to expedite)`. */
const costSumWords = (total: number, parts: readonly CostPart[], currency: string | null): string => {
  if (parts.length < 2) return priceWords(total, currency)
  const shown = addingUp(
    parts.map(({ amount }) => ({ value: amount, isTold: false })),
    toStep(total, 0.01),
    0.01,
  )
  const terms = parts.map(({ of }, i) => `${priceWords(shown[i] as number, null)}${partNames[of]}`)
  return `${priceWords(total, currency)} (${terms.join(' + ')})`
}

type ScarceDiscount = Extract<Reason, { code: 'SCARCE_DISCOUNT' }>
type BelowCost = Extract<Reason, { code: 'PRICE_CONFLICT' }>

/** Says what a unit costs that is sold for less, `its landed cost of EUR 5.60 (5.00 + 0.60 freight)`, in short without its parts. */
export const unitCostWords = (
  { against, cost }: BelowCost,
  currency: string | null,
  length: 'short' | 'full' = 'full',
): string => {
  const { parts = [], expeditedUnits = null } = cost ?? {}
  const sum = length === 'short' ? priceWords(against, currency) : costSumWords(against, parts, currency)
  const name = parts.length > 1 ? 'landed cost' : 'cost'
  return expeditedUnits === null ? `its ${name} of ${sum}` : `its ${name} if it is expedited, ${sum}`
}

/** Says that a price is below cost. */
export const belowCostWords = (reason: BelowCost): string =>
  `Its price of ${priceWords(reason.price, null)} is below ${unitCostWords(reason, null)}.`

/** Says in one line that two prices conflict, that one is below cost, or that it discounts what runs short. */
export const shortPriceWords = (reason: BelowCost | ScarceDiscount): string => {
  const price = priceWords(reason.price, null)
  if (reason.code === 'SCARCE_DISCOUNT')
    return `It sells out anyway, yet it is discounted to ${price} from ${priceWords(reason.usual, null)}.`
  const against = priceWords(reason.against, null)
  return reason.other === null
    ? `Its price of ${price} is below its landed cost of ${against}.`
    : `${reason.other.promotionId} sells it at ${against} on the same days, this promotion at ${price}.`
}

/** Says that what runs short is discounted, and what that gives away. */
export const scarceWords = ({ price, usual, units, given }: ScarceDiscount): string => {
  const told = `It sells out anyway, yet it is discounted to ${priceWords(price, null)} from ${priceWords(usual, null)}; no normal order arrives in time`
  return units === undefined || given === undefined || given < 0.5
    ? `${told}.`
    : `${told}. On the ${unitWords(units)} there are, that gives away ${priceWords(given, null)}.`
}

const missingNames: Readonly<Record<MissingCost['of'], string>> = {
  unit: 'the unit cost',
  freight: 'freight',
  'promotion-freight': 'freight for this promotion',
  expedite: 'the cost to expedite',
}

/** Says what a unit costs until it can be sold, with its parts, where its freight is from, and what is missing of it. */
export const landedCostWords = (
  { total, parts, missing, expedited }: LandedCost,
  freight: Freight | null,
  currency: string | null,
  today: Day,
): string => {
  const lacking = missing.map(({ of, currency: other }) => `${missingNames[of]}${other === null ? '' : ` in ${other}`}`)
  const words = [
    total === null ? 'unknown' : costSumWords(total, parts, currency),
    ...(freight === null || freight.units === null || !parts.some(({ of }) => of === 'freight')
      ? []
      : [
          `freight: ${sumWords(freight.paid)} for ${unitWords(freight.units)} ${freight.basis} since ${dateWords(freight.since, today)}`,
        ]),
    ...(expedited === undefined
      ? []
      : [
          `each of ${unitWords(expedited.units)} to expedite: ${costSumWords(expedited.total, expedited.parts, currency)}`,
        ]),
    ...(lacking.length === 0 ? [] : [`not included: ${listWords(lacking)}`]),
  ]
  return words.join('; ')
}

/** Says what the units that are expected to be sold earn, `margin EUR 310 on the 140 units expected to sell`, each currency apart; nothing where no line has price and cost. */
export const marginWords = ({ lines }: PromotionReadiness): readonly string[] => {
  const sold = lines.flatMap(({ price, landed, demand, shortageUnits, currency }) =>
    demand === null || shortageUnits === null
      ? []
      : [
          {
            units: demand.mean - shortageUnits,
            each: price === null || landed?.total == null ? null : price - landed.total,
            currency,
          },
        ],
  )
  const priced = sold.flatMap(({ each, ...of }) => (each === null ? [] : [{ ...of, amount: of.units * each }]))
  const units = priced.reduce((sum, of) => sum + of.units, 0)
  if (units < 1) return []
  const unpriced = sold.length - priced.length
  const without = unpriced === 0 ? '' : `; ${countWords(unpriced, 'line')} without price or cost not counted`
  return [`margin ${sumWords(sumMoney(priced))} on the ${unitWords(units)} expected to sell${without}`]
}

import type { Item as StockItem } from '../../domain/assessment/cell.ts'
import type { Day } from '../../domain/day.ts'
import type { Uplift } from '../../domain/demand/uplift.ts'
import type { Announcement } from '../../domain/options/announce-by.ts'
import type { BreakEven } from '../../domain/options/break-even.ts'
import type { CostOfDelay, DelayCost } from '../../domain/options/cost-of-delay.ts'
import type { Option, Total } from '../../domain/options/option.ts'
import type { RightQuantity } from '../../domain/options/right-quantity.ts'
import { assumptions } from '../../domain/options/unit-worth.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { PromotionLine } from '../../domain/promotions/promotion.ts'
import { type Block, type Card, firstOf, type Item } from '../language/card.ts'
import {
  countWords,
  numberWords,
  percentWords,
  unitWords,
  upliftWords,
  verdictWords,
  windowWords,
} from '../language/words.ts'
import { toneOf } from '../promotions/promotion-card.ts'
import { optionItems } from './option-items.ts'
import { announceWords, breakEvenWords, optionName, sumWords, waitingWords } from './option-words.ts'

/** One promotion line with its break-even uplift, cost of delay and announce-by date. */
export type LineSensitivity = {
  readonly line: PromotionLine
  readonly item: StockItem
  readonly uplift: Pick<Uplift, 'ratio' | 'source' | 'estimate'>
  readonly isShort: boolean
  readonly breakEven: BreakEven
  readonly waiting: CostOfDelay | null
  readonly announce: Announcement
  readonly quantity: RightQuantity | null
}

/** A promotion with everything that can be done about it. */
export type OptionsView = {
  readonly promotion: JudgedPromotion
  readonly options: readonly Option[]
  /** How many lines are short. */
  readonly short: number
  /** The lines that matter most first. */
  readonly lines: readonly LineSensitivity[]
  /** What waiting costs on all short lines together; null where one line is short, or their money differs. */
  readonly waiting: { readonly days: readonly DelayCost[]; readonly currency: string | null } | null
  /** Lines whose stock or demand is unknown. */
  readonly unjudged: number
  /** Lines without price or cost. */
  readonly unpriced: number
}

const mostLines = 3

/** What can be done about a promotion, priced on one basis; the best is marked and nothing is chosen. */
export const optionsCard = (view: OptionsView): Card => {
  const { promotion, options } = view
  const { asOf, readiness, name, promotionId } = promotion
  const title = `${verdictWords(readiness.verdict)}: what can be done about ${name} (${promotionId}), ${windowWords(promotion.start, promotion.end, asOf)}`
  const possible = options.filter((option) => option.total !== null)
  const isChoice = options.some(({ whyNot, kind }) => kind !== 'nothing' && whyNot?.code !== 'not-short')
  return {
    tone: toneOf(readiness.verdict),
    title,
    plain: `${title}. ${bestWords(options)}`,
    blocks: [
      {
        kind: 'text',
        text: isChoice ? bestWords(options) : 'Nothing is missing that can be judged: nothing has to be decided.',
      },
      ...(view.waiting === null ? [] : [waitingBlock(view.waiting, asOf)]),
      table(possible, promotionId),
      ...(isChoice ? [optionItems(options, promotion)] : []),
      ...outlooks(view),
      ...leftOut(view),
    ],
    footer: footer(
      isChoice,
      possible.some(({ total }) => (total?.late ?? 0) >= 0.5),
    ),
  }
}

const waitingBlock = ({ days, currency }: NonNullable<OptionsView['waiting']>, today: Day): Block => ({
  kind: 'text',
  text: `Waiting costs ${waitingWords(days, currency, today)}.`,
})

const bestWords = (options: readonly Option[]): string => {
  const [nothing] = options
  const best = options.find((option) => option.isBest)
  if (best === undefined) return 'None is marked best: price and unit cost must be known, in one currency.'
  const base = nothing?.total?.contribution
  const left = base ? ` Doing nothing brings ${sumWords(base)}.` : ''
  return best.kind === 'nothing'
    ? `Of what is wholly priced, doing nothing brings most: ${sumWords(best.total?.contribution ?? {})}.`
    : `Of what is wholly priced, "${optionName(best.kind)}" brings most: ${sumWords(best.total?.contribution ?? {})}.${left}`
}

const table = (possible: readonly Option[], promotionId: string): Block => ({
  kind: 'table',
  columns: [
    { title: 'Option', align: 'left' },
    { title: 'Sells', align: 'right' },
    { title: 'Extra cost', align: 'right', isMinor: true },
    { title: 'Leftover cost', align: 'right', isMinor: true },
    { title: 'Brings', align: 'right' },
    { title: 'Against nothing', align: 'right', isMinor: true },
    { title: 'Runs out', align: 'right' },
  ],
  rows: possible.map((option) => {
    const total = option.total as Total
    return [
      `${option.isBest ? '★ ' : ''}${optionName(option.kind)}${option.isBest ? ' (best)' : ''}`,
      `${numberWords(total.sales)} of ${numberWords(total.demand)}`,
      option.untold.length > 0 ? 'not told' : sumWords(total.extraCost ?? {}),
      total.contribution === null ? 'unknown' : sumWords(total.leftoverCost),
      total.contribution === null ? 'unknown' : sumWords(total.contribution),
      total.gain === null ? 'unknown' : gainWords(total, option),
      percentWords(total.stockout),
    ]
  }),
  left: 0,
  where: `/promo options ${promotionId}`,
})

const gainWords = ({ gain }: Total, option: Option): string => {
  if (option.kind === 'nothing' || gain === null) return ''
  const words = sumWords(gain)
  return Object.values(gain).every((amount) => amount >= 0) && words !== '0' ? `+${words}` : words
}

const outlooks = ({ promotion, lines, short: all }: OptionsView): readonly Block[] => {
  const short = lines.filter((line) => line.isShort)
  const told = short.length > 0 ? short : lines.toSorted((a, b) => roomOf(a) - roomOf(b)).slice(0, 1)
  const { shown, left } = firstOf(told, mostLines)
  if (shown.length === 0) return []
  return [
    {
      kind: 'items',
      title: short.length > 0 ? 'Each line that is short' : 'The line with the least room',
      items: shown.map((line) => outlook(line, promotion.asOf)),
      left: left + (short.length > 0 ? all - short.length : 0),
      where: `/promo why ${promotion.promotionId} ITEM LOCATION`,
    },
  ]
}

const roomOf = ({ breakEven, uplift }: LineSensitivity): number =>
  breakEven.kind === 'ratio' ? breakEven.ratio - uplift.ratio : Number.POSITIVE_INFINITY

const similarWords = ({ source, estimate }: LineSensitivity['uplift']): string =>
  source === 'history'
    ? ' from history'
    : source === 'both' && estimate !== null
      ? `, similar promotions say ${upliftWords(estimate.ratio)}`
      : ''

const outlook = ({ line, item, uplift, breakEven, waiting, announce, quantity }: LineSensitivity, today: Day): Item => {
  const planned = `planned ${upliftWords(uplift.ratio)}${similarWords(uplift)}`
  return {
    symbol: '·',
    text: `${item.name} @ ${line.location}: ${breakEvenWords(breakEven, planned)}`,
    detail: [
      ...(waiting === null
        ? []
        : [
            `waiting costs ${waitingWords(waiting.days, item.currency, today)} (${waiting.by === 'order' ? 'a normal order' : 'an expedited one'})`,
          ]),
      `for ${upliftWords(uplift.ratio)}, ${announceWords(announce, line.start, today)}`,
      ...(quantity === null
        ? []
        : [
            `${unitWords(quantity.units)} would pay best for these days, enough with a chance of ${percentWords(quantity.ratio)}; ${quantity.missing === 0 ? 'no order comes closer' : `${unitWords(quantity.missing)} more by the first day comes closest`}`,
          ]),
    ],
  }
}

const leftOut = ({ unjudged, unpriced, promotion }: OptionsView): readonly Block[] => {
  const notes = [
    ...(unjudged === 0
      ? []
      : [
          `${countWords(unjudged, 'line')} cannot be judged and ${unjudged === 1 ? 'is' : 'are'} in none of this: /promo why ${promotion.promotionId} says what is missing.`,
        ]),
    ...(unpriced === 0
      ? []
      : [
          `${countWords(unpriced, 'line')} without price or unit cost ${unpriced === 1 ? 'is' : 'are'} in no sum of money: import items with unit_cost and unit_price.`,
        ]),
  ]
  return notes.length === 0 ? [] : [{ kind: 'notes', notes }]
}

const footer = (isChoice: boolean, isLate: boolean): string =>
  [
    'Brings: margin of expected sales less extra cost and leftover cost, over its own days.',
    `Assumed: a unit left over costs ${percentWords(assumptions.holdingShare)} of its cost, all of it past its shelf life; a unit missed costs its margin and no goodwill${isLate ? ', one delivered late costs nothing' : ''}.`,
    ...(isChoice
      ? [
          `${percentWords(assumptions.acceptance)} take a substitute; a transfer takes ${countWords(assumptions.transferDays, 'day')}. Marked, not chosen: people decide.`,
        ]
      : []),
  ].join(' ')

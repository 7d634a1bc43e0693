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
import { kitsWords } from '../promotions/kit-words.ts'
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
  const title = `${verdictWords(readiness.verdict)}: options for ${name} (${promotionId}), ${windowWords(promotion.start, promotion.end, asOf)}`
  const possible = options.filter((option) => option.total !== null)
  const isChoice = options.some(({ whyNot, kind }) =>
    kind === 'pull-back' ? whyNot === null : kind !== 'nothing' && whyNot?.code !== 'not-short',
  )
  return {
    tone: toneOf(readiness.verdict),
    title,
    plain: `${title}. ${bestWords(options)}`,
    blocks: [
      {
        kind: 'text',
        text: isChoice ? bestWords(options) : 'There is nothing to decide.',
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
  text: `Cost of waiting: ${waitingWords(days, currency, today)}.`,
})

const bestWords = (options: readonly Option[]): string => {
  const [nothing] = options
  const best = options.find((option) => option.isBest)
  if (best === undefined) return 'I cannot say which option is best: I need price and unit cost, in one currency.'
  const base = nothing?.total?.contribution
  const left = base ? ` Doing nothing: ${sumWords(base)}.` : ''
  return best.kind === 'nothing'
    ? `Best option: do nothing, ${sumWords(best.total?.contribution ?? {})} margin.`
    : `Best option: ${optionName(best.kind).toLowerCase()}, ${sumWords(best.total?.contribution ?? {})} margin.${left}`
}

const table = (possible: readonly Option[], promotionId: string): Block => ({
  kind: 'table',
  columns: [
    { title: 'Option', align: 'left' },
    { title: 'Sells', align: 'right' },
    { title: 'Extra cost', align: 'right', isMinor: true },
    { title: 'Leftover cost', align: 'right', isMinor: true },
    { title: 'Margin', align: 'right' },
    { title: 'vs doing nothing', align: 'right', isMinor: true },
    { title: 'Sells out', align: 'right' },
  ],
  rows: possible.map((option) => {
    const total = option.total as Total
    return [
      `${option.isBest ? '★ ' : ''}${optionName(option.kind)}${option.isBest ? ' (best)' : ''}`,
      `${numberWords(total.sales)} of ${numberWords(total.demand)}`,
      option.untold.length > 0 ? 'not known' : sumWords(total.extraCost ?? {}),
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
      title: short.length > 0 ? 'Lines that run short' : 'The tightest line',
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
      ? `; similar promotions reached ${upliftWords(estimate.ratio)}`
      : ''

const outlook = ({ line, item, uplift, breakEven, waiting, announce, quantity }: LineSensitivity, today: Day): Item => {
  const planned = `you planned ${upliftWords(uplift.ratio)}${similarWords(uplift)}`
  return {
    symbol: '·',
    // A share of a component's own sales says nothing of kits.
    text: `${item.name} @ ${line.location}: ${line.kits === undefined ? breakEvenWords(breakEven, planned) : kitsWords(line.kits)}`,
    detail: [
      ...(waiting === null
        ? []
        : [
            `cost of waiting with ${waiting.by === 'order' ? 'a normal order' : 'an expedited order'}: ${waitingWords(waiting.days, item.currency, today)}`,
          ]),
      `for ${line.kits === undefined ? upliftWords(uplift.ratio) : 'that'}, ${announceWords(announce, line.start, today)}`,
      ...(quantity === null
        ? []
        : [
            `${unitWords(quantity.units)} would earn the most here (enough in ${percentWords(quantity.ratio)} of cases)${quantity.missing === 0 ? '' : `; that is ${unitWords(quantity.missing)} more by the first day`}`,
          ]),
    ],
  }
}

const leftOut = ({ unjudged, unpriced, promotion }: OptionsView): readonly Block[] => {
  const notes = [
    ...(unjudged === 0
      ? []
      : [
          `${countWords(unjudged, 'line')} cannot be judged yet and ${unjudged === 1 ? 'is' : 'are'} left out. See what is missing: /promo why ${promotion.promotionId}`,
        ]),
    ...(unpriced === 0
      ? []
      : [
          `${countWords(unpriced, 'line')} without price or unit cost ${unpriced === 1 ? 'is' : 'are'} left out of the money figures. Import items with unit_cost and unit_price.`,
        ]),
  ]
  return notes.length === 0 ? [] : [{ kind: 'notes', notes }]
}

const footer = (isChoice: boolean, isLate: boolean): string =>
  [
    'Margin: of expected sales in its own days, less extra cost and leftover cost.',
    `Assumed: a leftover unit loses ${percentWords(assumptions.holdingShare)} of its cost, or all of it past its shelf life; a missed sale loses its margin${isLate ? ', a late delivery nothing' : ''}.`,
    ...(isChoice
      ? [
          `${percentWords(assumptions.acceptance)} of customers accept a substitute; a transfer takes ${countWords(assumptions.transferDays, 'day')}.`,
        ]
      : []),
  ].join(' ')

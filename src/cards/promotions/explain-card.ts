import { isOwed } from '../../domain/assessment/cell.ts'
import type { LineAssessment } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import type { OverrideView } from '../../domain/promotions/override.ts'
import type { LedgerDay } from '../../domain/supply/projected-balance.ts'
import type { Block, Card } from '../language/card.ts'
import {
  countWords,
  dateWords,
  laterWords,
  numberWords,
  orderByWords,
  percentWords,
  unitWords,
  verdictWords,
  windowWords,
} from '../language/words.ts'
import { overrideWords } from './override-words.ts'
import { cellWords, moneyAtRisk } from './problem-words.ts'
import { toneOf } from './promotion-card.ts'
import { reasonText } from './reason-text.ts'

/** Traces one promotion line: whose figure it is judged by, the reasons, the figures they rest on, and the plain projection, every day of it or those on which something happens. */
export const explainCard = (
  line: LineAssessment,
  ledger: 'every-day' | 'eventful-days',
  override: OverrideView | null = null,
): Card => ({
  ...headed(line),
  blocks: [
    ...(override === null ? [] : [{ kind: 'text' as const, text: overrideWords(override, line.facts.asOf) }]),
    {
      kind: 'items',
      title: 'Why',
      items: line.reasons.map((reason) => ({ symbol: '·', text: reasonText(reason, line.facts.asOf), detail: [] })),
      left: 0,
      where: `/promo why ${lineWords(line)}`,
    },
    { kind: 'facts', facts: figures(line) },
    ...chart(line),
    projection(line, ledger),
  ],
})

/** Shows one promotion line's projected receipts, demand and balance on every day. */
export const balanceCard = (line: LineAssessment): Card => ({
  ...headed(line),
  blocks: [...chart(line), projection(line, 'every-day')],
})

const headed = (line: LineAssessment): Omit<Card, 'blocks'> => {
  const today = line.facts.asOf
  const title = `${verdictWords(line.verdict)}: ${cellWords(line)} in ${line.line.name} (${line.line.promotionId}), ${windowWords(line.line.start, line.line.end, today)}`
  return {
    tone: toneOf(line.verdict),
    title,
    plain: title,
    footer: `Units at the close of each day; * marks the window. Mean demand, placed orders only, as judged ${dateWords(today, today)}.`,
  }
}

const lineWords = ({ line }: LineAssessment) => `${line.promotionId} ${line.sku} ${line.location}`

const figures = (line: LineAssessment): readonly { readonly label: string; readonly value: string }[] => {
  const { window } = line
  const none = line.verdict === 'unknown' ? 'not known yet' : 'none'
  const day = (value: number | null) => (value === null ? none : dateWords(value, line.facts.asOf))
  const units = (value: number | null) => (value === null ? 'unknown' : unitWords(value))
  return [
    { label: 'Opening stock', value: units(line.expected.openingUnits) },
    { label: 'Normal sales in the window', value: `${units(line.baselineUnits)}${originWords(line)}` },
    {
      label: 'Demand in the window',
      value: line.demand
        ? `${unitWords(line.demand.mean)}, likely ${numberWords(line.demand.p10)} to ${numberWords(line.demand.p90)}`
        : 'unknown',
    },
    { label: 'Probability of running out', value: window.p0 === null ? 'unknown' : percentWords(window.p0) },
    { label: 'The same with an order placed today', value: window.p1 === null ? 'unknown' : percentWords(window.p1) },
    { label: isOwed(line.facts) ? 'Delivered late' : 'Expected shortage', value: units(line.shortageUnits) },
    {
      label: isOwed(line.facts) ? 'Revenue that comes late' : 'Revenue at risk',
      value: moneyAtRisk([line]) ?? (line.price === null ? 'unknown, no price' : none),
    },
    {
      label: 'Order by',
      value: window.orderBy === null ? none : orderByWords(window.orderBy, window.orderCutoff, line.facts.asOf),
    },
    {
      label: 'Order',
      value:
        window.orderUnits === null
          ? line.verdict === 'unknown'
            ? none
            : 'nothing'
          : `${unitWords(window.orderUnits)}${laterWords(window.laterOrders, line.facts.asOf)}`,
    },
    { label: 'Safe start', value: day(window.safeDate) },
    { label: 'Safe volume', value: units(window.safeUnits) },
  ]
}

/** Says what normal sales come from: `, from 98 days without promotion and 14 in promotions, 3 out of stock left out`. */
const originWords = ({ baseline: { source, rests } }: LineAssessment): string => {
  if (source === 'plan') return ', from the demand plan'
  if (rests === null) return ''
  const { plain, promoted, masked } = rests
  const inPromotions = promoted === 0 ? '' : ` and ${numberWords(promoted)} in promotions`
  const leftOut = masked === 0 ? '' : `, ${numberWords(masked)} out of stock left out`
  return `, from ${countWords(plain, 'day')} without promotion${inPromotions}${leftOut}`
}

/** Draws balance against demand, with the order-by date where it is still ahead. */
const chart = ({ ledger, facts, window }: LineAssessment): readonly Block[] => {
  const marked = ledger.findIndex(({ day }) => day === window.orderBy)
  return ledger.length < 2
    ? []
    : [
        {
          kind: 'chart',
          title: 'Balance at the close of each day, and demand',
          unit: 'units',
          days: ledger.map(({ day }) => ({ label: dateWords(day, facts.asOf), day: isoOf(day) })),
          series: [
            { name: 'Balance', of: 'level', values: ledger.map(({ balance }) => balance) },
            { name: 'Demand a day', of: 'rate', values: ledger.map(({ demand }) => demand) },
          ],
          mark: marked < 0 ? null : { at: marked, words: 'order by' },
        },
      ]
}

const projection = (line: LineAssessment, ledger: 'every-day' | 'eventful-days'): Block => {
  const today = line.facts.asOf
  const isEventful = (entry: LedgerDay) => entry.day === today || entry.receipts > 0 || entry.day >= line.line.start
  const days = ledger === 'every-day' ? line.ledger : line.ledger.filter(isEventful)
  return {
    kind: 'table',
    columns: [
      { title: 'Day', align: 'left' },
      { title: 'Receipts', align: 'right' },
      { title: 'Demand', align: 'right' },
      { title: 'Balance', align: 'right' },
    ],
    rows: days.map((entry) => [
      `${dateWords(entry.day, today)}${entry.day >= line.line.start ? ' *' : ''}`,
      entry.receipts === 0 ? '' : numberWords(entry.receipts),
      numberWords(entry.demand),
      numberWords(entry.balance),
    ]),
    left: line.ledger.length - days.length,
    where: `/promo balance ${lineWords(line)}`,
  }
}

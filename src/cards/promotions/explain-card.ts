import { isOwed } from '../../domain/assessment/cell.ts'
import type { LineAssessment } from '../../domain/assessment/readiness.ts'
import type { Reason } from '../../domain/assessment/reason.ts'
import { type WindowLedger, type WindowLedgerDay, windowLedger } from '../../domain/assessment/window-ledger.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import type { OverrideView } from '../../domain/promotions/override.ts'
import type { SharedOrder } from '../../domain/risks/shared-order.ts'
import { type Provenance, stockSourceWords } from '../imports/source-words.ts'
import { toStep } from '../language/adding-up.ts'
import type { Block, Card } from '../language/card.ts'
import {
  capital,
  countWords,
  dateWords,
  laterWords,
  numberWords,
  orderByWords,
  percentWords,
  tenthWords,
  unitWords,
  verdictWords,
  windowWords,
} from '../language/words.ts'
import { landedCostWords } from '../prices/price-words.ts'
import { overrideWords } from './override-words.ts'
import { cellWords, moneyAtRisk, sharedOrderWords, sharedPartWords } from './problem-words.ts'
import { toneOf } from './promotion-card.ts'
import { reasonText } from './reason-text.ts'
import { windowSumWords } from './window-sum-words.ts'

/** Traces one promotion line: whose figure it is judged by, the reasons, the figures they rest on, and the ledger, every day of it or what happens on those that matter. */
export const explainCard = (
  line: LineAssessment,
  shown: 'every-day' | 'eventful-days',
  {
    override = null,
    shared = null,
    provenance = null,
  }: {
    readonly override?: OverrideView | null
    readonly shared?: SharedOrder | null
    readonly provenance?: Provenance | null
  } = {},
): Card => {
  const ledger = windowLedger(line)
  return {
    ...headed(line),
    blocks: [
      ...(override === null ? [] : [{ kind: 'text' as const, text: overrideWords(override, line.facts.asOf) }]),
      {
        kind: 'items',
        title: 'Why',
        items: line.reasons.map((reason) => ({
          symbol: '·',
          text: causeWords(reason, line, shared),
          detail: detailOf(reason, line, shared).filter((words) => words !== null),
        })),
        left: 0,
        where: `/promo why ${lineWords(line)}`,
      },
      { kind: 'facts', facts: [...figures(line, shared), ...countedIn(line, provenance)] },
      ...chart(line, ledger),
      projection(line, ledger, shown),
    ],
  }
}

const countedIn = ({ facts: { stock, asOf } }: LineAssessment, provenance: Provenance | null) => {
  const counted = stockSourceWords(provenance, stock?.asOf ?? null, asOf)
  return counted === null ? [] : [{ label: 'Stock counted in', value: counted }]
}

const causeWords = (reason: Reason, line: LineAssessment, shared: SharedOrder | null): string =>
  reason.code === 'ORDER_IN_TIME' && shared !== null
    ? `${capital(sharedOrderWords(line, shared))}.`
    : reasonText(reason, line.facts.asOf)

const detailOf = (reason: Reason, line: LineAssessment, shared: SharedOrder | null): readonly (string | null)[] => {
  if (reason.code === 'SHORT_IN_WINDOW') return [windowSumWords(line)]
  return reason.code === 'ORDER_IN_TIME' && shared !== null ? [sharedPartWords(line, shared)] : []
}

/** Shows one promotion line's receipts, demand and balance on every day. */
export const balanceCard = (line: LineAssessment): Card => {
  const ledger = windowLedger(line)
  return { ...headed(line), blocks: [...chart(line, ledger), projection(line, ledger, 'every-day')] }
}

const headed = (line: LineAssessment): Omit<Card, 'blocks'> => {
  const today = line.facts.asOf
  const title = `${verdictWords(line.verdict)}: ${cellWords(line)} in ${line.line.name} (${line.line.promotionId}), ${windowWords(line.line.start, line.line.end, today)}`
  return {
    tone: toneOf(line.verdict),
    title,
    plain: title,
    footer: `Units at the end of each day; * marks promotion days. Average demand; ${line.window.ordinaryFrom === null ? 'placed orders only' : 'placed orders and the expected ordinary ones'}; judged ${dateWords(today, today)}.`,
  }
}

const lineWords = ({ line }: LineAssessment) => `${line.promotionId} ${line.sku} ${line.location}`

const figures = (
  line: LineAssessment,
  shared: SharedOrder | null,
): readonly { readonly label: string; readonly value: string }[] => {
  const { window } = line
  const none = line.verdict === 'unknown' ? 'not known yet' : 'none'
  const day = (value: number | null) => (value === null ? none : dateWords(value, line.facts.asOf))
  const units = (value: number | null) => (value === null ? 'unknown' : unitWords(value))
  return [
    { label: 'Opening stock', value: units(line.expected.openingUnits) },
    { label: 'Normal sales in those days', value: `${units(line.baselineUnits)}${originWords(line)}` },
    {
      label: 'Demand in those days',
      value: line.demand
        ? `${unitWords(line.demand.mean)}, likely ${numberWords(line.demand.p10)} to ${numberWords(line.demand.p90)}`
        : 'unknown',
    },
    { label: 'Chance of selling out', value: window.p0 === null ? 'unknown' : percentWords(window.p0) },
    { label: 'The same, if you order today', value: window.p1 === null ? 'unknown' : percentWords(window.p1) },
    { label: isOwed(line.facts) ? 'Delivered late' : 'Expected shortage', value: units(line.shortageUnits) },
    {
      label: isOwed(line.facts) ? 'Revenue delayed' : 'Revenue at risk',
      value: moneyAtRisk([line]) ?? (line.price === null ? 'unknown, no price' : none),
    },
    {
      label: 'Order by',
      value:
        shared !== null
          ? day(shared.order.orderBy)
          : window.orderBy === null
            ? none
            : orderByWords(window.orderBy, window.orderCutoff, line.facts.asOf),
    },
    {
      label: 'Order',
      value:
        shared !== null
          ? `${unitWords(shared.order.units)}, ${numberWords(shared.need.units)} of them for this line`
          : window.orderUnits === null
            ? line.verdict === 'unknown'
              ? none
              : 'nothing'
            : `${unitWords(window.orderUnits)}${laterWords(window.laterOrders, line.facts.asOf)}`,
    },
    {
      label: 'Cost of a unit',
      value: landedCostWords(line.landed, line.facts.freight ?? null, line.currency, line.facts.asOf),
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
  const leftOut = masked === 0 ? '' : `, without ${numberWords(masked)} when it was out of stock`
  return `, from ${countWords(plain, 'day')} without a promotion${inPromotions}${leftOut}`
}

/** Draws balance against demand, with the order-by date where it is still ahead. */
const chart = ({ facts, window, line }: LineAssessment, ledger: WindowLedger | null): readonly Block[] => {
  const days = ledger?.days ?? []
  const isPromoted = ({ day }: WindowLedgerDay) => day >= line.start && day <= line.end
  const from = days.findIndex(isPromoted)
  const marked = days.findIndex(({ day }) => day === window.orderBy)
  return days.length < 2
    ? []
    : [
        {
          kind: 'chart',
          title: 'Stock at the end of each day, and demand',
          unit: 'units',
          days: days.map(({ day }) => ({ label: dateWords(day, facts.asOf), day: isoOf(day) })),
          series: [
            { name: 'Balance', of: 'level', values: days.map(({ balance }) => balance) },
            { name: 'Demand a day', of: 'rate', values: days.map(({ demand }) => demand) },
          ],
          mark: marked < 0 ? null : { at: marked, words: 'order by' },
          spans: from < 0 ? [] : [{ from, to: days.findLastIndex(isPromoted), words: line.promotionId }],
        },
      ]
}

/** Days of the ledger as one row, in tenths that add up from row to row. */
type Row = { readonly from: Day; readonly to: Day } & Pick<
  WindowLedgerDay,
  'receipts' | 'ordinary' | 'demand' | 'lost' | 'balance'
>

/** Gathers the days of a ledger into rows: each day that matters is one, the days between two of them are one together. */
const rowsOf = ({ opening, days }: WindowLedger, isAlone: (day: WindowLedgerDay) => boolean): readonly Row[] => {
  const groups: WindowLedgerDay[][] = []
  for (const day of days) {
    const open = groups.at(-1)
    if (open !== undefined && !isAlone(day) && !isAlone(open[0] as WindowLedgerDay)) open.push(day)
    else groups.push([day])
  }
  let before = toStep(opening, 0.1)
  return groups.map((group) => {
    const last = group.at(-1) as WindowLedgerDay
    const sum = (key: 'receipts' | 'ordinary' | 'lost') =>
      toStep(
        group.reduce((units, day) => units + day[key], 0),
        0.1,
      )
    const [receipts, ordinary, lost, balance] = [
      sum('receipts'),
      sum('ordinary'),
      sum('lost'),
      toStep(last.balance, 0.1),
    ]
    const demand = toStep(before + receipts + ordinary + lost - balance, 0.1)
    before = balance
    return { from: (group[0] as WindowLedgerDay).day, to: last.day, receipts, ordinary, demand, lost, balance }
  })
}

const projection = (line: LineAssessment, ledger: WindowLedger | null, shown: 'every-day' | 'eventful-days'): Block => {
  const today = line.facts.asOf
  const isAlone = (entry: WindowLedgerDay) =>
    shown === 'every-day' || entry.day === today || entry.receipts > 0 || entry.day >= line.line.start
  const rows = ledger === null ? [] : rowsOf(ledger, isAlone)
  const units = (value: number) => (value === 0 ? '' : tenthWords(value))
  const columns: readonly (readonly [string, (row: Row) => string])[] = [
    ['Receipts', ({ receipts }) => units(receipts)],
    ...(rows.some(({ ordinary }) => ordinary > 0)
      ? [['Ordinary', ({ ordinary }: Row) => units(ordinary)] as const]
      : []),
    ['Demand', ({ demand }) => tenthWords(demand)],
    ...(rows.some(({ lost }) => lost > 0) ? [['Lost', ({ lost }: Row) => units(lost)] as const] : []),
    ['Balance', ({ balance }) => tenthWords(balance)],
  ]
  return {
    kind: 'table',
    columns: [
      { title: 'Day', align: 'left' },
      ...columns.map(([title]) => ({
        ...{ title, align: 'right' as const },
        ...(title === 'Ordinary' || title === 'Lost' ? { isMinor: true } : {}),
      })),
    ],
    rows: rows.map((row) => [
      `${windowWords(row.from, row.to, today)}${row.from >= line.line.start ? ' *' : ''}`,
      ...columns.map(([, write]) => write(row)),
    ]),
    left: 0,
    where: `/promo balance ${lineWords(line)}`,
  }
}

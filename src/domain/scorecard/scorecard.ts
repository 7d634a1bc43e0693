import { addMoney, type Money, sumMoney } from '../money.ts'
import { tolerableStockoutRate } from '../policy.ts'
import type { ComparedSums, ErrorSums, StockTotals, Totals } from './totals.ts'
import { wilsonInterval } from './wilson.ts'

/** What a value of a figure is in: a share of 1, units, days, money by currency, or times a year. */
export type FigureUnit = 'share' | 'units' | 'days' | 'hours' | 'money' | 'times' | 'count'

/** A value of a figure, null where nothing tells it; `n` counts what it rests on, `interval` holds a share in 90 % of cases. */
export type FigureValue = {
  readonly value: number | Money | null
  readonly n: number
  readonly interval: readonly [number, number] | null
}

/** A metric of the scorecard: what it rests on, and how it follows from sums. */
type Metric = {
  readonly key: string
  readonly unit: FigureUnit
  /** What `n` counts. */
  readonly of: 'promotions' | 'lines' | 'days' | 'weeks' | 'snapshots' | 'risks' | 'decisions'
  /** Whether more of it is better, worse, or neither. */
  readonly better: 'more' | 'less' | 'zero'
  readonly read: (totals: Totals) => FigureValue
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

const rate = (hits: number, n: number): FigureValue => ({ value: share(hits, n), n, interval: wilsonInterval(hits, n) })

const plain = (value: number | Money | null, n: number): FigureValue => ({
  value: n === 0 ? null : value,
  n,
  interval: null,
})

const accuracy = ({ actualWorth, missedWorth, lines }: ErrorSums): FigureValue =>
  plain(actualWorth > 0 ? 1 - missedWorth / actualWorth : null, lines)
const wape = ({ missed, actual, lines }: ErrorSums): FigureValue => plain(share(missed, actual), lines)
const bias = ({ over, actual, lines }: ErrorSums): FigureValue => plain(share(over, actual), lines)

/** By which share of the automatic forecast's error another one was better; below zero it was worse. */
const valueAdded = ({ missed, automaticMissed, lines }: ComparedSums): FigureValue =>
  plain(automaticMissed > 0 ? 1 - missed / automaticMissed : null, lines)

const snapshotsOf = ({ byCurrency }: StockTotals): number =>
  byCurrency.reduce((most, { snapshots }) => Math.max(most, snapshots), 0)

/** Sales at cost in a year by the days that are known, over the mean worth of stock; of the currency with most stock. */
const turnsOf = (stock: StockTotals): FigureValue => {
  const [most] = stock.byCurrency.toSorted((a, b) => b.meanWorth - a.meanWorth)
  if (most === undefined || most.soldDays === 0) return plain(null, 0)
  return plain(share((most.soldCost * daysOfYear) / most.soldDays, most.meanWorth), most.snapshots)
}

const daysOfYear = 365

const stockWorth = (stock: StockTotals, worth: (one: StockTotals['byCurrency'][number]) => number): FigureValue =>
  plain(sumMoney(stock.byCurrency.map((one) => ({ amount: worth(one), currency: one.currency }))), snapshotsOf(stock))

/** The metrics of the scorecard, in the order in which people read them; the formulas are those of `docs/scorecard.md`. */
const metrics = [
  {
    key: 'promotional-stockout-rate',
    unit: 'share',
    of: 'promotions',
    better: 'less',
    read: ({ promotions }) => rate(promotions.stockedOut, promotions.told),
  },
  {
    key: 'any-line-stockout-rate',
    unit: 'share',
    of: 'promotions',
    better: 'less',
    read: ({ promotions }) => rate(promotions.anyOut, promotions.told - promotions.cancelled),
  },
  {
    key: 'days-out-of-stock-promoted',
    unit: 'share',
    of: 'days',
    better: 'less',
    read: ({ lines }) => plain(share(lines.outDays, lines.toldDays), lines.toldDays),
  },
  {
    key: 'days-out-of-stock-ordinary',
    unit: 'share',
    of: 'days',
    better: 'less',
    read: ({ lines }) => plain(share(lines.ordinaryOutDays, lines.ordinaryDays), lines.ordinaryDays),
  },
  {
    key: 'promotional-fill-rate',
    unit: 'share',
    of: 'lines',
    better: 'more',
    read: ({ lines }) => plain(share(lines.sold, lines.sold + lines.lost), lines.lines),
  },
  {
    key: 'revenue-lost',
    unit: 'money',
    of: 'lines',
    better: 'less',
    read: ({ lines }) => plain(lines.lostRevenue, lines.lines),
  },
  ...(['registered', 'orderBy', 'launch'] as const).flatMap((moment) => {
    const name = moment === 'orderBy' ? 'order-by' : moment
    const of = (figure: (sums: ErrorSums) => FigureValue) => (totals: Totals) => figure(totals.lines[moment])
    return [
      { key: `forecast-accuracy-${name}`, unit: 'share', of: 'lines', better: 'more', read: of(accuracy) },
      { key: `wape-${name}`, unit: 'share', of: 'lines', better: 'less', read: of(wape) },
      { key: `bias-${name}`, unit: 'share', of: 'lines', better: 'zero', read: of(bias) },
    ] as const
  }),
  ...(['promoted', 'others'] as const).flatMap((which) => {
    const name = which === 'promoted' ? 'promotion-weeks' : 'other-weeks'
    const of = (figure: (sums: ErrorSums) => FigureValue) => (totals: Totals) => figure(totals.weeks[which])
    return [
      { key: `forecast-accuracy-${name}`, unit: 'share', of: 'weeks', better: 'more', read: of(accuracy) },
      { key: `wape-${name}`, unit: 'share', of: 'weeks', better: 'less', read: of(wape) },
      { key: `bias-${name}`, unit: 'share', of: 'weeks', better: 'zero', read: of(bias) },
    ] as const
  }),
  ...(['marketer', 'planner', 'bot'] as const).map(
    (whose) =>
      ({
        key: `forecast-value-added-${whose}`,
        unit: 'share',
        of: 'lines',
        better: 'more',
        read: (totals: Totals) => valueAdded(totals.lines[whose]),
      }) as const,
  ),
  {
    key: 'incremental-units',
    unit: 'units',
    of: 'lines',
    better: 'more',
    read: ({ lines }) => plain(lines.incremental, lines.normalLines),
  },
  {
    key: 'incremental-margin',
    unit: 'money',
    of: 'lines',
    better: 'more',
    read: ({ lines, costs }) =>
      plain(lessMoney(lines.incrementalMargin, addMoney([costs.freight, costs.writeOffs])), lines.marginLines),
  },
  { key: 'inventory-turns', unit: 'times', of: 'snapshots', better: 'more', read: ({ stock }) => turnsOf(stock) },
  {
    key: 'safety-stock',
    unit: 'money',
    of: 'snapshots',
    better: 'less',
    read: ({ stock }) => stockWorth(stock, ({ safetyWorth }) => safetyWorth),
  },
  {
    key: 'safety-stock-unneeded',
    unit: 'money',
    of: 'snapshots',
    better: 'less',
    read: ({ stock }) => stockWorth(stock, ({ safetyWorth, neededWorth }) => safetyWorth - neededWorth),
  },
  {
    key: 'emergency-freight',
    unit: 'money',
    of: 'promotions',
    better: 'less',
    read: ({ costs, promotions }) => plain(costs.freight, promotions.told + promotions.untold),
  },
  {
    key: 'write-offs',
    unit: 'money',
    of: 'promotions',
    better: 'less',
    read: ({ costs, promotions }) => plain(costs.writeOffs, promotions.told + promotions.untold),
  },
  {
    key: 'unsupported-leftover',
    unit: 'money',
    of: 'promotions',
    better: 'less',
    read: ({ lines, promotions }) => plain(lines.unsupportedLeftover, promotions.unsupported),
  },
  {
    key: 'announcement-notice',
    unit: 'days',
    of: 'promotions',
    better: 'more',
    read: ({ promotions }) => plain(share(promotions.noticeDays, promotions.noticed), promotions.noticed),
  },
  {
    key: 'time-to-acknowledge',
    unit: 'hours',
    of: 'risks',
    better: 'less',
    read: ({ coordination }) => plain(coordination.hoursToAcknowledge, coordination.acknowledged),
  },
  {
    key: 'time-to-decide',
    unit: 'hours',
    of: 'decisions',
    better: 'less',
    read: ({ coordination }) => plain(coordination.hoursToDecide, coordination.decided),
  },
  {
    key: 'risks-prevented',
    unit: 'count',
    of: 'risks',
    better: 'more',
    read: ({ coordination }) => plain(coordination.prevented, coordination.prevented),
  },
  {
    key: 'losses-prevented',
    unit: 'money',
    of: 'risks',
    better: 'more',
    read: ({ coordination }) => plain(coordination.preventedMoney, coordination.prevented),
  },
] as const satisfies readonly Metric[]

export type MetricKey = (typeof metrics)[number]['key']

/** Takes amounts from others, currency by currency; a currency without amounts before is negative. */
const lessMoney = (from: Money, less: Money): Money =>
  addMoney([from, Object.fromEntries(Object.entries(less).map(([currency, amount]) => [currency, -amount]))])

/** A figure of a scorecard, with those of the period before and of the year before. */
export type Figure = Omit<Metric, 'read'> &
  FigureValue & { readonly before: FigureValue; readonly yearBefore: FigureValue }

/** The sums of a period and of those that it is compared with. */
export type ComparedTotals = { readonly now: Totals; readonly before: Totals; readonly yearBefore: Totals }

/** Gives the figures of a scorecard. */
export const figuresOf = ({ now, before, yearBefore }: ComparedTotals): readonly Figure[] =>
  (metrics as readonly Metric[]).map(({ read, ...metric }) => ({
    ...metric,
    ...read(now),
    before: read(before),
    yearBefore: read(yearBefore),
  }))

/** Tells whether a figure is to be flagged: more than 5 % of the promotions were stocked out. */
export const isFlagged = ({ key, value }: Pick<Figure, 'key' | 'value'>): boolean =>
  key === 'promotional-stockout-rate' && typeof value === 'number' && value > tolerableStockoutRate

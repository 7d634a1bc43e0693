import type { Block, Card } from '../../cards/language/card.ts'
import {
  countWords,
  dateWords,
  digitWords,
  numberWords,
  percentWords,
  windowWords,
} from '../../cards/language/words.ts'
import type { Gap } from '../../domain/backtest/ledger.ts'
import type { ForecastReport, RivalForecast } from '../../domain/backtest/measurement.ts'
import type { BacktestReport, WarningReport } from '../../domain/backtest/report.ts'
import type { Recommendation } from '../../domain/backtest/threshold.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { assumedLeadDays, leastOfEachOutcome, leastPromotions } from '../../domain/policy.ts'

/** What a replay of the company's own history came to: forecasts, intervals, warnings, and from which probability to warn. */
export const backtestCard = (report: BacktestReport, today: Day): Card => {
  const title = `Backtest, ${windowWords(report.from, report.to, today)}: ${shortWords(report)}`
  return {
    tone: report.recommendation.why === 'better' ? 'warning' : 'plain',
    title,
    plain: title,
    blocks: [
      { kind: 'text', text: howWords(report) },
      ...(report.lines === 0
        ? [{ kind: 'text' as const, text: noPromotions }]
        : forecastBlocks('Promotions', 'lines', report.promotions)),
      ...shortNotes(report),
      ...chartBlocks(report, today),
      ...forecastBlocks('Ordinary weeks', 'weeks', report.plain),
      ...intervalBlocks(report),
      ...warningBlocks(report),
      ...gapBlocks(report),
      { kind: 'text', text: thresholdWords(report.recommendation, report.warnings) },
    ],
    footer: null,
  }
}

const noPromotions =
  'Promotions: none of this time is in the store. Import those of the past too, as they were planned: import promotions FILE.'

const shortWords = ({ promotions, warnings }: BacktestReport): string => {
  const { wape } = promotions.ours
  const forecast =
    wape === null ? 'no promotion could be measured' : `forecasts of promotions were off by ${percentWords(wape)}`
  return warnings === null || warnings.stockouts === 0
    ? `${forecast}.`
    : `${forecast}, and of ${countWords(warnings.stockouts, 'stockout')} ${numberWords(warnings.present.right)} had a warning.`
}

const howWords = ({ rows, shelves, lead }: BacktestReport): string => {
  const read = `${countWords(rows, 'row')} of sales from ${countWords(shelves, 'shelf', 'shelves')}, replayed day by day with what was known each morning.`
  if (lead === null) return read
  const days =
    lead.least === lead.most
      ? countWords(lead.most, 'day')
      : `${digitWords(lead.least)} to ${countWords(lead.most, 'day')}, mostly ${digitWords(lead.median)},`
  const assumed =
    lead.assumed === 0
      ? ''
      : ` For ${countWords(lead.assumed, 'promotion line')} the lead time is missing, so I assumed ${countWords(assumedLeadDays, 'day')}.`
  return `${read} Decided ${days} before launch.${assumed}`
}

const otherForecasts: Record<RivalForecast, string> = {
  'last-week': 'Same weekdays, last week',
  'last-year': 'Same weekdays, last year',
  stated: "The marketer's figure",
}

const share = (value: number | null) => (value === null ? '' : percentWords(value))

const signed = (value: number | null) => {
  if (value === null) return ''
  const percent = Math.round(value * 100)
  return percent === 0 ? percentWords(0) : `${percent > 0 ? '+' : '-'}${percentWords(Math.abs(percent) / 100)}`
}

const right = (title: string) => ({ title, align: 'right' }) as const

const forecastBlocks = (name: string, windows: string, { ours, against }: ForecastReport): readonly Block[] => {
  if (ours.windows === 0) return [{ kind: 'text', text: `${name}: not enough data to measure.` }]
  const others = Object.entries(against).filter(([, { figures }]) => figures.windows > 0)
  return [
    {
      kind: 'table',
      columns: [
        { title: name, align: 'left' },
        right(windows),
        right('off by'),
        right('bias'),
        right('by revenue'),
        right('ours on those'),
      ],
      rows: [
        [
          "Shelfready's own forecast",
          numberWords(ours.windows),
          share(ours.wape),
          signed(ours.bias),
          share(ours.revenueWape),
          '',
        ],
        ...others.map(([rival, { figures, ours: same }]) => [
          otherForecasts[rival as RivalForecast],
          numberWords(figures.windows),
          share(figures.wape),
          signed(figures.bias),
          share(figures.revenueWape),
          share(same.wape),
        ]),
      ],
      left: 0,
      where: '',
    },
  ]
}

const shortNotes = ({ promotions, short }: BacktestReport): readonly Block[] => {
  const { neverShort, ours } = promotions
  if (ours.windows === 0) return []
  const notes = [
    'Off by: all misses together as a share of sales. Bias: + means forecast too high.',
    ...(short === 0 || neverShort.windows === 0
      ? []
      : [
          `${countWords(short, 'promotion line')} sold out for a while, so sales were below demand. Where nothing sold out: off by ${share(neverShort.wape)}, bias ${signed(neverShort.bias)}.`,
        ]),
  ]
  return [{ kind: 'notes', notes }]
}

const chartBlocks = ({ promotions }: BacktestReport, today: Day): readonly Block[] => {
  const periods = promotions.periods.filter(({ figures }) => figures.wape !== null)
  if (periods.length < 3) return []
  const [first, second] = periods
  const step = (second?.start ?? 0) - (first?.start ?? 0)
  return [
    {
      kind: 'chart',
      title: step > 7 ? 'Promotions off by, four weeks at a time' : 'Promotions off by, week by week',
      unit: '%',
      days: periods.map(({ start }) => ({ label: dateWords(start, today), day: isoOf(start) })),
      series: [{ name: 'Off by', of: 'rate', values: periods.map(({ figures }) => 100 * (figures.wape as number)) }],
      mark: null,
    },
  ]
}

const intervalBlocks = ({ promotions, plain }: BacktestReport): readonly Block[] => {
  const rows = (
    [
      ['Promotions', promotions.intervals],
      ['Ordinary weeks', plain.intervals],
    ] as const
  ).filter(([, { windows }]) => windows > 0)
  if (rows.length === 0) return []
  return [
    {
      kind: 'table',
      columns: [
        { title: 'Sales in the forecast range', align: 'left' },
        right('windows'),
        right('below P10'),
        right('P10 to P90'),
        right('above P90'),
      ],
      rows: [
        ...rows.map(([name, { windows, below, inside, above }]) => [
          name,
          numberWords(windows),
          share(below),
          share(inside),
          share(above),
        ]),
        ['Target', '', share(0.1), share(0.8), share(0.1)],
      ],
      left: 0,
      where: '',
    },
  ]
}

const score = (value: number | null) => (value === null ? 'not measurable' : value.toFixed(3))

const warningBlocks = ({ warnings, gaps }: BacktestReport): readonly Block[] => {
  if (warnings === null) return [{ kind: 'text', text: noWarningsWords(gaps) }]
  const { promotions, stockouts, present, brier, auc, reliability } = warnings
  const rate = stockouts / promotions
  return [
    {
      kind: 'facts',
      facts: [
        {
          label: 'Sold out',
          value: `${numberWords(stockouts)} of ${countWords(promotions, 'promotion line')} (${share(rate)})`,
        },
        {
          label: `Warned above ${share(present.threshold)}`,
          value:
            present.warned === 0
              ? `never; ${numberWords(present.missed)} missed`
              : `${countWords(present.warned, 'time')}, ${numberWords(present.right)} correct: precision ${share(present.precision)}${present.recall === null ? '' : `, recall ${share(present.recall)}`}`,
        },
        {
          label: 'Brier score',
          value: `${score(brier)}; always saying ${share(rate)} would score ${score(rate * (1 - rate))}`,
        },
        { label: 'AUC', value: `${score(auc)}; 0.5 is chance, 1 puts every stockout first` },
      ],
    },
    {
      kind: 'table',
      columns: [
        { title: 'Stated probability', align: 'left' },
        right('promotions'),
        right('on average'),
        right('sold out'),
      ],
      rows: reliability
        .filter((bin) => bin.promotions > 0)
        .map((bin) => [
          bin.from === 0 ? `up to ${share(bin.to)}` : `${digitWords(bin.from * 100)} to ${share(bin.to)}`,
          numberWords(bin.promotions),
          share(bin.said),
          share(bin.happened),
        ]),
      left: 0,
      where: '',
    },
    {
      kind: 'notes',
      notes: ['A warning that someone acted on counts as false here, because the shelf then did not sell out.'],
    },
  ]
}

const noWarningsWords = (gaps: BacktestReport['gaps']): string => {
  const why =
    gaps['not-counted'] + gaps.stale > 0
      ? `the store has no${gaps.stale > 0 ? ' recent' : ''} stock counts from the decision days. Import inventory with its dates.`
      : gaps['outcome-unknown'] > 0
        ? 'I cannot tell when a shelf was empty. Fill the stockout column of sales, or import inventory for promotion days.'
        : 'I could not judge any promotion.'
  return `I could not replay warnings: ${why}`
}

const gapWords: Record<Gap, string> = {
  'before-history': 'decision day is before the first sales',
  late: 'announced after the decision day',
  moved: 'moved or cancelled after the decision day',
  unknown: 'no data on the item or on promotions by then',
  'rows-missing': 'days without sales rows (use rows with 0 units when nothing was sold)',
  'not-counted': 'no stock count; left out of warnings',
  stale: 'stock count too old; left out of warnings',
  'outcome-unknown': 'unclear whether the shelf was empty; left out of warnings',
}

const gapBlocks = ({ gaps, warnings }: BacktestReport): readonly Block[] => {
  const told = Object.entries(gaps).filter(
    ([gap, count]) => count > 0 && (warnings !== null || !['not-counted', 'stale', 'outcome-unknown'].includes(gap)),
  )
  if (told.length === 0) return []
  return [
    {
      kind: 'items',
      title: 'Promotion lines left out',
      items: told.map(([gap, count]) => ({
        symbol: '·',
        text: `${numberWords(count)}: ${gapWords[gap as Gap]}`,
        detail: [],
      })),
      left: 0,
      where: '',
    },
  ]
}

const thresholdWords = ({ threshold, present, best, why }: Recommendation, warnings: WarningReport | null): string => {
  const keep = `Keep warning above ${share(threshold)}`
  const basis = warnings === null ? 0 : warnings.promotions
  const on = countWords(basis, 'promotion line')
  switch (why) {
    case 'too-few':
      return basis === 0
        ? `${keep}: there are no replayed warnings to compare thresholds with.`
        : `${keep}: ${on} with ${countWords(warnings?.stockouts ?? 0, 'stockout')} are too few to compare thresholds; I need ${leastPromotions}, with ${leastOfEachOutcome} that sold out and ${leastOfEachOutcome} that did not.`
    case 'as-good':
      return `${keep}: on ${on} no other threshold is clearly better (F1 is ${present.f1.toFixed(2)}, with ${share(best.threshold)} ${best.f1.toFixed(2)}).`
    case 'unsteady':
      return `${keep}: on ${on} ${share(best.threshold)} does better (F1 ${best.f1.toFixed(2)}, not ${present.f1.toFixed(2)}), but not in both halves of the time.`
    case 'better':
      return `Warn above ${share(threshold)} (SHELFREADY_POLICY=${threshold}): on ${on} that is ${countWords(best.warned, 'warning')}, ${numberWords(best.right)} of them right and ${numberWords(best.missed)} stockouts missed; above ${share(present.threshold)} it is ${numberWords(present.warned)}, ${numberWords(present.right)} and ${numberWords(present.missed)} (F1 ${best.f1.toFixed(2)}, not ${present.f1.toFixed(2)}).`
  }
}

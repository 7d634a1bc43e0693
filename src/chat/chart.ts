import type { Block } from '../cards/language/card.ts'

export type ChartBlock = Extract<Block, { kind: 'chart' }>

/** Points merged into one: the lowest names it, and the marked day keeps its own label. */
type ChartPoint = {
  readonly label: string
  readonly day: string
  readonly isMarked: boolean
  /** A promotion runs on one of its days. */
  readonly isPromoted: boolean
}

type Series = { readonly name: string; readonly values: readonly number[] }

/** A chart with no more points than there is room for. No level is below zero: what is missing is a series of its own. */
export type SqueezedChart = {
  readonly points: readonly ChartPoint[]
  readonly series: readonly Series[]
  /** What is missing at each point; null where nothing is. */
  readonly short: Series | null
}

/** Reduces a chart to at most `most` points: levels keep the lowest value, so that no shortage disappears; rates keep the mean. */
export const squeezeChart = ({ days, series, mark, spans = [] }: ChartBlock, most: number): SqueezedChart => {
  const each = Math.max(1, Math.ceil(days.length / most))
  const starts = Array.from({ length: Math.ceil(days.length / each) }, (_, i) => i * each)
  const squeezed = series.map(({ name, of, values }) => ({
    ...{ name, of },
    values: starts.map((from) => (of === 'level' ? leastOf : meanOf)(values.slice(from, from + each))),
  }))
  const levels = squeezed.filter(({ of }) => of === 'level')
  const short = starts.map((_, i) => levels.reduce((sum, { values }) => sum + Math.max(0, -(values[i] ?? 0)), 0))
  return {
    points: starts.map((from) => {
      const isMarked = mark !== null && mark.at >= from && mark.at < from + each
      const { label, day } = days[isMarked ? mark.at : from + leastAt(series, from, each)] as ChartBlock['days'][number]
      return { label, day, isMarked, isPromoted: spans.some((span) => span.from < from + each && span.to >= from) }
    }),
    series: squeezed.map(({ name, of, values }) => ({
      name,
      values: of === 'level' ? values.map((value) => Math.max(0, value)) : values,
    })),
    short: short.some((units) => units > 0) ? { name: 'Short', values: short } : null,
  }
}

/** Gives the height at which the days of promotions are marked: the top of the chart. */
export const topOf = (series: readonly Series[]): number =>
  series.reduce((top, { values }) => values.reduce((most, value) => Math.max(most, value), top), 0) || 1

/** Names the days of promotions on a chart, `Promotion P-12`. */
export const spanWords = ({ spans = [] }: ChartBlock): string => {
  const names = [...new Set(spans.map(({ words }) => words))]
  return names.length === 1 ? `Promotion ${names[0]}` : 'Promotion days'
}

/** Names a chart with its unit, in at most so many letters. */
export const chartTitle = ({ title, unit }: ChartBlock, most: number): string => {
  const end = unit.trim() === '' ? '' : ` (${unit.trim().slice(0, longestUnit)})`
  return title.length + end.length <= most
    ? `${title}${end}`
    : `${title.slice(0, most - end.length - 1).toWellFormed()}…${end}`
}

const longestUnit = 20

/** Gives where among the points drawn together the first level is least. */
const leastAt = (series: ChartBlock['series'], from: number, each: number): number => {
  const [first] = series
  if (first === undefined || first.of !== 'level') return 0
  const own = first.values.slice(from, from + each)
  return Math.max(0, own.indexOf(leastOf(own)))
}

const finite = (values: readonly number[]) => values.filter(Number.isFinite)

const leastOf = (values: readonly number[]): number => Math.min(...(finite(values).length > 0 ? finite(values) : [0]))

const meanOf = (values: readonly number[]): number =>
  finite(values).reduce((sum, value) => sum + value, 0) / Math.max(1, finite(values).length)

/** Writes the points of a chart as a table, for whoever cannot draw it; a star marks the days of promotions. */
export const chartTable = (
  { mark }: ChartBlock,
  { points, series, short }: SqueezedChart,
): Extract<Block, { kind: 'table' }> => {
  const all = [...series, ...(short === null ? [] : [short])]
  return {
    kind: 'table',
    columns: [{ title: 'Day', align: 'left' }, ...all.map(({ name }) => ({ title: name, align: 'right' as const }))],
    rows: points.map(({ label, isMarked, isPromoted }, i) => [
      `${isMarked && mark !== null ? `${label}: ${mark.words}` : label}${isPromoted ? ' *' : ''}`,
      ...all.map(({ values }) => Math.round(values[i] ?? 0).toLocaleString('en')),
    ]),
    left: 0,
    where: '',
  }
}

/** Says in words what a chart shows: its days, its first series from end to end, the lowest day, what is short, and the days of promotions. */
export const chartCaption = (chart: ChartBlock): readonly string[] => {
  const { unit, days, spans = [] } = chart
  const { series, short } = squeezeChart(chart, Math.max(1, days.length))
  const values = series[0]?.values ?? []
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined || values.length === 0) return []
  const round = (value: number | undefined) => Math.round(value ?? 0).toLocaleString('en')
  const least = Math.min(...values)
  const missing = Math.max(0, ...(short?.values ?? []))
  const promoted = spans.map((span) => spanDays(chart, span)).join(', ')
  return [
    `${first.label} to ${last.label}`,
    `from ${round(values[0])} to ${round(values.at(-1))} ${unit}, lowest ${round(least)} on ${days[values.indexOf(least)]?.label}`,
    ...(missing > 0 ? [`✖ up to ${round(missing)} short`] : []),
    ...(promoted === '' ? [] : [`▔ promotion ${promoted}`]),
  ]
}

/** Says a chart in one line, for whoever does not see it. */
export const chartWords = (chart: ChartBlock): string => {
  const { mark, days } = chart
  const marked = mark === null ? undefined : days[mark.at]
  const parts = chartCaption(chart).map((part) => part.replace(/^[✖▔] /, ''))
  return `${chartTitle(chart, longestSpoken)}: ${[...parts, ...(marked === undefined || mark === null ? [] : [`${mark.words} ${marked.label}`])].join(', ')}`
}

const longestSpoken = 200

const spanDays = ({ days }: ChartBlock, { from, to }: { readonly from: number; readonly to: number }): string => {
  const [first, last] = [days[from]?.label, days[to]?.label]
  return first === undefined || last === undefined ? '' : first === last ? first : `${first} to ${last}`
}

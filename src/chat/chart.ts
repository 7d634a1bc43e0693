import type { Block } from '../cards/language/card.ts'

export type ChartBlock = Extract<Block, { kind: 'chart' }>

/** Points merged into one: the lowest names it, and the marked day keeps its own label. */
type ChartPoint = { readonly label: string; readonly day: string; readonly isMarked: boolean }

/** A chart with no more points than there is room for. */
export type SqueezedChart = {
  readonly points: readonly ChartPoint[]
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[]
}

/** Reduces a chart to at most `most` points: levels keep the lowest value, so that no shortage disappears; rates keep the mean. */
export const squeezeChart = ({ days, series, mark }: ChartBlock, most: number): SqueezedChart => {
  const each = Math.max(1, Math.ceil(days.length / most))
  const starts = Array.from({ length: Math.ceil(days.length / each) }, (_, i) => i * each)
  return {
    points: starts.map((from) => {
      const isMarked = mark !== null && mark.at >= from && mark.at < from + each
      const { label, day } = days[isMarked ? mark.at : from + leastAt(series, from, each)] as ChartBlock['days'][number]
      return { label, day, isMarked }
    }),
    series: series.map(({ name, of, values }) => ({
      name,
      values: starts.map((from) => (of === 'level' ? leastOf : meanOf)(values.slice(from, from + each))),
    })),
  }
}

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

/** Writes the points of a chart as a table, for whoever cannot draw it. */
export const chartTable = (
  { mark }: ChartBlock,
  { points, series }: SqueezedChart,
): Extract<Block, { kind: 'table' }> => ({
  kind: 'table',
  columns: [{ title: 'Day', align: 'left' }, ...series.map(({ name }) => ({ title: name, align: 'right' as const }))],
  rows: points.map(({ label, isMarked }, i) => [
    isMarked && mark !== null ? `${label}: ${mark.words}` : label,
    ...series.map(({ values }) => Math.round(values[i] ?? 0).toLocaleString('en')),
  ]),
  left: 0,
  where: '',
})

import type { KnownBlock } from '@slack/types'
import { type ChartBlock, chartTitle, spanWords, squeezeChart, topOf } from '../../chart.ts'
import { stripControl } from '../../strip-control.ts'
import { truncate } from '../../truncate.ts'
import { limits } from '../limits.ts'
import { uncalled } from '../text.ts'

const named = (text: string, most: number) => truncate(uncalled(stripControl(text).trim()) || '·', most)

/** Draws a chart natively; null where it has too little to draw. */
export const drawChart = (chart: ChartBlock): KnownBlock | null => {
  if (chart.days.length < 2 || chart.series.length === 0) return null
  const { points, series: levels, short } = squeezeChart(chart, limits.chartPoints)
  const marks = [
    ...(short === null ? [] : [short]),
    ...(points.some(({ isPromoted }) => isPromoted)
      ? [{ name: spanWords(chart), values: points.map(({ isPromoted }) => (isPromoted ? topOf(levels) : 0)) }]
      : []),
  ]
  const series = [...levels.slice(0, limits.chartSeries - marks.length), ...marks]
  const categories = distinct(
    points.map(({ label, isMarked }) => named(isMarked ? `${dayOnly(label)} ◆` : dayOnly(label), limits.chartLabel)),
  )
  const names = distinct(series.map(({ name }) => named(name, limits.chartLabel)))
  const mark = chart.mark === null ? '' : `◆ ${stripControl(chart.mark.words)}`
  const drawn = {
    type: 'data_visualization',
    title: named(chartTitle(chart, limits.chartTitle), limits.chartTitle),
    chart: {
      type: 'line',
      series: names.map((name, s) => ({
        name,
        data: categories.map((label, i) => ({ label, value: round(series[s]?.values[i] ?? 0) })),
      })),
      axis_config: {
        categories,
        ...(mark === '' ? {} : { x_label: named(mark, limits.chartTitle) }),
        y_label: named(chart.unit, limits.chartTitle),
      },
    },
  }
  return drawn as unknown as KnownBlock
}

/** The weekday is left out: names of points stand close together. */
const dayOnly = (label: string): string => label.replace(/^\S+ (?=\d)/, '')

const round = (value: number) => Math.round(value * 10) / 10

/** Slack finds points by their labels, so no two may be the same. */
const distinct = (labels: readonly string[]): readonly string[] => {
  const seen = new Set<string>()
  return labels.map((label) => {
    let one = label
    for (let n = 2; seen.has(one); n++) one = `${truncate(label, limits.chartLabel - 3)} ${n}`
    seen.add(one)
    return one
  })
}

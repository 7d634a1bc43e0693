import { type ChartBlock, chartTable, chartTitle, spanWords, squeezeChart, topOf } from '../../chart.ts'
import { truncate } from '../../truncate.ts'
import { type Element, runs } from '../element.ts'
import { limits } from '../limits.ts'
import { shown } from '../text.ts'
import { tablePieces } from './table.ts'

/** The fewest points worth a chart; fewer become a table. */
const fallbackPoints = 12

/** Draws a chart natively, with its points as a table for clients that cannot draw it; gives nothing where there are too few points. */
export const chartElement = (chart: ChartBlock, level: 'full' | 'basic', room: number): readonly Element[] => {
  const drawable = { ...chart, series: chart.series.slice(0, limits.chartSeries) }
  if (chart.days.length < 2 || drawable.series.length === 0) return []
  const { points, series: levels, short } = squeezeChart(drawable, limits.chartPoints)
  const series = [...levels, ...(short === null ? [] : [short])]
  const promoted = points.filter(({ isPromoted }) => isPromoted)
  const [inTable] = tablePieces(chartTable(drawable, squeezeChart(drawable, fallbackPoints)), room / 2).pieces
  const title = named(chartTitle(chart, limits.actionTitle))
  const marked = points.find(({ isMarked }) => isMarked)
  const heading = runs([{ text: title, weight: 'Bolder' }])
  const fallback: Element = { type: 'Container', items: [heading, ...(inTable?.elements ?? [])] }
  if (level === 'basic') return fallback.items === undefined ? [] : [fallback]
  const values = (of: readonly number[]) =>
    points.map(({ day }, i) => ({ x: day, y: Math.round((of[i] ?? 0) * 10) / 10 }))
  return [
    {
      type: 'Chart.Line',
      title,
      yAxisTitle: named(chart.unit),
      data: [
        ...series.map(({ name, values: of }, i) => ({
          legend: named(name),
          color: palette[i % palette.length],
          values: values(of),
        })),
        ...(promoted.length === 0
          ? []
          : [
              {
                legend: named(spanWords(chart)),
                color: 'neutral',
                values: promoted.map(({ day }) => ({ x: day, y: Math.round(topOf(levels) * 10) / 10 })),
              },
            ]),
        ...(marked === undefined || chart.mark === null
          ? []
          : [
              {
                legend: `◆ ${named(chart.mark.words)} ${named(marked.label)}`,
                color: 'attention',
                values: peak(marked.day, series),
              },
            ]),
      ],
      fallback,
    },
  ]
}

const palette = [
  'categoricalBlue',
  'categoricalMarigold',
  'categoricalTeal',
  'categoricalPurple',
  'good',
  'warning',
] as const

const named = (text: string) => truncate(shown(text) || '·', limits.actionTitle)

/** Marks the day that matters by a line from zero to the highest value. */
const peak = (day: string, series: readonly { readonly values: readonly number[] }[]) => [
  { x: day, y: 0 },
  { x: day, y: Math.round(Math.max(0, ...series.flatMap(({ values }) => values)) * 10) / 10 },
]

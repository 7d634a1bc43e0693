import { moneyWords, numberWords, percentWords } from '../../cards/language/words.ts'
import { supplierWords } from '../../cards/reviews/capacity-card.ts'
import { monthWords } from '../../cards/reviews/period-words.ts'
import type { PageCharts, Picture } from '../../cards/reviews/review-page.ts'
import { moneySize } from '../../domain/money.ts'
import { tolerableStockoutRate } from '../../domain/policy.ts'
import type { SupplierCapacity } from '../../domain/reviews/capacity.ts'
import type { Review, TrendMonth } from '../../domain/reviews/review.ts'

const [width, height] = [380, 210]
const [ink, quiet, blue, red] = ['#1a202c', '#4a5568', '#2b5c8a', '#9b1c1c']
const leastMonths = 3
const mostSuppliers = 4

/** Draws the pictures of a review's page: how it went month by month, and what promotions ask of the suppliers that give least. */
export const drawCharts = async ({ trend, capacity }: Review): Promise<PageCharts> => {
  const draw = await openDrawing()
  return {
    trend: trend.length < leastMonths ? [] : [draw(stockouts(trend)), draw(revenueLost(trend))],
    capacity: capacity
      .filter(({ months, best }) => best !== null || months.some(({ limit }) => limit !== null))
      .slice(0, mostSuppliers)
      .map((one) => draw(volume(one))),
  }
}

/** Bars of a picture, the words above each, and lines across it. */
type Bars = {
  readonly says: string
  readonly labels: readonly string[]
  readonly values: readonly number[]
  readonly words: readonly string[]
  /** The bars that stand out. */
  readonly isMarked: readonly boolean[]
  readonly lines: readonly { readonly at: number; readonly words: string }[]
}

const stockouts = (trend: readonly TrendMonth[]): Bars => ({
  says: 'Promotions that stocked out, by month',
  labels: trend.map(({ label }) => label),
  values: trend.map(({ stockoutShare }) => 100 * (stockoutShare ?? 0)),
  words: trend.map(({ stockoutShare }) => (stockoutShare ? percentWords(stockoutShare) : '')),
  isMarked: trend.map(({ stockoutShare }) => (stockoutShare ?? 0) > tolerableStockoutRate),
  lines: [{ at: 100 * tolerableStockoutRate, words: percentWords(tolerableStockoutRate) }],
})

const revenueLost = (trend: readonly TrendMonth[]): Bars => {
  const [currency = ''] = Object.keys(trend.toSorted((a, b) => moneySize(b.lost) - moneySize(a.lost))[0]?.lost ?? {})
  const amounts = trend.map(({ lost }) => lost[currency] ?? 0)
  const most = Math.max(...amounts)
  return {
    says: `Revenue lost to stockouts, by month${currency === '' ? '' : `, ${currency}`}`,
    labels: trend.map(({ label }) => label),
    values: amounts,
    words: amounts.map((amount) => (amount < 0.5 ? '' : moneyWords(amount, null))),
    isMarked: amounts.map((amount) => amount === most && most > 0),
    lines: [],
  }
}

const volume = (supplier: SupplierCapacity): Bars => {
  const { months, best } = supplier
  const limits = months.flatMap(({ limit }) => limit ?? [])
  return {
    says: `${supplierWords(supplier)}: promoted units by month`,
    labels: months.map(({ month }) => monthWords(month).slice(0, 3)),
    values: months.map(({ units }) => units),
    words: months.map(({ units }) => numberWords(units)),
    isMarked: months.map(({ above }) => above !== null),
    lines: [
      ...(limits.length === 0 ? [] : [{ at: Math.min(...limits), words: `limit ${numberWords(Math.min(...limits))}` }]),
      ...(best === null ? [] : [{ at: best.units, words: `best ${numberWords(best.units)}` }]),
    ],
  }
}

/** Loads the library that draws, when the first page is asked for: whoever asks for none does not wait for it. */
const openDrawing = async (): Promise<(bars: Bars) => Picture> => {
  const [{ init, use }, { BarChart }, { GridComponent, MarkLineComponent }, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ])
  use([BarChart, GridComponent, MarkLineComponent, SVGRenderer])
  return (bars) => {
    const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
    try {
      chart.setOption(optionOf(bars))
      return { says: bars.says, svg: asPrinted(chart.renderToSVGString()) }
    } finally {
      chart.dispose()
    }
  }
}

/** A picture on paper has no pointer over it; and what the library counts in a process would make the same page another text. */
const asPrinted = (svg: string): string =>
  svg
    .replaceAll(/<style\b[\s\S]*?<\/style>/g, '')
    .replaceAll(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
    .replaceAll(/\bzr\d+-/g, 'of-')

const textStyle = { fontFamily: 'system-ui, "Segoe UI", Helvetica, Arial, sans-serif', color: ink }
const headroom = 1.12
const letter = 6

/** The words of a line stand right of the bars. */
const roomForLines = (lines: Bars['lines']): number =>
  letter * (1 + Math.max(...lines.map(({ words }) => words.length)))

const optionOf = ({ labels, values, words, isMarked, lines }: Bars) => ({
  animation: false,
  textStyle,
  grid: { left: 4, right: lines.length === 0 ? 4 : roomForLines(lines), top: 22, bottom: 22 },
  xAxis: {
    type: 'category' as const,
    data: [...labels],
    axisTick: { show: false },
    axisLine: { lineStyle: { color: quiet } },
    axisLabel: { color: quiet, fontSize: 11, interval: 0 },
  },
  yAxis: {
    type: 'value' as const,
    max: headroom * Math.max(1, ...values, ...lines.map(({ at }) => at)),
    axisLabel: { show: false },
    splitLine: { show: false },
  },
  series: [
    {
      type: 'bar' as const,
      barMaxWidth: 44,
      barCategoryGap: '28%',
      data: values.map((value, i) => ({ value, itemStyle: { color: isMarked[i] === true ? red : blue } })),
      label: {
        show: true,
        position: 'top' as const,
        fontSize: 10,
        color: ink,
        backgroundColor: '#fff',
        padding: [0, 2],
        formatter: ({ dataIndex }: { readonly dataIndex: number }) => words[dataIndex] ?? '',
      },
      markLine: {
        silent: true,
        z: 1,
        symbol: 'none',
        lineStyle: { color: quiet, type: 'dashed' as const },
        data: lines.map(({ at, words: says }) => ({
          yAxis: at,
          label: { position: 'end' as const, formatter: says, color: quiet, fontSize: 10 },
        })),
      },
    },
  ],
})

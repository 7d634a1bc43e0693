import { richText } from './block-kit-rich-text.ts'
import {
  all,
  any,
  block,
  byType,
  type Check,
  finite,
  flag,
  isObject,
  type JsonObject,
  list,
  listOf,
  object,
  string,
  whole,
  word,
} from './block-kit-shape.ts'

const tableCharacters = 10_000
const columns = 20

const rawText = object({ type: any, text: string() })
const rawNumber = object({ type: any, value: finite, text: string() })

/** Counts the characters of all texts inside a value. */
export const charactersIn = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + charactersIn(one), 0)
  if (!isObject(value)) return 0
  return Object.entries(value).reduce(
    (sum, [name, one]) => sum + (name === 'text' && typeof one === 'string' ? one.length : charactersIn(one)),
    0,
  )
}

const notTooMuch: Check = (value, at, look) => {
  const characters = isObject(value) ? charactersIn(value.rows) : 0
  if (characters > tableCharacters) look.say(`no more than ${tableCharacters} characters allowed`, `${at}/rows`)
}

/** Accepts a table: its cells are text, for not every release of Slack takes numbers there. */
export const table = all(
  block(
    { rows: list(list(byType({ raw_text: rawText, rich_text: richText }), columns), 100) },
    {
      column_settings: list(object({}, { align: word('left', 'center', 'right'), is_wrapped: flag }), columns, 0),
    },
  ),
  notTooMuch,
)

const rowsMatch: Check = (value, at, look) => {
  const [header, ...rows] = isObject(value) ? listOf(value.rows) : []
  const width = listOf(header).length
  for (const [index, cell] of listOf(header).entries())
    if (isObject(cell) && cell.type === 'rich_text')
      look.say('rich_text is not allowed in the header', `${at}/rows/0/${index}`)
  for (const [index, row] of rows.entries())
    if (listOf(row).length !== width) look.say('every row must have the same length', `${at}/rows/${index + 1}`)
  const named = isObject(value) ? value.row_header_column_index : undefined
  if (typeof named === 'number' && named >= width)
    look.say('must name a column of the table', `${at}/row_header_column_index`)
}

/** Accepts a table that people page through and sort. */
export const dataTable = all(
  block(
    {
      caption: string(),
      rows: list(list(byType({ raw_text: rawText, raw_number: rawNumber, rich_text: richText }), columns), 101, 2),
    },
    { page_size: whole(1, 100), row_header_column_index: whole(0, columns - 1) },
  ),
  rowsMatch,
  notTooMuch,
)

const positive: Check = (value, at, look) => {
  finite(value, at, look)
  if (typeof value === 'number' && value <= 0) look.say('must be more than 0', at)
}

const label = string(20)
const point = (value: Check = finite): Check => object({ label, value })

const seriesChart = all(
  object({
    type: any,
    series: list(object({ name: label, data: list(point(), 20) }), 6),
    axis_config: object({ categories: list(label, 20) }, { x_label: string(50), y_label: string(50) }),
  }),
  (value, at, look) => {
    if (!isObject(value)) return
    const series = listOf(value.series).filter(isObject)
    const categories = isObject(value.axis_config) ? listOf(value.axis_config.categories) : []
    if (new Set(series.map(({ name }) => name)).size < series.length) look.say('series names must be unique', at)
    if (new Set(categories).size < categories.length) look.say('categories must be unique', `${at}/axis_config`)
    for (const [index, one] of series.entries())
      if (!covers(one, categories)) look.say('every series must cover every category once', `${at}/series/${index}`)
  },
)

const covers = (series: JsonObject, categories: readonly unknown[]): boolean => {
  const labels = listOf(series.data).map((one) => (isObject(one) ? one.label : undefined))
  return labels.length === categories.length && categories.every((category) => labels.includes(category))
}

/** Accepts a chart. */
export const dataVisualization = block({
  title: string(50),
  chart: byType({
    pie: object({ type: any, segments: list(point(positive), 6) }),
    bar: seriesChart,
    area: seriesChart,
    line: seriesChart,
  }),
})

import {
  type Block,
  type Card,
  type Item,
  itemWords,
  moreWords,
  type Tone,
  titleWords,
} from '../../cards/language/card.ts'
import { type ChartBlock, chartCaption, chartTitle, squeezeChart } from '../chart.ts'
import { stripControl } from '../strip-control.ts'
import { typedHere } from '../typed-here.ts'

/** How a card is written: `width` columns to wrap at, and colours; without them the same text for a pipe. */
export type TextStyle = { readonly width: number | null; readonly colour: boolean }

const plainStyle: TextStyle = { width: null, colour: false }

/** Writes a card as the terminal shows it: commands without the slash. Never throws. */
export const renderForTerminal = (card: Card, style: TextStyle = plainStyle): string =>
  renderText(typedHere(card, ''), style)

/** Writes a card as text. Never throws. */
export const renderText = (card: Card, style: TextStyle = plainStyle): string =>
  [
    ...(card.lead === undefined ? [] : [[line(card.lead, style, { faint: true })]]),
    [line(titleWords(card), style, { tone: card.tone, bold: true })],
    ...card.blocks.map((block) => blockLines(block, style)),
    ...((card.actions ?? []).length === 0 ? [] : [actionLines(card, style)]),
    ...(card.footer === null || card.footer === '' ? [] : [[line(card.footer, style, { faint: true })]]),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')

const actionLines = ({ actions = [] }: Card, style: TextStyle): readonly string[] => {
  const secondary = actions.filter((action) => action.isSecondary).map(({ words }) => words)
  return [
    ...actions
      .filter((action) => !action.isSecondary)
      .map(({ label, words }) => line(`${label}: ${words}`, style, { indent: 2 })),
    ...(secondary.length === 0 ? [] : [line(secondary.join(' · '), style, { indent: 2, faint: true })]),
  ]
}

const blockLines = (block: Block, style: TextStyle): readonly string[] => {
  switch (block.kind) {
    case 'text':
      return [line(block.text, style)]
    case 'call':
      return [line([...block.people.map(({ name }) => `@${name}`), block.text].join(' '), style)]
    case 'link':
      return [`${stripControl(block.text)} ${stripControl(block.url)}`]
    case 'notes':
      return block.notes.map((note) => line(note, style, { indent: 2 }))
    case 'facts': {
      const facts = block.facts.map(({ label, value }) => ({ label: stripControl(label), value: stripControl(value) }))
      const width = Math.max(0, ...facts.map(({ label }) => columns(label)))
      return facts.map(({ label, value }) => line(`${pad(label, width)}  ${value}`, style, { hang: width + 2 }))
    }
    case 'items':
      return [
        ...(block.title === null ? [] : [line(block.title, style, { bold: true })]),
        ...block.items.flatMap((item, i) => itemLines(item, style, block.isNumbered ? i + 1 : null)),
        ...[moreWords(block.left, block.where) ?? []].flat().map((more) => line(` ${more}`, style)),
      ]
    case 'table':
      return tableLines(block, style)
    case 'chart':
      return chartLines(block, style)
  }
}

const itemLines = (item: Item, style: TextStyle, number: number | null): readonly string[] => [
  line(` ${number === null ? '' : `${number} `}${item.symbol ?? ' '} ${itemWords(item)}`, style, {
    hang: number === null ? 3 : 5,
    ...(item.symbol === null ? {} : { symbol: item.symbol }),
  }),
  ...item.detail.map((detail) => line(detail, style, { indent: 5, faint: true })),
]

const tableLines = (block: Extract<Block, { kind: 'table' }>, style: TextStyle): readonly string[] => {
  const titles = block.columns.map((column) => stripControl(column.title))
  const rows = block.rows.map((row) => titles.map((_, i) => stripControl(row[i] ?? '')))
  const widths = titles.map((title, i) => Math.max(columns(title), ...rows.map((row) => columns(row[i] as string))))
  const write = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const gap = ' '.repeat(Math.max(0, (widths[i] as number) - columns(cell)))
        return block.columns[i]?.align === 'right' ? gap + cell : cell + gap
      })
      .join('  ')
      .trimEnd()
  return [
    paint(write(titles), style, { bold: true }),
    ...rows.map((row) => colourSymbol(write(row), style, row[0]?.[0])),
    ...[moreWords(block.left, block.where) ?? []].flat().map((more) => line(more, style)),
  ]
}

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** Draws the first series as bars from zero up, and below it the days of promotions and the day that matters; what is short is marked, never drawn as if it were nothing. */
const chartLines = (chart: ChartBlock, style: TextStyle): readonly string[] => {
  const { mark, spans = [] } = chart
  const width = Math.max(10, Math.min(widestChart, (style.width ?? widestChart) - 1))
  const { points, series, short } = squeezeChart(chart, width)
  const values = series[0]?.values ?? []
  if (values.length === 0) return []
  const most = Math.max(...values)
  const bar = (value: number, i: number) =>
    (short?.values[i] ?? 0) > 0
      ? '✖'
      : bars[most <= 0 ? 0 : Math.min(bars.length - 1, Math.floor((value / most) * bars.length))]
  const marked = points.findIndex(({ isMarked }) => isMarked)
  return [
    line(chartTitle(chart, longestTitle), style, { bold: true }),
    ` ${values.map(bar).join('')}`,
    ...(spans.length === 0 ? [] : [` ${points.map(({ isPromoted }) => (isPromoted ? '▔' : ' ')).join('')}`.trimEnd()]),
    ...(mark === null || marked < 0 ? [] : [line(`${' '.repeat(marked)}◆ ${mark.words}`, style, { indent: 1 })]),
    line(chartCaption(chart).join(' · '), style, { indent: 1, faint: true }),
  ]
}

const widestChart = 80
const longestTitle = 200

type Look = {
  readonly indent?: number
  /** Columns by which a wrapped line is set in. */
  readonly hang?: number
  readonly tone?: Tone
  readonly symbol?: string
  readonly bold?: boolean
  readonly faint?: boolean
}

const line = (text: string, style: TextStyle, look: Look = {}): string => {
  const indent = look.indent ?? 0
  const wrapped = wrap(`${' '.repeat(indent)}${stripControl(text)}`, style.width, look.hang ?? indent)
  return wrapped
    .map((one, i) => (i === 0 && look.symbol ? colourSymbol(one, style, look.symbol) : paint(one, style, look)))
    .join('\n')
}

/** Wraps at blanks; a word that is longer than the line stands on a line of its own. */
const wrap = (text: string, width: number | null, hang: number): readonly string[] => {
  if (width === null || columns(text) <= width) return [text]
  const lines: string[] = []
  let current = text.slice(0, text.length - text.trimStart().length)
  let isEmpty = true
  for (const word of text.trimStart().split(' ')) {
    if (!isEmpty && columns(current) + 1 + columns(word) > width) {
      lines.push(current)
      current = ' '.repeat(hang)
      isEmpty = true
    }
    current += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, current]
}

const segments = new Intl.Segmenter('en', { granularity: 'grapheme' })
const isWide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u
// biome-ignore lint/suspicious/noControlCharactersInRegex: plain text is the common case
const isPlain = /^[\u0000-\u024f\u2000-\u27bf]*$/

/** Counts the columns a terminal gives a text: two for wide letters and emoji, none for what combines with the letter before. */
const columns = (text: string): number => {
  if (isPlain.test(text)) return text.length
  let count = 0
  for (const { segment } of segments.segment(text)) count += isWide.test(segment) ? 2 : 1
  return count
}

const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - columns(text)))

const toneColours: Readonly<Record<Tone, string>> = { good: '32', warning: '33', bad: '31', question: '36', plain: '' }
const symbolColours: Readonly<Record<string, string>> = { '●': '32', '▲': '33', '▼': '33', '✖': '31', '?': '36' }

const paint = (text: string, { colour }: TextStyle, look: Look): string => {
  const codes = [look.bold ? '1' : '', look.faint ? '2' : '', look.tone ? toneColours[look.tone] : ''].filter(
    (code) => code !== '',
  )
  return colour && codes.length > 0 ? `\u001b[${codes.join(';')}m${text}\u001b[0m` : text
}

const colourSymbol = (text: string, { colour }: TextStyle, symbol: string | undefined): string => {
  const code = symbol === undefined ? undefined : symbolColours[symbol]
  return colour && code !== undefined ? text.replace(symbol as string, () => `\u001b[${code}m${symbol}\u001b[0m`) : text
}

import type { ActionsBlock, ActionsBlockElement, Button, KnownBlock, PlainTextOption } from '@slack/types'
import { type Action, type Block, type Card, type Item, itemWords } from '../../cards/language/card.ts'
import { type ChartBlock, chartTable, squeezeChart } from '../chart.ts'
import { fillPage, type Piece, type Pieces, type SimpleBlock } from '../page.ts'
import { stripControl } from '../strip-control.ts'
import { renderText } from '../terminal/render.ts'
import { truncate } from '../truncate.ts'
import { buttonValue, isButtonId } from './button.ts'
import { drawChart } from './chart.ts'
import { limits } from './limits.ts'
import { drawTable } from './table.ts'
import { escaped, linesOf, markup, plainText, uncalled, uncontrolled } from './text.ts'

/** How much of Block Kit is used: everything, what every client has always drawn, or text alone. */
export type BlockLevel = 'full' | 'basic' | 'text'

/** A card as Slack takes it. `text` stands for it in notifications and for screen readers; without blocks it is the message. */
export type Drawing = { readonly text: string; readonly blocks: readonly KnownBlock[] }

/** Draws a card for a message within Slack's limits; whatever does not fit is counted and named. Never throws. */
export const drawMessage = (card: Card, level: BlockLevel = 'full'): Drawing => {
  if (level === 'text') return { text: plainMessage(card), blocks: [] }
  const known = level === 'full' ? drawings.get(card) : undefined
  if (known !== undefined) return known
  const drawing = { text: notification(card), blocks: drawBlocks(card, level, limits.blocksInMessage) }
  if (level === 'full') drawings.set(card, drawing)
  return drawing
}

/** Keeps drawings of answers that are given again. */
const drawings = new WeakMap<Card, Drawing>()

/** Draws an answer for the one who asked, as a slash command or a click is answered. Never throws. */
export const drawAnswer = (card: Card) => {
  const { text, blocks } = drawMessage(card)
  return { response_type: 'ephemeral' as const, text, blocks: [...blocks] }
}

/** Draws a card for a person's Home tab. Never throws. */
export const drawHome = (card: Card): readonly KnownBlock[] => drawBlocks(card, 'basic', limits.blocksInHome)

const notification = (card: Card): string =>
  uncontrolled(
    truncate(stripControl(card.plain).trim() || stripControl(card.title).trim() || 'Shelfready', limits.sectionText),
  )

const plainMessage = (card: Card): string => {
  const lines = renderText(card).split('\n')
  const shown: string[] = []
  let room = limits.plainMessage - lastLine(lines.length).length
  for (const line of lines.map(uncontrolled)) {
    room -= line.length + 1
    if (room < 0) break
    shown.push(line)
  }
  if (shown.every((line) => line.trim() === '')) return notification(card)
  return [...shown, ...(shown.length < lines.length ? [lastLine(lines.length - shown.length)] : [])].join('\n')
}

const lastLine = (left: number) => `... and ${left.toLocaleString('en')} more lines that do not fit here`

const sizeOf = (blocks: readonly KnownBlock[]) =>
  blocks.reduce((sum, block) => sum + JSON.stringify(block).length + 1, 0)

const drawBlocks = (card: Card, level: Exclude<BlockLevel, 'text'>, mostBlocks: number): readonly KnownBlock[] => {
  let [tables, charts] = level === 'full' ? [limits.tablesInMessage, limits.chartsInMessage] : [0, 0]
  const blocks = fillPage<KnownBlock>(card, {
    most: { size: limits.characters, elements: mostBlocks },
    sizeOf,
    heading,
    bottom: [...actionBlocks(card.actions ?? []), ...small([card.footer ?? ''])],
    simple: (block, room) => {
      if (block.kind !== 'chart') return simpleBlocks(block)
      const drawn = charts > 0 ? drawChart(block) : null
      if (drawn === null) return chartPoints(block, room)
      charts--
      return [drawn]
    },
    list: (block, isLater, room) => {
      if (block.kind === 'items') return itemPieces(block, isLater)
      const { isNative, ...table } = drawTable(block, tables > 0, room)
      if (isNative) tables--
      return table
    },
    small,
  })
  return blocks.length > 0 ? blocks : [section(stripControl(card.plain).trim() || 'Shelfready')]
}

const longestHeading = 100

/** A heading is drawn large; a sentence is not. */
const heading = ({ title, blocks }: Card): readonly KnownBlock[] => {
  const text = stripControl(title).trim().replaceAll(/ {2,}/g, ' · ')
  if (text === '') return []
  const isHeading = blocks.length > 0 && text.length <= longestHeading && !/[.?]$/.test(text)
  return isHeading ? [{ type: 'header', text: plainText(text, limits.header) }] : [section(text)]
}

const section = (text: string): KnownBlock => ({ type: 'section', text: plainText(text, limits.sectionText) })

/** Lines in small grey letters. */
const small = (lines: readonly string[]): readonly KnownBlock[] => {
  const text = linesOf(lines, limits.contextText)
  return text === null ? [] : [{ type: 'context', elements: [text] }]
}

const longestTitle = 500

const bold = (title: string): readonly KnownBlock[] =>
  stripControl(title).trim() === ''
    ? []
    : [{ type: 'section', text: markup(`*${truncate(escaped(title).trim(), longestTitle)}*`, limits.sectionText) }]

const simpleBlocks = (block: Exclude<SimpleBlock, { kind: 'chart' }>): readonly KnownBlock[] => {
  switch (block.kind) {
    case 'text':
      return stripControl(block.text).trim() === '' ? [] : [section(stripControl(block.text))]
    case 'notes':
      return small(block.notes)
    case 'facts':
      return factBlocks(block.facts)
    case 'call':
      return [callBlock(block)]
  }
}

const accountId = /^[UW][A-Z0-9]{5,}$/

/** People are mentioned in a block of their own; no text mentions anybody. */
const callBlock = ({ people, text }: Extract<Block, { kind: 'call' }>): KnownBlock => {
  const said = (words: string) => ({
    type: 'text' as const,
    text: truncate(uncalled(stripControl(words)), limits.sectionText) || ' ',
  })
  const called = people
    .slice(0, limits.called)
    .flatMap(({ account, name }) => [
      accountId.test(account)
        ? { type: 'user' as const, user_id: account }
        : said(stripControl(name).trim() || account),
      said(' '),
    ])
  const rest = said(text)
  return {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: [...called, ...(rest.text.trim() === '' ? [said(' ')] : [rest])] },
    ],
  }
}

const longestLabel = 200

const factBlocks = (facts: readonly { readonly label: string; readonly value: string }[]): readonly KnownBlock[] =>
  Array.from({ length: Math.ceil(facts.length / limits.fields) }, (_, i) => ({
    type: 'section' as const,
    fields: facts
      .slice(i * limits.fields, (i + 1) * limits.fields)
      .map(({ label, value }) =>
        markup(
          `*${truncate(escaped(label), longestLabel)}*\n${truncate(escaped(value), limits.fieldText - longestLabel - 10)}`,
          limits.fieldText,
        ),
      ),
  }))

/** Where no chart is drawn, its points are a table. */
const chartPoints = (chart: ChartBlock, room: number): readonly KnownBlock[] => {
  const { pieces } = drawTable(chartTable(chart, squeezeChart(chart, limits.chartPoints)), false, room)
  return pieces.length === 0 ? [] : [...bold(chart.title), ...pieces.flatMap(({ elements }) => elements)]
}

const divider: KnownBlock = { type: 'divider' }

/** More rows than this are easier to read close together. */
const mostSpacious = 6

const itemPieces = (block: Extract<Block, { kind: 'items' }>, isLater: boolean): Pieces<KnownBlock> => {
  const { items, left, where } = block
  const isPlain = items.every(({ actions = [] }) => actions.length === 0)
  const isClose = items.length > mostSpacious || items.every(({ detail }) => detail.length === 0)
  return {
    title: block.title === null ? [] : [...(isLater ? [divider] : []), ...bold(block.title)],
    pieces: !isPlain
      ? items.map(row)
      : block.isToCopy
        ? copiedRows(items)
        : isClose
          ? closeRows(items)
          : items.map(row),
    left,
    where,
  }
}

const rowText = (item: Item): string => stripControl(`${item.symbol ?? ''} ${itemWords(item)}`).trim()

/** What a row with more to it is about stands out; what is to be done about it follows. */
const rowBlocks = (item: Item): readonly KnownBlock[] => {
  const text = rowText(item)
  if (text === '') return []
  const isSpacious = item.detail.length > 0 || (item.actions ?? []).length > 0
  if (!isSpacious || text.length > longestMarked) return [section(text)]
  const end = text.indexOf(' · ')
  const [head, rest] = end > 0 ? [text.slice(0, end), text.slice(end)] : [text, '']
  return [{ type: 'section', text: markup(`*${escaped(head).trim()}*${escaped(rest)}`, limits.sectionText) }]
}

/** Escaping makes a text longer; what may grow too long stands as it is. */
const longestMarked = 600

const row = (item: Item): Piece<KnownBlock> => ({
  elements: [...rowBlocks(item), ...small(item.detail), ...actionBlocks(item.actions ?? [])],
  left: 1,
})

/** Rows of plain text share a block, one line each; a row with details or buttons has its own. */
const closeRows = (items: readonly Item[]): readonly Piece<KnownBlock>[] =>
  together(items, closeLines, (text) => markup(text, limits.sectionText))

/** Escaped markup contains invisible characters; a text to copy must not. */
const copiedRows = (items: readonly Item[]): readonly Piece<KnownBlock>[] =>
  together(
    items,
    (item) => [rowText(item), ...item.detail.map(stripControl)].filter((line) => line.trim() !== ''),
    (text) => plainText(text, limits.sectionText),
  )

const together = (
  items: readonly Item[],
  linesOfItem: (item: Item) => readonly string[],
  written: (text: string) => ReturnType<typeof markup> | ReturnType<typeof plainText>,
): readonly Piece<KnownBlock>[] => {
  const pieces: Piece<KnownBlock>[] = []
  let lines: string[] = []
  let count = 0
  const flush = () => {
    const text = lines.join('\n')
    if (text !== '') pieces.push({ elements: [{ type: 'section', text: written(text) }], left: count })
    lines = []
    count = 0
  }
  for (const item of items) {
    const own = linesOfItem(item)
    if (lines.length > 0 && [...lines, ...own].join('\n').length > closeText) flush()
    lines.push(...own)
    count++
  }
  flush()
  return pieces
}

const closeText = 2_500

const closeLines = (item: Item): readonly string[] => {
  const [text, detail] = [escaped(rowText(item)), item.detail.map((line) => escaped(line).trim())]
  const isHead = text !== '' && detail.some((line) => line !== '')
  return [isHead ? `*${text}*` : text, ...detail].filter((line) => line !== '')
}

const button = (action: Action, i: number): Button => ({
  type: 'button',
  action_id: `${action.does}-${i}`,
  text: plainText(stripControl(action.label).trim() || action.does, limits.buttonText),
  value: buttonValue(action),
  accessibility_label: truncate(uncalled(stripControl(`${action.label} ${action.id}`)), limits.buttonLabel),
})

/** Draws the first two actions as buttons and the rest in a menu; an action without room becomes text. */
const actionBlocks = (actions: readonly Action[]): readonly KnownBlock[] => {
  const primary = actions.filter((action) => !action.isSecondary)
  const secondary = actions.filter((action) => action.isSecondary)
  const shown = (primary.length > 0 ? primary : secondary.splice(0, 1)).slice(0, limits.buttonsInRow - 1)
  const behind = secondary.slice(0, limits.options)
  const isOk = (action: Action, most: number) => isButtonId(action.id) && buttonValue(action).length <= most
  const buttons = shown.filter((action) => isOk(action, limits.buttonValue))
  const options = behind.filter((action) => isOk(action, limits.optionValue))
  const elements: ActionsBlockElement[] = buttons.map(button)
  if (options.length > 0) elements.push({ type: 'overflow', action_id: 'more', options: options.map(option) })
  const drawn = new Set([...buttons, ...options])
  const inWords = actions.filter((action) => !drawn.has(action)).map(({ label, words }) => `${label}: ${words}`)
  return [...(elements.length === 0 ? [] : [{ type: 'actions', elements } satisfies ActionsBlock]), ...small(inWords)]
}

const option = (action: Action): PlainTextOption => ({
  text: plainText(stripControl(action.label).trim() || action.does, limits.optionText),
  value: buttonValue(action),
})

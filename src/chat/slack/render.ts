import type { KnownBlock } from '@slack/types'
import { type Block, type Card, nextActionOf } from '../../cards/language/card.ts'
import { type ChartBlock, chartTable, chartTitle, squeezeChart } from '../chart.ts'
import { hasLink, isWebAddress, type Links, noLinks } from '../links.ts'
import { fillPage, type SimpleBlock } from '../page.ts'
import { spoken } from '../spoken.ts'
import { stripControl } from '../strip-control.ts'
import { renderText } from '../terminal/render.ts'
import { truncate } from '../truncate.ts'
import { actionBlocks } from './drawing/actions.ts'
import { bold, section, small } from './drawing/blocks.ts'
import { drawChart } from './drawing/chart.ts'
import { itemPieces, leadBlocks } from './drawing/items.ts'
import { drawTable } from './drawing/table.ts'
import { limits } from './limits.ts'
import { escaped, linked, markup, plainText, uncalled, uncontrolled } from './text.ts'

/** How much of Block Kit is used: everything, what every client has always drawn, or text alone. */
export type BlockLevel = 'full' | 'basic' | 'text'

/** A card as Slack takes it. `text` stands for it in notifications and for screen readers; without blocks it is the message. */
export type Drawing = { readonly text: string; readonly blocks: readonly KnownBlock[] }

/** Draws a card for a message within Slack's limits; whatever does not fit is counted and named. Never throws. */
export const drawMessage = (card: Card, level: BlockLevel = 'full', links: Links = noLinks): Drawing => {
  if (level === 'text') return { text: plainMessage(card), blocks: [] }
  const leading = level === 'full' ? JSON.stringify([...links]) : null
  const known = drawings.get(card)
  if (known !== undefined && known.leading === leading) return known.drawing
  const drawing = { text: notification(card), blocks: drawBlocks(card, level, limits.blocksInMessage, links) }
  if (leading !== null) drawings.set(card, { leading, drawing })
  return drawing
}

/** Keeps drawings of answers that are given again. */
const drawings = new WeakMap<Card, { readonly leading: string; readonly drawing: Drawing }>()

/** Draws an answer for the one who asked, as a slash command or a click is answered. Never throws. */
export const drawAnswer = (card: Card, links: Links = noLinks) => {
  const { text, blocks } = drawMessage(card, 'full', links)
  return { response_type: 'ephemeral' as const, text, blocks: [...blocks] }
}

/** Draws a card for a person's Home tab. Never throws. */
export const drawHome = (card: Card, links: Links = noLinks): readonly KnownBlock[] =>
  drawBlocks(card, 'basic', limits.blocksInHome, links)

/** Escaping makes a text longer. */
const notification = (card: Card): string =>
  truncate(uncontrolled(uncalled(spoken(card, limits.spoken))), limits.plainMessage)

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

const drawBlocks = (
  card: Card,
  level: Exclude<BlockLevel, 'text'>,
  mostBlocks: number,
  links: Links,
): readonly KnownBlock[] => {
  const pressing = { next: nextActionOf(card), links }
  const shownSmall = (lines: readonly string[]) => small(lines, links)
  let [tables, charts] = level === 'full' ? [limits.tablesInMessage, limits.chartsInMessage] : [0, 0]
  const blocks = fillPage<KnownBlock>(card, {
    most: { size: limits.characters, elements: mostBlocks },
    sizeOf,
    heading: () => [...shownSmall([card.lead ?? '']), ...heading(card, links)],
    bottom: [...actionBlocks(card.actions ?? [], pressing), ...shownSmall([card.footer ?? ''])],
    simple: (block, room) => {
      if (block.kind !== 'chart') return simpleBlocks(block, links)
      const drawn = charts > 0 ? drawChart(block) : null
      if (drawn === null) return chartPoints(block, room)
      charts--
      return [drawn]
    },
    list: (block, isLater, room) => {
      if (block.kind === 'items') return itemPieces(block, isLater, pressing)
      const { isNative, ...table } = drawTable(block, tables > 0, room, links)
      if (isNative) tables--
      return table
    },
    small: shownSmall,
  })
  return blocks.length > 0 ? blocks : [section(stripControl(card.plain).trim() || 'Shelfready')]
}

const longestHeading = 100

const heading = (card: Card, links: Links): readonly KnownBlock[] => [
  ...titleBlocks(card, links),
  ...small([card.subtitle ?? ''], links),
]

/** A heading is drawn large; a sentence is not, nor what leads somewhere: Slack takes no link in a heading. */
const titleBlocks = ({ title, blocks }: Card, links: Links): readonly KnownBlock[] => {
  const text = stripControl(title).trim().replaceAll(/ {2,}/g, ' · ')
  if (text === '') return []
  const isHeading = blocks.length > 0 && text.length <= longestHeading && !/[.?]$/.test(text)
  if (!isHeading) return [section(text, links)]
  if (hasLink(text, links)) return [{ type: 'section', text: markup(`*${linked(text, links)}*`, limits.sectionText) }]
  return [{ type: 'header', text: plainText(text, limits.header) }]
}

const simpleBlocks = (block: Exclude<SimpleBlock, { kind: 'chart' }>, links: Links): readonly KnownBlock[] => {
  switch (block.kind) {
    case 'text': {
      const text = stripControl(block.text)
      return text.trim() === '' ? [] : block.isStanding ? leadBlocks(text, links) : [section(text, links)]
    }
    case 'link':
      return linkBlocks(block)
    case 'notes':
      return small(block.notes, links)
    case 'facts':
      return factBlocks(block.facts, links)
    case 'call':
      return [callBlock(block)]
  }
}

const linkBlocks = ({ text, url }: Extract<Block, { kind: 'link' }>): readonly KnownBlock[] => {
  const said = stripControl(text)
  if (isWebAddress(url))
    return [
      { type: 'section', text: markup(`${truncate(escaped(said), longestHeading)} <${url}>`, limits.sectionText) },
    ]
  const both = `${said} ${stripControl(url)}`
  return both.trim() === '' ? [] : [section(both)]
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

const factBlocks = (
  facts: readonly { readonly label: string; readonly value: string }[],
  links: Links,
): readonly KnownBlock[] =>
  Array.from({ length: Math.ceil(facts.length / limits.fields) }, (_, i) => ({
    type: 'section' as const,
    fields: facts
      .slice(i * limits.fields, (i + 1) * limits.fields)
      .map(({ label, value }) =>
        markup(`*${truncate(escaped(label), longestLabel)}*\n${linkedValue(value, links)}`, limits.fieldText),
      ),
  }))

const longestValue = limits.fieldText - longestLabel - 10

const linkedValue = (value: string, links: Links): string => {
  const withLinks = linked(value, links)
  return withLinks.length <= longestValue ? withLinks : truncate(escaped(value), longestValue)
}

/** Where no chart is drawn, its points are a table. */
const chartPoints = (chart: ChartBlock, room: number): readonly KnownBlock[] => {
  const { pieces } = drawTable(chartTable(chart, squeezeChart(chart, limits.chartPoints)), false, room)
  return pieces.length === 0
    ? []
    : [...bold(chartTitle(chart, limits.chartTitle)), ...pieces.flatMap(({ elements }) => elements)]
}

import type { KnownBlock } from '@slack/types'
import { type Block, type Item, itemWords } from '../../../cards/language/card.ts'
import { type Links, noLinks } from '../../links.ts'
import { lazyPiece, type Piece, type Pieces } from '../../page.ts'
import { stripControl } from '../../strip-control.ts'
import { limits } from '../limits.ts'
import { linked, markup, plainText } from '../text.ts'
import { actionBlocks, type Pressing } from './actions.ts'
import { bold, section, small } from './blocks.ts'

const divider: KnownBlock = { type: 'divider' }

/** More rows than this are easier to read close together. */
const mostSpacious = 6

/** Draws the rows of a list, each with what can be done about it. */
export const itemPieces = (
  block: Extract<Block, { kind: 'items' }>,
  isLater: boolean,
  pressing: Pressing,
): Pieces<KnownBlock> => {
  const { left, where } = block
  const items = block.isNumbered ? block.items.map(numbered) : block.items
  const isPlain = items.every(({ actions = [] }) => actions.length === 0)
  const isClose = items.length > mostSpacious || items.every(({ detail }) => detail.length === 0)
  return {
    title: block.title === null ? [] : [...(isLater ? [divider] : []), ...bold(block.title)],
    pieces: !isPlain
      ? items.map((item) => row(item, pressing))
      : block.isToCopy
        ? copiedRows(items)
        : isClose
          ? closeRows(items, pressing.links)
          : items.map((item) => row(item, pressing)),
    left,
    where,
  }
}

const numbered = (item: Item, i: number): Item => ({ ...item, symbol: `${i + 1} ${item.symbol ?? ''}`.trim() })

const rowText = (item: Item): string => stripControl(`${item.symbol ?? ''} ${itemWords(item)}`).trim()

/** What a row with more to it is about stands out; what is to be done about it follows. */
const rowBlocks = (item: Item, links: Links): readonly KnownBlock[] => {
  const text = rowText(item)
  if (text === '') return []
  const isSpacious = item.symbol !== null && (item.detail.length > 0 || (item.actions ?? []).length > 0)
  return isSpacious ? leadBlocks(text, links) : [section(text, links)]
}

/** Draws a line whose first part stands out. */
export const leadBlocks = (text: string, links: Links): readonly KnownBlock[] => {
  if (text.length > longestMarked) return [section(text, links)]
  const end = text.indexOf(' · ')
  const [head, rest] = end > 0 ? [text.slice(0, end), text.slice(end)] : [text, '']
  const written = (of: Links) => `*${linked(head, of).trim()}*${linked(rest, of)}`
  const withLinks = written(links)
  return [
    {
      type: 'section',
      text: markup(withLinks.length <= limits.sectionText ? withLinks : written(noLinks), limits.sectionText),
    },
  ]
}

/** Escaping makes a text longer; what may grow too long stands as it is. */
const longestMarked = 600

const row = (item: Item, pressing: Pressing): Piece<KnownBlock> =>
  lazyPiece(
    () => [
      ...rowBlocks(item, pressing.links),
      ...small(item.detail, pressing.links),
      ...actionBlocks(item.actions ?? [], pressing),
    ],
    1,
  )

/** Rows of plain text share a block, one line each; a row with details or buttons has its own. */
const closeRows = (items: readonly Item[], links: Links): readonly Piece<KnownBlock>[] =>
  together(
    items,
    (item) => closeLines(item, links),
    (text) => markup(text, limits.sectionText),
  )

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

const closeLines = (item: Item, links: Links): readonly string[] => {
  const [text, detail] = [linked(rowText(item), links), item.detail.map((line) => linked(line, links).trim())]
  const isHead = text !== '' && detail.some((line) => line !== '')
  return [isHead ? `*${text}*` : text, ...detail].filter((line) => line !== '')
}

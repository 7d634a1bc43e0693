import { type Block, type Item, itemWords } from '../../../cards/language/card.ts'
import type { Links } from '../../links.ts'
import { lazyPiece, type Pieces } from '../../page.ts'
import { truncate } from '../../truncate.ts'
import { type Element, runs } from '../element.ts'
import { limits } from '../limits.ts'
import { shown } from '../text.ts'
import { actionSets, type Pressing } from './actions.ts'
import { bold, linked, small, symbolRun } from './blocks.ts'

/** Draws the rows of a list, each with what can be done about it. */
export const itemPieces = (
  block: Extract<Block, { kind: 'items' }>,
  isLater: boolean,
  pressing: Pressing,
): Pieces<Element> => ({
  title: block.title === null ? [] : bold(block.title, isLater),
  pieces: block.items.map((item, i) => lazyPiece(() => row(item, pressing, block.isNumbered ? i + 1 : null), 1)),
  left: block.left,
  where: block.where,
})

/** Draws a line whose first part is bold. */
export const leadRuns = (line: string, links: Links) => {
  const end = line.indexOf(' · ')
  const [head, rest] = end > 0 ? [line.slice(0, end), line.slice(end)] : [line, '']
  return [...linked(head, links, { weight: 'Bolder' as const }), ...(rest === '' ? [] : linked(rest, links))]
}

/** Draws the subject of a row in bold, followed by what to do about it. */
const row = (item: Item, pressing: Pressing, number: number | null): readonly Element[] => {
  const { symbol, detail, actions = [] } = item
  const line = shown(truncate(itemWords(item), limits.text))
  const isSpacious = actions.length > 0 || detail.length > 0
  const inlines = [
    ...(number === null ? [] : [{ text: `${number} ` }]),
    ...symbolRun(symbol ?? ''),
    ...(line === ''
      ? []
      : isSpacious && symbol !== null
        ? leadRuns(line, pressing.links)
        : linked(line, pressing.links)),
  ]
  return [
    ...(inlines.length === 0 ? [] : [runs(inlines, isSpacious ? 'Medium' : 'Small')]),
    ...small(detail, pressing.links),
    ...actionSets(actions, pressing),
  ]
}

import { type Action, type Block, type Card, itemWords, moreWords, titleWords } from '../cards/language/card.ts'
import { chartWords } from './chart.ts'
import { isolated } from './isolate.ts'
import { stripControl } from './strip-control.ts'
import { truncate } from './truncate.ts'

/** Says a card in words for whoever hears it or sees no blocks: its one line, then everything on it in order, and what can be pressed; at most so many letters. */
export const spoken = (card: Card, most: number): string => {
  const lines = linesOf(card)
    .map(shown)
    .filter((line) => line !== '')
  const [first = 'Shelfready', ...rest] = lines
  const kept = [truncate(first, Math.min(most - longestLast, longestLine))]
  let room = most - (kept[0] as string).length - lastLine(lines.length).length - 1
  for (const line of rest.map((one) => truncate(one, longestLine))) {
    room -= line.length + 1
    if (room < 0) break
    kept.push(line)
  }
  return [...kept, ...(kept.length < lines.length ? [lastLine(lines.length - kept.length)] : [])].join('\n')
}

const longestLine = 500
const longestLast = 40

const lastLine = (left: number) => `... and ${left.toLocaleString('en')} more lines`

const shown = (line: string): string => isolated(stripControl(line).trim())

const linesOf = (card: Card): readonly string[] => {
  const { lead = '', plain, blocks, actions = [], footer } = card
  const title = titleWords(card).replaceAll(/ {2,}/g, ' · ')
  return [
    lead,
    plain,
    ...(plain.startsWith(title) ? [] : [title]),
    ...blocks.flatMap(blockLines),
    buttons(actions),
    footer ?? '',
  ]
}

const blockLines = (block: Block): readonly string[] => {
  switch (block.kind) {
    case 'text':
      return [block.text]
    case 'call':
      return [[...block.people.map(({ name }) => name), block.text].join(' ')]
    case 'link':
      return [`${block.text} ${block.url}`]
    case 'notes':
      return block.notes
    case 'facts':
      return block.facts.map(({ label, value }) => `${label}: ${value}`)
    case 'items':
      return [
        block.title ?? '',
        ...block.items.flatMap((item) => [
          `${item.symbol ?? ''} ${itemWords(item)}`,
          ...item.detail,
          buttons(item.actions ?? []),
        ]),
        moreWords(block.left, block.where) ?? '',
      ]
    case 'table':
      return [
        ...block.rows.map((row) =>
          block.columns
            .map(({ title, isMono }, i) => ({ title, cell: isMono ? '' : (row[i] ?? '').trim() }))
            .filter(({ cell }, i) => i === 0 || (cell !== '' && cell !== '-'))
            .map(({ title, cell }, i) => (i === 0 ? cell : `${title} ${cell}`.trim()))
            .join(', '),
        ),
        moreWords(block.left, block.where) ?? '',
      ]
    case 'chart':
      return [chartWords(block)]
  }
}

/** What stands behind a menu is opened, not read out. */
const buttons = (actions: readonly Action[]): string => {
  const primary = actions.filter(({ isSecondary }) => !isSecondary)
  return (primary.length > 0 ? primary : actions.slice(0, 1)).map(({ label }) => `[${label}]`).join(' ')
}

import { stripVTControlCharacters } from 'node:util'
import type { Block, Card, Item } from '../../cards/card.ts'

/** Takes out of a text everything that a terminal would obey instead of show: escapes, controls, direction marks. */
export const harmless = (text: string): string =>
  stripVTControlCharacters(text.toWellFormed()).replaceAll(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
    '',
  )

/** Writes a card as plain text, the same whether a person or a pipe reads it. Never throws. */
export const renderText = (card: Card): string =>
  harmless(
    [card.title, ...card.blocks.map(blockText), ...(card.footer === null ? [] : [card.footer])]
      .filter((part) => part !== '')
      .join('\n\n'),
  )

const blockText = (block: Block): string => {
  switch (block.kind) {
    case 'text':
      return block.text
    case 'facts': {
      const width = Math.max(...block.facts.map((fact) => fact.label.length))
      return block.facts.map((fact) => `${fact.label.padEnd(width)}  ${fact.value}`).join('\n')
    }
    case 'items':
      return [
        ...(block.title === null ? [] : [block.title]),
        ...block.items.map(itemText),
        ...(block.more === null ? [] : [` ${block.more}`]),
      ].join('\n')
    case 'table': {
      const widths = block.columns.map((column, i) =>
        Math.max(column.title.length, ...block.rows.map((row) => (row[i] ?? '').length)),
      )
      const line = (cells: readonly string[]) =>
        block.columns
          .map((column, i) =>
            column.align === 'right'
              ? (cells[i] ?? '').padStart(widths[i] as number)
              : (cells[i] ?? '').padEnd(widths[i] as number),
          )
          .join('  ')
          .trimEnd()
      return [
        line(block.columns.map((column) => column.title)),
        ...block.rows.map(line),
        ...(block.more === null ? [] : [block.more]),
      ].join('\n')
    }
  }
}

const itemText = (item: Item): string =>
  [`${item.symbol === null ? ' ' : ` ${item.symbol}`} ${item.text}`, ...item.detail.map((line) => `     ${line}`)].join(
    '\n',
  )

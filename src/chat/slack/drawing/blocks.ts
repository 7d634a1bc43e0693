import type { KnownBlock } from '@slack/types'
import { type Links, noLinks } from '../../links.ts'
import { stripControl } from '../../strip-control.ts'
import { truncate } from '../../truncate.ts'
import { limits } from '../limits.ts'
import { escaped, lineOf, linesOf, markup } from '../text.ts'

/** A line of normal size. */
export const section = (text: string, links: Links = noLinks): KnownBlock => ({
  type: 'section',
  text: lineOf(text, limits.sectionText, links),
})

/** Lines in small grey letters. */
export const small = (lines: readonly string[], links: Links = noLinks): readonly KnownBlock[] => {
  const text = linesOf(lines, limits.contextText, links)
  return text === null ? [] : [{ type: 'context', elements: [text] }]
}

const longestTitle = 500

/** A title within a card. */
export const bold = (title: string): readonly KnownBlock[] =>
  stripControl(title).trim() === ''
    ? []
    : [{ type: 'section', text: markup(`*${truncate(escaped(title).trim(), longestTitle)}*`, limits.sectionText) }]

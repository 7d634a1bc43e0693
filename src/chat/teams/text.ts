import { isolated } from '../isolate.ts'
import { stripControl } from '../strip-control.ts'

const joiner = '\u200b'

/** Makes a text that Teams shows literally: text runs are no Markdown, and the date macros of cards are broken up. */
export const shown = (text: string): string => isolated(stripControl(text).replaceAll('{{', `{${joiner}{`).trim())

/** The HTML entities that Teams writes. */
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', amp: '&' }

/** Writes entities as what they stand for. */
export const plain = (said: string): string =>
  said
    .replaceAll(/&(?:(lt|gt|quot|apos|nbsp|amp)|#(\d{1,6})|#x([\da-f]{1,5}));/gi, (whole, name, decimal, hex) => {
      if (name !== undefined) return entities[String(name).toLowerCase()] as string
      const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
        ? String.fromCodePoint(code)
        : String(whole)
    })
    .replaceAll('\u00a0', ' ')

const emoji = /<emoji\b[^<>]*\balt="([^"<>]*)"[^<>]*\/?>(?:<\/emoji>)?/gi
const attachment = /<attachment\b[^<>]*>(?:<\/attachment>)?/gi
const lines = /<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6]|\/blockquote|\/pre)\b[^<>]*>/gi
const cells = /<\/t[dh]>\s*(?=<t[dh]\b)/gi
const tags =
  /<\/?(?:p|div|span|b|strong|i|em|u|s|strike|del|code|pre|ul|ol|li|blockquote|a|img|font|h[1-6]|table|thead|tbody|tr|td|th|codeblock|systemeventmessage)\b[^<>]*>/gi

/** Reads what Teams hands in as people typed it: the tags that clients put around words become lines or nothing, entities become signs. */
export const typedText = (said: string): string =>
  plain(
    said
      .replaceAll('\r\n', '\n')
      .replaceAll(emoji, '$1')
      .replaceAll(attachment, ' ')
      .replaceAll(cells, '\t')
      .replaceAll(lines, '\n')
      .replaceAll(tags, ''),
  ).trim()

import { isolated } from '../isolate.ts'
import { hasLink, type Links, noLinks, partsOf } from '../links.ts'
import { stripControl } from '../strip-control.ts'
import { truncate } from '../truncate.ts'

const joiner = '\u200b'

/** Breaks up mentions so that no text notifies anybody; it looks the same. */
export const uncalled = (text: string): string => text.replaceAll(/<(?=[!@#])/g, `<${joiner}`)

/** Makes a text that Slack shows literally, without mentions, links, emoji or markup. */
export const plainText = (text: string, most: number) =>
  ({ type: 'plain_text', text: truncate(isolated(uncalled(text)), most), emoji: false }) as const

/** Escapes the control characters of Slack. */
export const uncontrolled = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Writes one line of data into a text of ours that has markup: what Slack would read as control, link, emoji or formatting is shown instead. */
export const escaped = (text: string): string =>
  uncontrolled(
    isolated(stripControl(text))
      .replaceAll(/:(?=[\w+-]+:)/g, `:${joiner}`)
      .replaceAll(/^(?=\s*>)/g, joiner),
  ).replaceAll(/[*_~`]/g, (mark) => `${joiner}${mark}${joiner}`)

/** A text of ours with markup, made of data that was escaped. */
export const markup = (text: string, most: number) =>
  ({ type: 'mrkdwn', text: truncate(text, most), verbatim: true }) as const

/** Writes one line of data as `escaped` does, and ids that lead somewhere as links. */
export const linked = (text: string, links: Links): string =>
  partsOf(text, links)
    .map((part) => (typeof part === 'string' ? escaped(part) : `<${part.url}|${escaped(part.id)}>`))
    .join('')

/** One line of data: literal, or with links where it has ids that lead somewhere, and room for them. */
export const lineOf = (text: string, most: number, links: Links) => {
  const withLinks = hasLink(text, links) ? linked(text, links) : ''
  return withLinks === '' || withLinks.length > most ? plainText(text, most) : markup(withLinks, most)
}

/** Several lines of data, each on a line of its own. */
export const linesOf = (lines: readonly string[], most: number, links: Links = noLinks) => {
  const shown = lines.map(stripControl).filter((line) => line.trim() !== '')
  const [only = ''] = shown
  if (shown.length === 0) return null
  if (shown.length === 1) return lineOf(only, most, links)
  const withLinks = shown.map((line) => linked(line, links)).join('\n')
  return withLinks.length <= most ? markup(withLinks, most) : markup(shown.map(escaped).join('\n'), most)
}

/** What Slack writes in angle brackets: people, channels, groups, links. What else stands in them somebody typed. */
const reference = /<([@#!][^<>]*|[a-z][a-z0-9+.-]*:[^<>\s]+(?:\|[^<>]*)?)>/gi

/** Reads what Slack hands in as people typed it: entities, links and mentions become words. People stand by their ids. */
export const typedText = (text: string): string =>
  text
    .replaceAll(reference, (_, inner: string) => typedReference(inner))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('\u00a0', ' ')

const typedReference = (inner: string): string => {
  const bar = inner.indexOf('|')
  const [target, label] = bar < 0 ? [inner, ''] : [inner.slice(0, bar), inner.slice(bar + 1)]
  if (target.startsWith('@')) return target
  if (target.startsWith('#')) return `#${label || target.slice(1)}`
  if (target.startsWith('!')) return label || `@${target.slice(1)}`
  return label || target.replace(/^(?:mailto|tel):/i, '')
}

import { stripControl } from '../strip-control.ts'
import { truncate } from '../truncate.ts'

const joiner = '\u200b'

/** Breaks up mentions so that no text notifies anybody; it looks the same. */
export const uncalled = (text: string): string => text.replaceAll(/<(?=[!@#])/g, `<${joiner}`)

/** Makes a text that Slack shows literally, without mentions, links, emoji or markup. */
export const plainText = (text: string, most: number) =>
  ({ type: 'plain_text', text: truncate(uncalled(text), most), emoji: false }) as const

/** Escapes the control characters of Slack. */
export const uncontrolled = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Writes one line of data into a text of ours that has markup: what Slack would read as control, link, emoji or formatting is shown instead. */
export const escaped = (text: string): string =>
  uncontrolled(
    stripControl(text)
      .replaceAll(/:(?=[\w+-]+:)/g, `:${joiner}`)
      .replaceAll(/^(?=\s*>)/g, joiner),
  ).replaceAll(/[*_~`]/g, (mark) => `${joiner}${mark}${joiner}`)

/** A text of ours with markup, made of data that was escaped. */
export const markup = (text: string, most: number) =>
  ({ type: 'mrkdwn', text: truncate(text, most), verbatim: true }) as const

/** Several lines of data, each on a line of its own. */
export const linesOf = (lines: readonly string[], most: number) => {
  const shown = lines.map(stripControl).filter((line) => line.trim() !== '')
  const [only = ''] = shown
  return shown.length === 0
    ? null
    : shown.length === 1
      ? plainText(only, most)
      : markup(shown.map(escaped).join('\n'), most)
}

/** Reads what Slack hands in as people typed it: entities, links, mentions and curly marks of its own become words. */
export const typedText = (text: string): string =>
  text
    .replaceAll(/<([^<>]*)>/g, (_, inner: string) => typedReference(inner))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('\u00a0', ' ')

const typedReference = (inner: string): string => {
  const bar = inner.indexOf('|')
  const [target, label] = bar < 0 ? [inner, ''] : [inner.slice(0, bar), inner.slice(bar + 1)]
  if (target.startsWith('@')) return `@${label || target.slice(1)}`
  if (target.startsWith('#')) return `#${label || target.slice(1)}`
  if (target.startsWith('!')) return label || `@${target.slice(1)}`
  return label || target
}

/** Where the card of a promotion or of a risk stands, by its id: an address that leads there. */
export type Links = ReadonlyMap<string, string>

/** No card is linked. */
export const noLinks: Links = new Map()

/** A part of a text: words, or an id that leads somewhere. */
export type Part = string | { readonly id: string; readonly url: string }

/** An id of ours, or one of a feed's where it stands behind a name, `Summer BOGO (2026-BOGO)`. */
const id = /(?<![\w/#@.=-])[PR]-\d{1,9}(?![\w/=-])|(?<=\()[^\s()]{1,60}(?=\))/g

/** What people wrote themselves stands in quotes; an address and a command to type are no place for a link either. */
const untouched = /"[^"]*"|“[^”]*”|\bhttps?:\S+|(?<![\w-])(?:promo|stock|intel|shelfready) [a-z][\w :-]*/g

const masked = (text: string): string => text.replaceAll(untouched, (part) => '\u0000'.repeat(part.length))

/** Splits a text at the ids that lead somewhere. */
export const partsOf = (text: string, links: Links): readonly Part[] => {
  if (links.size === 0) return [text]
  const parts: Part[] = []
  let end = 0
  for (const found of masked(text).matchAll(id)) {
    const url = links.get(found[0])
    if (url === undefined) continue
    if (found.index > end) parts.push(text.slice(end, found.index))
    parts.push({ id: found[0], url })
    end = found.index + found[0].length
  }
  return end < text.length || parts.length === 0 ? [...parts, text.slice(end)] : parts
}

/** Tells whether a text has an id that leads somewhere. */
export const hasLink = (text: string, links: Links): boolean =>
  links.size > 0 && partsOf(text, links).some((part) => typeof part === 'object')

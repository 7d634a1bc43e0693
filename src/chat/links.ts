import type { Card } from '../cards/language/card.ts'
import { withTimeout } from '../common/with-timeout.ts'
import type { FindCards, StandingCard } from '../domain/delivery.ts'

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

const mostIds = 200

/** Lists what may be ids of promotions and risks in the texts of a card. */
const idsIn = (card: Card): readonly string[] => {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    if (found.size >= mostIds) return
    if (typeof value === 'string') for (const [one] of masked(value).matchAll(id)) found.add(one)
    else if (Array.isArray(value)) value.forEach(look)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look)
  }
  look([card.title, card.blocks, card.footer, (card.actions ?? []).map((action) => action.id)])
  return [...found]
}

/** What a platform knows: where cards stand, and their addresses for whoever reads a place; null where they do not see one. */
type LinkContext = {
  readonly find: FindCards
  readonly addressOf: (place: string, card: StandingCard) => Promise<string | null>
}

/** Finds where the ids in a card lead, seen from a place; the message of this id leads not to itself. */
export type LinksOf = (place: string, card: Card, messageId?: string | null) => Promise<Links>

/** What is not known by then is not linked. */
const patienceMilliseconds = 400

/** Opens what finds where the ids in a card lead. Never fails: what cannot be found is not linked. */
export const openLinks =
  (context: LinkContext): LinksOf =>
  async (place, card, messageId = null) => {
    try {
      return (await withTimeout(findLinks(context, place, card, messageId), patienceMilliseconds)) ?? noLinks
    } catch {
      return noLinks
    }
  }

const findLinks = async (
  { find, addressOf }: LinkContext,
  place: string,
  card: Card,
  messageId: string | null,
): Promise<Links> => {
  const ids = idsIn(card)
  if (ids.length === 0) return noLinks
  const links = new Map<string, string>()
  for (const [id, standing] of await find(ids)) {
    const here = standing.filter(({ channel }) => channel === place)
    for (const one of [...here, ...(place.startsWith('@') ? standing : [])]) {
      if (links.has(id)) break
      const address = one.messageId === messageId ? null : await addressOf(place, one)
      if (address !== null) links.set(id, address)
    }
  }
  return links
}

const longestAddress = 500

/** Tells whether a text is a plain web address, which no client reads as anything else. */
export const isWebAddress = (text: string): boolean =>
  text.length <= longestAddress && /^https?:\/\/[\w.:[\]-]+(\/[\w.~/-]*)?$/.test(text)

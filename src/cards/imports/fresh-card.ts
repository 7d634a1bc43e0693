import type { Day } from '../../domain/day.ts'
import type { Card } from '../language/card.ts'
import { dateWords, momentWords } from '../language/words.ts'
import type { Reading } from './file-card.ts'

/** A feed that did not come: when it was due, and when it came last. */
type Missing = { readonly feed: string; readonly due: Day; readonly last: Day }

type Name = { readonly name: string; readonly isMany: boolean }

const ones: Readonly<Record<string, string>> = { inventory: 'Stock', 'demand-plan': 'The demand plan' }
const many: Readonly<Record<string, string>> = {
  inbound: 'Open orders',
  'lead-times': 'Lead times',
  sales: 'Sales',
  promotions: 'The marketing plans',
  items: 'Items',
  locations: 'Locations',
  holidays: 'Holidays',
  costs: 'Costs',
  kits: 'Kits',
}

const nameOf = (feed: string): Name => {
  const one = ones[feed]
  return one === undefined ? { name: many[feed] ?? feed, isMany: true } : { name: one, isMany: false }
}

const plainCard = (tone: Card['tone'], title: string, notes: readonly string[] = []): Card => ({
  tone,
  title,
  plain: title,
  blocks: notes.length === 0 ? [] : [{ kind: 'notes', notes }],
  footer: null,
})

/** Asks whoever owns a feed for the file that is due today. */
export const feedDueCard = ({ feed, last }: Missing, today: Day): Card => {
  const { name, isMany } = nameOf(feed)
  return plainCard(
    'question',
    `${name} ${isMany ? 'were' : 'was'} due today; the last ${isMany ? 'ones are' : 'one is'} of ${dateWords(last, today)}. Can you send ${isMany ? 'them' : 'it'}?`,
  )
}

/** Tells channels once that a feed is late, what that means, and whose it is. */
export const feedLateCard = (
  { feed, due, last, owner, isAsked }: Missing & { readonly owner: string | null; readonly isAsked: boolean },
  today: Day,
): Card => {
  const { name, isMany } = nameOf(feed)
  return plainCard(
    'warning',
    `${name} ${isMany ? 'are' : 'is'} late: due ${dateWords(due, today)}, the last ${isMany ? 'ones are' : 'one is'} of ${dateWords(last, today)}.`,
    [
      ...(feed === 'inventory' ? ['Cards keep their verdicts as of then until it comes.'] : []),
      ...(owner === null
        ? [
            `Nobody is known to send ${isMany ? 'them' : 'it'}. Your operator can name someone: feeds owner ${feed} PERSON`,
          ]
        : [
            isAsked ? `${owner} was asked for ${isMany ? 'them' : 'it'}.` : `${owner} sends ${isMany ? 'them' : 'it'}.`,
          ]),
      `I say when ${isMany ? 'they are' : 'it is'} back.`,
    ],
  )
}

/** Tells channels that a feed is back that was late. */
export const feedBackCard = (feed: string, at: string, { timeZone, today }: Reading): Card => {
  const { name, isMany } = nameOf(feed)
  return plainCard(
    'good',
    `${name} ${isMany ? 'are' : 'is'} back: ${isMany ? 'they' : 'it'} came in ${momentWords(at, timeZone, today)}.`,
  )
}

/** Says in a digest that a feed is late, `Stock is from Fri 27 Nov; it was due Mon 30 Nov. Verdicts are as of then.`. */
const lateFeedWords = ({ feed, due, last }: Missing, today: Day): string => {
  const { name, isMany } = nameOf(feed)
  const words = `${name} ${isMany ? 'are' : 'is'} from ${dateWords(last, today)}; ${isMany ? 'they were' : 'it was'} due ${dateWords(due, today)}.`
  return feed === 'inventory' ? `${words} Verdicts are as of then.` : words
}

/** Puts what is late before everything that a digest says. */
export const withLateFeeds = (card: Card, late: readonly Missing[], today: Day): Card =>
  late.length === 0
    ? card
    : { ...card, blocks: [{ kind: 'notes', notes: late.map((one) => lateFeedWords(one, today)) }, ...card.blocks] }

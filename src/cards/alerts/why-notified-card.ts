import type { DeferReason } from '../../domain/alerts/alert-policy.ts'
import type { Verdict } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import { alertsADay, alertsFrom, alertsUntil } from '../../domain/policy.ts'
import type { Filter } from '../../domain/subscriptions/filter.ts'
import { filterWords } from '../channels/filter-words.ts'
import { type Card, firstOf, type Item, moreWords } from '../language/card.ts'
import {
  countWords,
  listWords,
  momentWords,
  percentWords,
  timeOfDayWords,
  verdictSymbol,
  verdictWord,
} from '../language/words.ts'

/** Why a channel got a message. Moments are ISO text. */
export type WhyNotified = {
  readonly plain: string
  readonly at: string
  readonly why:
    | { readonly kind: 'digest'; readonly schedule: { readonly minute: number; readonly by: string } | null }
    | { readonly kind: 'card'; readonly by: string | null; readonly isHere: boolean }
    | { readonly kind: 'story'; readonly by: string | null }
    | {
        readonly kind: 'news'
        readonly because: 'feed' | 'act' | 'time'
        readonly feeds: readonly { readonly kind: string; readonly source: string; readonly at: string }[]
        readonly promotions: readonly {
          readonly promotionId: string
          readonly name: string
          readonly from: Verdict
          readonly to: Verdict
          readonly hasCard: boolean
        }[]
        readonly orders: readonly string[]
      }
    | { readonly kind: 'other' }
}

type Reading = { readonly place: string; readonly timeZone: string; readonly today: Day }

/** Says why the last messages of a channel were posted, for the one who asks. */
export const whyNotifiedCard = (messages: readonly WhyNotified[], reading: Reading): Card => {
  const { place } = reading
  const title =
    messages.length === 0
      ? `I have posted nothing in ${place} yet.`
      : `The last ${countWords(messages.length, 'message')} in ${place}, and why`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [
      {
        kind: 'items',
        title: null,
        items: messages.map((one) => whyItem(one, reading)),
        left: 0,
        where: '/promo list',
      },
    ],
    footer: rulesWords,
  }
}

const hoursWords = () => `${timeOfDayWords(alertsFrom)} to ${timeOfDayWords(alertsUntil)}`

/** Says by which rules a channel hears of changes. */
const rulesWords =
  'A change is told once, in one message with all that came in with it. What was not told, and why: /shelfready why-not PROMOTION. What this channel asked for: /shelfready settings.'

const whyItem = (message: WhyNotified, reading: Reading): Item => ({
  symbol: '·',
  text: `${momentWords(message.at, reading.timeZone, reading.today)} · ${message.plain}`,
  detail: whyWords(message, reading),
})

const mostNamed = 5

const whyWords = ({ why }: WhyNotified, reading: Reading): readonly string[] => {
  switch (why.kind) {
    case 'digest':
      return [
        why.schedule === null
          ? 'somebody asked for the digest here'
          : `this channel has asked for its digest at ${timeOfDayWords(why.schedule.minute)}; ${why.schedule.by} set that`,
      ]
    case 'card':
      return [
        `${why.by ?? 'somebody'} registered it${why.isHere ? ' here' : ', and this channel is subscribed'}; the card is kept up to date`,
      ]
    case 'story':
      return [`${why.by ?? 'somebody'} changed it, and this channel sees its card`]
    case 'news':
      return newsWords(why, reading)
    case 'other':
      return ['it was asked for, or concerns the channel itself']
  }
}

const newsWords = (
  { because, feeds, promotions, orders }: Extract<WhyNotified['why'], { kind: 'news' }>,
  { timeZone, today }: Reading,
): readonly string[] => {
  const shownFeeds = firstOf(feeds, mostNamed)
  const came = shownFeeds.shown.map(
    ({ kind, source, at }) =>
      `${kind} (${source === 'chat' ? 'typed in chat' : source}) of ${momentWords(at, timeZone, today)}`,
  )
  const { shown, left } = firstOf(promotions, mostNamed)
  const more = moreWords(left, '/promo list')
  return [
    feeds.length > 0
      ? `this came in: ${listWords([...came, ...(shownFeeds.left === 0 ? [] : [countWords(shownFeeds.left, 'more', 'more')])])}`
      : because === 'act'
        ? 'somebody did something that changed it'
        : because === 'time'
          ? 'a day or an ordering hour passed, or the hours in which this channel is told began'
          : 'something came in while I was not running',
    ...(orders.length === 0 ? [] : [`orders that changed: ${listWords(firstOf(orders, mostNamed).shown)}`]),
    ...shown.map(
      ({ name, promotionId, from, to, hasCard }) =>
        `${name} (${promotionId}): ${verdictWord(from).toLowerCase()} was told before, now ${verdictWord(to).toLowerCase()}; ${hasCard ? 'its card is here' : 'this channel is subscribed'}`,
    ),
    ...(more === null ? [] : [more]),
  ]
}

/** What a channel was told of a promotion, and why it was not told more. Moments are ISO text. */
export type WhyNotNotified = {
  readonly promotionId: string
  readonly name: string
  readonly verdict: Verdict
  /** The last announced verdict; null where there is none. */
  readonly told: { readonly verdict: Verdict; readonly at: string } | null
  readonly why:
    | { readonly kind: 'not-concerned' }
    | { readonly kind: 'not-asked-for'; readonly filter: Filter }
    | { readonly kind: 'own-digest' }
    | { readonly kind: 'not-yet'; readonly digestAt: string | null }
    | { readonly kind: 'same' }
    | { readonly kind: 'soon' }
    | {
        readonly kind: 'held'
        readonly reason: DeferReason
        readonly until: string | null
        /** The highest probability of a stockout of a line that is ready, 0 to 1. */
        readonly nearest: number
      }
}

/** Says why a promotion was not announced in a channel, for the one who asks. */
export const whyNotNotifiedCard = (whyNot: WhyNotNotified, reading: Reading): Card => {
  const { verdict, name, promotionId, told } = whyNot
  const { place, timeZone, today } = reading
  const title = `${verdictSymbol(verdict)} ${name} (${promotionId}) is ${verdictWord(verdict).toLowerCase()}. ${headWords(whyNot, place)}`
  const before =
    told === null
      ? []
      : [
          `${place} was told "${verdictWord(told.verdict).toLowerCase()}" last, ${momentWords(told.at, timeZone, today)}.`,
        ]
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [{ kind: 'notes', notes: [...before, ...reasonWords(whyNot, reading)] }],
    footer: null,
  }
}

const headWords = ({ why }: WhyNotNotified, place: string): string => {
  switch (why.kind) {
    case 'not-concerned':
    case 'not-asked-for':
      return `${place} does not hear of it.`
    case 'own-digest':
      return 'You read of it in your own digest, if it is what you asked for.'
    case 'not-yet':
      return `${place} hears of it with its digest.`
    case 'same':
      return `${place} knows that.`
    case 'soon':
      return `${place} is told within a minute or two.`
    case 'held':
      return `${place} was not told yet.`
  }
}

const reasonWords = ({ why }: WhyNotNotified, { timeZone, today }: Reading): readonly string[] => {
  const moment = (at: string | null) => (at === null ? 'its next digest' : momentWords(at, timeZone, today))
  switch (why.kind) {
    case 'not-concerned':
      return ['It has no card here, and this channel is not subscribed: /shelfready subscribe.']
    case 'not-asked-for':
      return [`This channel hears only of ${filterWords(why.filter)}; /shelfready settings says so, and changes it.`]
    case 'own-digest':
      return ['A subscription of your own is a digest and nothing else; a channel hears of changes as they happen.']
    case 'not-yet':
      return [`It is new since the last digest here; the next one is due ${moment(why.digestAt)}.`]
    case 'same':
      return ['Only another verdict is told; the card shows every change.']
    case 'soon':
      return ['What comes in is waited for until it has been quiet for ten seconds, a minute at most.']
    case 'held':
      return [heldWords(why, moment)]
  }
}

const heldWords = (
  { reason, until, nearest }: Extract<WhyNotNotified['why'], { kind: 'held' }>,
  moment: (at: string | null) => string,
): string => {
  switch (reason) {
    case 'near-limit':
      return `A return to ready is told once no line runs out with ${percentWords(0.15)} or more; now one does with ${percentWords(nearest)}.`
    case 'again-today':
      return 'A change as small as this was told here today already; once is enough. The digest has it.'
    case 'stale':
      return 'Its stock is too old to judge by, so nothing new is told: import inventory.'
    case 'budget':
      return `The ${countWords(alertsADay, 'message')} a day about changes are used up here; the rest comes with the digest, until ${moment(until)} at the latest.`
    case 'undelivered':
      return 'The last message about changes has not arrived here yet; once it has, one message tells of all that changed since.'
    case 'quiet-hours':
      return `It came outside ${hoursWords()} on this channel's days, and nothing starts within two days; it is told from ${moment(until)} on.`
  }
}

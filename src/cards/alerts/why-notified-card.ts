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
      ? `I have not posted anything in ${place} yet.`
      : `Why ${place} got its last ${countWords(messages.length, 'message')}`
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
  'Each change is posted once, together with everything that arrived with it. Missing a message? /shelfready why-not PROMOTION. What this channel gets: /shelfready settings.'

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
          ? 'someone asked for the digest here'
          : `this channel gets its digest at ${timeOfDayWords(why.schedule.minute)}; ${why.schedule.by} set that`,
      ]
    case 'card':
      return [
        `${why.by ?? 'someone'} registered it${why.isHere ? ' here' : ', and this channel is subscribed'}; the card stays up to date`,
      ]
    case 'story':
      return [`${why.by ?? 'someone'} changed it, and its card is here`]
    case 'news':
      return newsWords(why, reading)
    case 'other':
      return ['someone asked for it, or it is about this channel']
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
      ? `new data: ${listWords([...came, ...(shownFeeds.left === 0 ? [] : [countWords(shownFeeds.left, 'more', 'more')])])}`
      : because === 'act'
        ? 'someone changed it'
        : because === 'time'
          ? 'a day or an order cut-off passed, or the quiet hours of this channel ended'
          : 'data arrived while I was not running',
    ...(orders.length === 0 ? [] : [`changed orders: ${listWords(firstOf(orders, mostNamed).shown)}`]),
    ...shown.map(
      ({ name, promotionId, from, to, hasCard }) =>
        `${name} (${promotionId}): was ${verdictWord(from).toLowerCase()}, is now ${verdictWord(to).toLowerCase()}; ${hasCard ? 'its card is here' : 'this channel is subscribed'}`,
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
      : [`${place} last read "${verdictWord(told.verdict).toLowerCase()}", ${momentWords(told.at, timeZone, today)}.`]
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
      return `${place} gets no messages about it.`
    case 'own-digest':
      return 'Your own digest shows it if it matches your filter.'
    case 'not-yet':
      return `${place} will see it in the next digest.`
    case 'same':
      return `${place} already knows.`
    case 'soon':
      return `${place} will get a message within two minutes.`
    case 'held':
      return `${place} has not had a message about it yet.`
  }
}

const reasonWords = ({ why }: WhyNotNotified, { timeZone, today }: Reading): readonly string[] => {
  const moment = (at: string | null) => (at === null ? 'its next digest' : momentWords(at, timeZone, today))
  switch (why.kind) {
    case 'not-concerned':
      return ['It has no card here, and this channel is not subscribed: /shelfready subscribe.']
    case 'not-asked-for':
      return [`This channel only gets ${filterWords(why.filter)}. Change that: /shelfready settings.`]
    case 'own-digest':
      return ['Your own subscription is a digest only; channels also get changes as they happen.']
    case 'not-yet':
      return [`It is newer than the last digest here; the next one comes ${moment(why.digestAt)}.`]
    case 'same':
      return ['Only a change of verdict is posted; the card shows every change.']
    case 'soon':
      return ['I wait until no new data has arrived for ten seconds, at most a minute, and then post once.']
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
      return `I announce "ready again" once every line has less than a ${percentWords(0.15)} chance of selling out; one is still at ${percentWords(nearest)}.`
    case 'again-today':
      return 'A change this small was already posted here today. The digest will have it.'
    case 'stale':
      return 'Its stock figures are too old to judge by. Import inventory.'
    case 'budget':
      return `This channel has had its ${countWords(alertsADay, 'message')} about changes for today; the rest comes with the digest, by ${moment(until)}.`
    case 'undelivered':
      return 'The last message has not been delivered here yet; once it has, one message covers everything since.'
    case 'quiet-hours':
      return `It arrived outside ${hoursWords()} on this channel's days, and nothing starts within two days; the message comes ${moment(until)}.`
  }
}

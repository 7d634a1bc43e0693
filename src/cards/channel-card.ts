import { type Day, dayOf, everyDay, mondayToFriday } from '../domain/day.ts'
import type { Card } from './card.ts'
import { countWords, dateWords, listWords, momentWords } from './words.ts'

/** When and how a channel is told. */
export type ChannelView = {
  readonly name: string
  readonly state: 'active' | 'paused'
  readonly minute: number
  readonly days: number
  readonly timeZone: string
  readonly whenQuiet: 'line' | 'nothing'
  readonly changedBy: string
}

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Writes a schedule, `08:00, Mon to Fri, Europe/Berlin`. */
const scheduleWords = ({ minute, days, timeZone }: Pick<ChannelView, 'minute' | 'days' | 'timeZone'>): string => {
  const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  const on =
    days === everyDay
      ? 'every day'
      : days === mondayToFriday
        ? 'Mon to Fri'
        : listWords(names.filter((_, i) => ((days >> i) & 1) === 1))
  return `${time}, ${on}, ${timeZone}`
}

/** Confirms what a channel gets, and when next. */
export const subscribedCard = (view: ChannelView, next: Day | null, how: 'new' | 'changed' | 'already'): Card => {
  const again = how === 'already' ? ' already' : ''
  const title =
    view.state === 'paused'
      ? `The digest of ${view.name} is${again} paused. /shelfready resume lets it come again.`
      : `${view.name}${again} gets every promotion and its digest at ${scheduleWords(view)}.`
  return {
    tone: 'good',
    title,
    plain: title,
    blocks:
      view.state === 'paused' || next === null
        ? []
        : [{ kind: 'text', text: `The next one: ${dateWords(next, next)}.` }],
    footer: null,
  }
}

type Mail = {
  readonly lastDigest: { readonly on: string; readonly state: string; readonly at: string | null } | null
  readonly waiting: number
  readonly because: string | null
  readonly parked: readonly { readonly about: string; readonly entity: string; readonly reason: string | null }[]
}

const stateWords: Readonly<Record<string, string>> = {
  sent: 'delivered',
  pending: 'waits to be sent',
  sending: 'is being sent',
  unknown: 'may have arrived; being looked for',
  parked: 'could not be posted',
  expired: 'not delivered: it was no longer news',
}

/** What a channel and a person have set, and how the channel's messages stand. */
export const settingsCard = (view: {
  readonly place: string
  readonly subscription: ChannelView | null
  readonly next: Day | null
  readonly mail: Mail
  readonly locale: string | null
  readonly today: Day
  readonly timeZone: string
  readonly changed: readonly string[]
}): Card => {
  const { place, subscription, next, mail, locale, today, timeZone, changed } = view
  const title = changed.length === 0 ? `Settings of ${place}` : `Changed: ${listWords(changed)}.`
  const { lastDigest } = mail
  const digest =
    subscription === null
      ? 'none; /shelfready subscribe gives this channel one'
      : subscription.state === 'paused'
        ? `paused by ${subscription.changedBy}; /shelfready resume lets it come again`
        : `${scheduleWords(subscription)}; set by ${subscription.changedBy}`
  return {
    tone: mail.parked.length > 0 ? 'warning' : 'plain',
    title,
    plain: title,
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: 'Digest', value: digest },
          ...(next === null ? [] : [{ label: 'Next', value: dateWords(next, today) }]),
          ...(subscription === null
            ? []
            : [
                {
                  label: 'Quiet mornings',
                  value: subscription.whenQuiet === 'line' ? 'one line' : 'nothing, unless somebody is needed',
                },
              ]),
          {
            label: 'Last digest',
            value:
              lastDigest === null
                ? 'none yet'
                : `${dateWords(dayOf(lastDigest.on), today)}: ${stateWords[lastDigest.state] ?? lastDigest.state}${lastDigest.at === null ? '' : `, ${momentWords(lastDigest.at, timeZone, today)}`}`,
          },
          ...(mail.waiting === 0
            ? []
            : [
                {
                  label: 'On its way',
                  value: `${countWords(mail.waiting, 'message')}${mail.because === null ? '' : `: ${mail.because}`}`,
                },
              ]),
          {
            label: 'Your numbers',
            value: locale === null ? 'asked when they can be read two ways' : `read as in ${locale}`,
          },
        ],
      },
      ...(mail.parked.length === 0
        ? []
        : [
            {
              kind: 'items' as const,
              title: 'Could not be posted',
              items: mail.parked.map(({ about, entity, reason }) => ({
                symbol: '·',
                text: `${about} ${about === 'digest' ? `of ${dateWords(dayOf(entity), today)}` : entity}: ${reason ?? 'refused'}`,
                detail: [],
              })),
              left: 0,
              where: '/shelfready settings',
            },
          ]),
    ],
    footer: null,
  }
}

/** Who somebody is here. */
export const whoamiCard = (view: {
  readonly person: { readonly id: string; readonly name: string }
  readonly role: string
  readonly place: string
  readonly locale: string | null
  readonly workspace: string
}): Card => {
  const title = `You are ${view.person.name}, in ${view.place}.`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: 'Known as', value: view.person.id },
          { label: 'Role', value: view.role },
          { label: 'Workspace', value: view.workspace },
          {
            label: 'Your numbers',
            value: view.locale === null ? 'asked when they can be read two ways' : `read as in ${view.locale}`,
          },
        ],
      },
    ],
    footer: 'Change how numbers are read: /shelfready settings locale:de',
  }
}

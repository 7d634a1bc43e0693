import { type Day, dayOf, everyDay, mondayToFriday } from '../../domain/day.ts'
import type { Role } from '../../domain/people/permission.ts'
import { type Filter, printFilter } from '../../domain/subscriptions/filter.ts'
import { troubleWords } from '../alerts/notice-card.ts'
import type { Card } from '../language/card.ts'
import {
  countWords,
  dateWords,
  listWords,
  momentWords,
  timeOfDayWords,
  weekdayWords,
  zoneWords,
} from '../language/words.ts'
import { actingWords } from '../people/role-words.ts'
import { filling } from '../risks/risk-actions.ts'
import { filterWords } from './filter-words.ts'

/** What a channel or a person has subscribed to: schedule, filter and form. */
export type ChannelView = {
  readonly name: string
  readonly state: 'active' | 'paused'
  readonly minute: number
  readonly days: number
  readonly timeZone: string
  readonly whenQuiet: 'line' | 'nothing'
  readonly isWeekly: boolean
  readonly isMonthly: boolean
  readonly filter: Filter | null
  /** The account of a personal subscription; null for a channel's. */
  readonly person: string | null
  readonly changedBy: string
}

const weekdays = [0, 1, 2, 3, 4, 5, 6] as const

/** Writes a schedule, `08:00 Prague time (CET), Mon to Fri`. */
const scheduleWords = (
  { minute, days, timeZone }: Pick<ChannelView, 'minute' | 'days' | 'timeZone'>,
  day: Day,
): string => {
  const on =
    days === everyDay
      ? 'every day'
      : days === mondayToFriday
        ? `${weekdayWords(0)} to ${weekdayWords(4)}`
        : listWords(weekdays.filter((day) => ((days >> day) & 1) === 1).map(weekdayWords))
  return `${timeOfDayWords(minute)} ${zoneWords(timeZone, day)}, ${on}`
}

/** Writes when the next digest comes, `Tue 2 Jun 08:00 Prague time (CEST)`. */
const nextWords = ({ minute, timeZone }: Pick<ChannelView, 'minute' | 'timeZone'>, next: Day, today: Day): string =>
  `${dateWords(next, today)} ${timeOfDayWords(minute)} ${zoneWords(timeZone, next)}`

const getsWords = (view: ChannelView, again: string, day: Day): string => {
  const { name, filter, person } = view
  if (person !== null)
    return `You${again} get your own digest at ${scheduleWords(view, day)}${filter === null ? '' : `: only ${filterWords(filter)}`}.`
  const what = filter === null ? 'every promotion' : `only ${filterWords(filter)}`
  return `${name}${again} gets ${what}${filter === null ? ' and' : ', and'} its digest at ${scheduleWords(view, day)}.`
}

/** Confirms what a channel or a person gets, and when next. */
export const subscribedCard = (
  view: ChannelView,
  next: Day | null,
  today: Day,
  how: 'new' | 'changed' | 'already',
  notes: readonly string[] = [],
): Card => {
  const again = how === 'already' ? ' already' : ''
  const title =
    view.state === 'paused'
      ? view.person === null
        ? `The digest in ${view.name} is${again} paused. Resume it: /shelfready resume`
        : `Your own digest is${again} paused. Resume it: /shelfready subscribe me`
      : getsWords(view, again, next ?? today)
  const said = [
    ...(view.state === 'paused' || next === null ? [] : [`Next: ${nextWords(view, next, today)}.`]),
    ...(view.isWeekly
      ? ['The first digest of each week covers the coming eight weeks and comes with the weekly update.']
      : []),
    ...(view.isMonthly ? ['The first digest of each month comes with the review of the month before.'] : []),
    ...(view.filter === null ? [] : [`As a filter: ${printFilter(view.filter)}`]),
    ...notes,
  ]
  return {
    tone: 'good',
    title,
    plain: title,
    blocks: said.map((text) => ({ kind: 'text', text })),
    footer: null,
  }
}

/** Confirms that a channel or a person has no subscription any more. */
export const endedCard = ({ name, person }: Pick<ChannelView, 'name' | 'person'>): Card => {
  const title =
    person === null
      ? `${name} no longer gets cards or a digest. Cards already here stay up to date. Start again: /shelfready subscribe`
      : 'You no longer get your own digest. Start again: /shelfready subscribe me'
  return { tone: 'good', title, plain: title, blocks: [], footer: null }
}

type Mail = {
  readonly lastDigest: { readonly on: string; readonly state: string; readonly at: string | null } | null
  readonly waiting: number
  readonly because: string | null
  readonly parked: readonly { readonly about: string; readonly entity: string; readonly reason: string | null }[]
}

const stateWords: Readonly<Record<string, string>> = {
  sent: 'delivered',
  pending: 'waiting to be sent',
  sending: 'being sent',
  unknown: 'may have arrived; checking',
  parked: 'could not be posted',
  expired: 'not sent: it was out of date',
}

/** The settings of a channel and a person, and the state of the channel's messages. */
export const settingsCard = (view: {
  readonly place: string
  readonly subscription: ChannelView | null
  /** The person's own digests. */
  readonly own: readonly ChannelView[]
  readonly next: Day | null
  readonly mail: Mail
  readonly locale: string | null
  readonly ownZone: string | null
  readonly today: Day
  readonly timeZone: string
  readonly changed: readonly string[]
}): Card => {
  const { place, subscription, own, next, mail, locale, ownZone, today, timeZone, changed } = view
  const title = changed.length === 0 ? `Settings for ${place}` : `Changed: ${listWords(changed)}.`
  const { lastDigest } = mail
  const digest =
    subscription === null
      ? 'none; start one with /shelfready subscribe'
      : subscription.state === 'paused'
        ? `paused by ${subscription.changedBy}; resume with /shelfready resume`
        : `${scheduleWords(subscription, today)}; set by ${subscription.changedBy}`
  return {
    tone: mail.parked.length > 0 ? 'warning' : 'plain',
    title,
    plain: title,
    blocks: [
      {
        kind: 'facts',
        facts: [
          { label: 'Digest', value: digest },
          ...(next === null || subscription === null
            ? []
            : [{ label: 'Next', value: nextWords(subscription, next, today) }]),
          ...(subscription === null
            ? []
            : [
                {
                  label: 'Quiet mornings',
                  value: subscription.whenQuiet === 'line' ? 'one line' : 'nothing, unless someone has to act',
                },
                ...(subscription.filter === null
                  ? []
                  : [
                      {
                        label: 'Filter',
                        value: `${filterWords(subscription.filter)} (${printFilter(subscription.filter)})`,
                      },
                    ]),
                ...(subscription.isWeekly
                  ? [{ label: 'Weekly update', value: 'with the first digest of each week' }]
                  : []),
                ...(subscription.isMonthly
                  ? [{ label: 'Monthly review', value: 'with the first digest of each month' }]
                  : []),
              ]),
          ...own.map((one) => ({ label: 'Your own digest', value: ownWords(one, today) })),
          {
            label: 'Last digest',
            value:
              lastDigest === null
                ? 'none yet'
                : `${dateWords(dayOf(lastDigest.on), today)}: ${stateWords[lastDigest.state] ?? lastDigest.state}${lastDigest.at === null ? '' : `, ${momentWords(lastDigest.at, timeZone, today)} ${zoneWords(timeZone, today)}`}`,
          },
          ...(mail.waiting === 0
            ? []
            : [
                {
                  label: 'Waiting to be sent',
                  value: `${countWords(mail.waiting, 'message')}${mail.because === null ? '' : `: ${mail.because}`}`,
                },
              ]),
          {
            label: 'Number format',
            value: numbersWords(locale),
          },
          ...(ownZone === null ? [] : [{ label: 'Your time zone', value: `${zoneWords(ownZone, today)}, ${ownZone}` }]),
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
                text: `${about} ${about === 'digest' ? `of ${dateWords(dayOf(entity), today)}` : entity}: ${troubleWords(reason ?? 'refused')}`,
                detail: [],
              })),
              left: 0,
              where: '/shelfready settings',
            },
          ]),
    ],
    actions: [
      { ...filling('Change...', 'settings', 0, '/shelfready settings quiet:nothing locale:de'), isSecondary: false },
    ],
    footer: null,
  }
}

const ownWords = (view: ChannelView, today: Day): string =>
  view.state === 'paused'
    ? 'paused; resume with /shelfready subscribe me'
    : [
        scheduleWords(view, today),
        view.filter === null ? null : `only ${filterWords(view.filter)} (${printFilter(view.filter)})`,
        view.whenQuiet === 'line' ? null : 'nothing on quiet mornings',
        view.isWeekly ? 'weekly update' : null,
        view.isMonthly ? 'monthly review' : null,
      ]
        .filter((part) => part !== null)
        .join('; ')

const numbersWords = (locale: string | null): string =>
  locale === null ? 'I ask when a number is ambiguous' : `${locale}`

/** An account as a person sees it. */
export type AccountView = {
  readonly id: string
  readonly platform: string
  readonly name: string
  readonly email: string | null
  readonly linkedBy: string | null
}

const platformNames: Readonly<Record<string, string>> = { slack: 'In Slack', teams: 'In Microsoft Teams' }

const accountWords = ({ id, name, email, linkedBy }: AccountView): string =>
  [name === id ? id : `${name} (${id})`, email, linkedBy === null ? null : 'linked by an administrator']
    .filter((part) => part !== null)
    .join(' · ')

/** Confirms which accounts belong to one person now. */
export const linkedCard = (title: string, accounts: readonly AccountView[]): Card => ({
  tone: 'good',
  title,
  plain: title,
  blocks: [
    {
      kind: 'facts',
      facts: accounts.map((account) => ({
        label: platformNames[account.platform] ?? account.platform,
        value: accountWords(account),
      })),
    },
  ],
  footer: null,
})

/** Shows a person their accounts, name and roles. */
export const whoamiCard = (view: {
  readonly person: { readonly id: string; readonly name: string }
  readonly accounts: readonly AccountView[]
  readonly roles: readonly Role[]
  readonly areRolesOn: boolean
  readonly place: string
  readonly locale: string | null
  readonly ownZone: string | null
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
          ...view.accounts.map((account) => ({
            label: platformNames[account.platform] ?? 'Account',
            value: accountWords(account),
          })),
          { label: 'Role', value: actingWords(view.roles, view.areRolesOn) },
          { label: 'Workspace', value: view.workspace },
          {
            label: 'Number format',
            value: numbersWords(view.locale),
          },
          ...(view.ownZone === null ? [] : [{ label: 'Your time zone', value: view.ownZone }]),
        ],
      },
    ],
    footer: `${
      view.roles.includes('newcomer')
        ? `An administrator can give you a role: /shelfready role ${view.accounts[0]?.id} viewer.`
        : 'Change the number format: /shelfready settings locale:de'
    }${view.accounts.length > 1 ? ' · Not your account? Ask an administrator: /shelfready unlink ACCOUNT' : ''}`,
  }
}

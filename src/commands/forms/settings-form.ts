import { hash } from 'node:crypto'
import { neutralFormats } from '../../cards/language/formats.ts'
import { everyDay, mondayToFriday } from '../../domain/day.ts'
import { may } from '../../domain/people/permission.ts'
import { ok } from '../../domain/result.ts'
import { printFilter } from '../../domain/subscriptions/filter.ts'
import { timeZoneNamed } from '../../domain/time-zone.ts'
import { type Read, Unfit } from '../../parsing/values.ts'
import { loadSubscription } from '../../store/channels/subscriptions.ts'
import { inboxOf } from '../channels/change-subscription.ts'
import { readFilterText } from '../channels/parse-filter.ts'
import { parseSchedule, readLocale } from '../channels/parse-schedule.ts'
import { type FormDefinition, keyed, type Opened, touched } from './form-definition.ts'
import { type FieldSchema, free, oneOf } from './form-field.ts'

const days = [
  { value: 'mon-fri', label: 'Monday to Friday' },
  { value: 'daily', label: 'Every day' },
  { value: 'mon', label: 'Mondays' },
  { value: 'mon,wed,fri', label: 'Monday, Wednesday, Friday' },
]

const zone: Read<unknown> = (text) =>
  timeZoneNamed(text) ?? new Unfit('is not a time zone; use, for example, Europe/Berlin')

const names = ['at', 'days', 'zone', 'quiet', 'filter', 'weekly', 'monthly', 'locale', 'my-zone'] as const

const filterField: Read<unknown> = (text) => {
  const filter = readFilterText(text)
  return filter.ok ? filter.value : new Unfit(filter.error)
}

/** Gives a number that changes whenever the settings do, the channel's or the person's own. */
const revisionOf = (state: readonly unknown[]): number =>
  Number.parseInt(hash('sha256', JSON.stringify(state)).slice(0, 8), 16)

/** Gives the words that take a setting back, for fields that had a value and were emptied. */
const takenBack = (
  values: Readonly<Record<string, string>>,
  { values: stood }: Opened,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['locale', 'my-zone', 'filter']
      .filter((name) => stood[name] && !values[name]?.trim())
      .map((name) => [name, name === 'filter' ? 'everything' : 'none']),
  )

/** The settings of a channel. */
const channelFields: Readonly<Record<string, FieldSchema>> = {
  at: free({ label: 'Daily digest at', hint: '08:00' }, (text) => {
    const schedule = parseSchedule([text])
    return schedule.ok ? schedule.value : new Unfit('is not a time of day; write it like 08:00')
  }),
  days: oneOf({ label: 'Days', choices: days }),
  zone: free({ label: 'Time zone', hint: 'Europe/Berlin' }, zone),
  quiet: oneOf({
    label: 'When there is nothing to act on',
    choices: [
      { value: 'line', label: 'Post one line' },
      { value: 'nothing', label: 'Post nothing' },
    ],
  }),
  filter: free({ label: 'Only some promotions', hint: 'category:drinks and at:EAST,WEST' }, filterField),
  weekly: oneOf({
    label: 'Weekly update on the coming weeks',
    choices: [
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'No' },
    ],
  }),
  monthly: oneOf({
    label: 'Monthly review',
    choices: [
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'No' },
    ],
  }),
}

const ownFields: Readonly<Record<string, FieldSchema>> = {
  locale: free({ label: 'Your language for numbers and dates', hint: 'en-GB, de, fr' }, (text) =>
    readLocale(text) === null ? new Unfit('is not a language I know; use, for example, en, en-US or de') : text,
  ),
  'my-zone': free({ label: 'Your own time zone', hint: 'Europe/Berlin' }, zone),
}

/** Changes what a channel and a person have set. */
export const settingsForm: FormDefinition = {
  id: 'settings',
  command: 'shelfready settings',
  open: async (context) => {
    const subscription = await loadSubscription(context.workspace, context.place)
    return ok({
      title: 'Settings',
      submit: 'Save',
      fields: {
        ...(may(context.roles, 'set-up-channel') || context.place === inboxOf(context) ? channelFields : {}),
        ...ownFields,
      },
      says: [
        subscription === null
          ? `${context.placeName} has no daily digest yet. Enter a time to start one.`
          : `${context.placeName}, last changed by ${subscription.changedBy}.`,
      ],
      values: {
        ...(subscription === null
          ? {}
          : {
              at: neutralFormats.time(subscription.minute),
              zone: subscription.timeZone,
              quiet: subscription.whenQuiet,
              weekly: subscription.isWeekly ? 'yes' : 'no',
              monthly: subscription.isMonthly ? 'yes' : 'no',
            }),
        ...(subscription?.filter ? { filter: printFilter(subscription.filter) } : {}),
        ...(subscription?.days === mondayToFriday ? { days: 'mon-fri' } : {}),
        ...(subscription?.days === everyDay ? { days: 'daily' } : {}),
        ...(context.locale === null ? {} : { locale: context.locale }),
        ...(context.ownZone === null ? {} : { 'my-zone': context.ownZone }),
      },
      revision: revisionOf([subscription?.version ?? 0, context.locale, context.ownZone]),
    })
  },
  words: (_, values, opened) => {
    const chosen = { ...values, ...takenBack(values, opened) }
    const typed = touched(chosen, opened)
    const hasSchedule = 'at' in typed || 'days' in typed || 'zone' in typed
    const schedule = hasSchedule ? { at: values.at ?? '08:00', days: values.days ?? '', zone: values.zone ?? '' } : {}
    return keyed({ ...typed, ...schedule }, names)
  },
}

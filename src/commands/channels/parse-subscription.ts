import { asksForMine, type Filter, printFilter } from '../../domain/subscriptions/filter.ts'
import { choice } from '../../parsing/values.ts'
import type { Word } from '../../parsing/words.ts'
import type { Subscription } from '../../store/channels/subscriptions.ts'
import { type Arguments, readKeyed, sortArguments, yesOrNo } from '../dispatch/arguments.ts'
import type { Argument, CommandContext } from '../dispatch/command.ts'
import { filterText, readFilterText, unknownNames } from './parse-filter.ts'
import { parseSchedule } from './parse-schedule.ts'

/** What somebody asks of a subscription; what was not typed is absent. */
type SubscriptionRequest = Partial<
  Pick<Subscription, 'minute' | 'days' | 'timeZone' | 'whenQuiet' | 'isWeekly' | 'isMonthly' | 'filter'>
>

/** The arguments for when and how a digest comes. */
export const digestArguments: readonly Argument[] = [
  {
    name: 'at',
    value: '08:00',
    says: 'when the digest comes; with a location instead of a time it is part of the filter',
  },
  { name: 'days', value: 'mon-fri', says: 'days of the digest' },
  { name: 'zone', value: 'Europe/Berlin', says: 'time zone of the digest' },
  { name: 'quiet', value: 'line', says: 'on a quiet morning: one line or nothing' },
  {
    name: 'weekly',
    value: 'yes',
    says: 'show the coming eight weeks, and orders that can wait, in the first digest of each week, with the weekly update',
  },
  { name: 'monthly', value: 'yes', says: 'post the review of the month before with the first digest of each month' },
]

/** The argument for a filter, as help shows it. */
export const filterArguments: readonly Argument[] = [
  {
    name: 'FILTER',
    value: null,
    says: 'which promotions and risks, such as category:drinks at:EAST,WEST value:500; everything removes the filter',
  },
]

const optionKeys = ['days', 'zone', 'quiet', 'weekly', 'monthly']

/** Tells whether `at:` names a time and not a location; a location that looks like a time is written inside a quoted filter. */
const isTime = ({ key, value }: Word): boolean => key === 'at' && (parseSchedule([value]).ok || /^\d{1,2}:/.test(value))

/** Reads what a channel or a person asks of a subscription: options by their keys, all other words as a filter; and what is wrong with it. */
export const parseSubscription = async (
  context: CommandContext,
  isPersonal: boolean,
): Promise<{ readonly request: SubscriptionRequest; readonly problems: readonly string[] }> => {
  const isOption = (word: Word) => (word.key !== null && optionKeys.includes(word.key)) || isTime(word)
  const given = sortArguments(context.words.filter(isOption), ['at', ...optionKeys])
  const request = {
    ...parseDigestRequest(given),
    ...parseFilterArguments(filterText(context.words.filter((word) => !isOption(word))), isPersonal, given.problems),
  }
  const unknown = given.problems.length > 0 ? [] : await unknownNames(context, request.filter ?? null)
  return { request, problems: [...given.problems, ...unknown] }
}

const nothingTyped = { minute: null, days: null, timeZone: null }

/** Reads when and how a digest is to come. What is wrong is added to the problems. */
export const parseDigestRequest = (given: Arguments): SubscriptionRequest => {
  const [at, days, zone] = ['at', 'days', 'zone'].map((key) => given.keyed.get(key)?.trim() ?? '')
  const schedule = parseSchedule([
    at || '08:00',
    ...[days, zone].filter((text): text is string => text !== undefined && text !== ''),
  ])
  const empty = ['at', 'days', 'zone'].filter((key) => given.keyed.get(key)?.trim() === '')
  given.problems.push(...empty.map((key) => `${key}: needs a value.`))
  if (!schedule.ok) given.problems.push(schedule.error)
  const { minute, days: weekdays, timeZone } = schedule.ok ? schedule.value : nothingTyped
  const whenQuiet = readKeyed(given, 'quiet', choice('line', 'nothing'))
  const weekly = readKeyed(given, 'weekly', yesOrNo)
  const monthly = readKeyed(given, 'monthly', yesOrNo)
  return {
    ...(minute === null || !at ? {} : { minute }),
    ...(weekdays === null ? {} : { days: weekdays }),
    ...(timeZone === null ? {} : { timeZone }),
    ...(whenQuiet === null ? {} : { whenQuiet }),
    ...(weekly === null ? {} : { isWeekly: weekly === 1 }),
    ...(monthly === null ? {} : { isMonthly: monthly === 1 }),
  }
}

/** Reads the filter of a subscription; absent where nothing was typed. `mine` is a problem for a channel, which owns no promotions. */
export const parseFilterArguments = (
  text: string,
  isPersonal: boolean,
  problems: string[],
): Pick<SubscriptionRequest, 'filter'> => {
  if (text.trim() === '') return {}
  const filter = readFilterText(text)
  if (!filter.ok) problems.push(filter.error)
  else if (filter.value !== null && !isPersonal && asksForMine(filter.value))
    problems.push('"mine" only works in your own digest: /shelfready subscribe me mine.')
  else return { filter: filter.value }
  return {}
}

/** Tells whether two filters ask for the same. */
export const isSameFilter = (one: Filter | null, other: Filter | null): boolean =>
  (one === null ? '' : printFilter(one)) === (other === null ? '' : printFilter(other))

import { asksForMine, type Filter, printFilter } from '../../domain/subscriptions/filter.ts'
import { choice } from '../../parsing/values.ts'
import type { Word } from '../../parsing/words.ts'
import type { Subscription } from '../../store/channels/subscriptions.ts'
import { type Arguments, readKeyed, sortArguments, yesOrNo } from '../dispatch/arguments.ts'
import type { Argument, CommandContext } from '../dispatch/command.ts'
import { filterText, readFilterText, unknownNames } from './parse-filter.ts'
import { parseSchedule } from './parse-schedule.ts'

/** What was said of a subscription; what was not said is absent. */
export type SubscriptionRequest = Partial<
  Pick<Subscription, 'minute' | 'days' | 'timeZone' | 'whenQuiet' | 'isWeekly' | 'filter'>
>

/** What can be said of when and how a digest comes. */
export const digestArguments: readonly Argument[] = [
  {
    name: 'at',
    value: '08:00',
    says: 'when the digest comes; with a location instead of a time it belongs to the filter',
  },
  { name: 'days', value: 'mon-fri', says: 'on which days' },
  { name: 'zone', value: 'Europe/Berlin', says: 'in which zone' },
  { name: 'quiet', value: 'line', says: 'on a morning without anything to act on: line or nothing' },
  {
    name: 'weekly',
    value: 'yes',
    says: "the coming eight weeks, and orders that can wait, in the week's first digest",
  },
]

/** What a filter is made of, for help. */
export const filterArguments: readonly Argument[] = [
  {
    name: 'FILTER',
    value: null,
    says: 'which promotions and risks, such as category:drinks at:EAST,WEST value:500; everything drops it',
  },
]

const optionKeys = ['days', 'zone', 'quiet', 'weekly']

/** A location that reads as a time of day is asked for in a filter in quotes. */
const isTime = ({ key, value }: Word): boolean =>
  key === 'at' && (typeof parseSchedule([value]) !== 'string' || /^\d{1,2}:/.test(value))

/** Reads what a channel or a person asks for: options by their keys, and everything else as a filter. Answers what is wrong with it. */
export const parseSubscription = async (
  context: CommandContext,
  isPersonal: boolean,
): Promise<{ readonly wish: SubscriptionRequest; readonly problems: readonly string[] }> => {
  const isOption = (word: Word) => (word.key !== null && optionKeys.includes(word.key)) || isTime(word)
  const given = sortArguments(context.words.filter(isOption), ['at', ...optionKeys])
  const wish = {
    ...parseDigestRequest(given),
    ...parseFilterArguments(filterText(context.words.filter((word) => !isOption(word))), isPersonal, given.problems),
  }
  const unknown = given.problems.length > 0 ? [] : await unknownNames(context, wish.filter ?? null)
  return { wish, problems: [...given.problems, ...unknown] }
}

/** Reads when and how a digest is to come, of the keys that were given. */
export const parseDigestRequest = (given: Arguments): SubscriptionRequest => {
  const [at, days, zone] = ['at', 'days', 'zone'].map((key) => given.keyed.get(key)?.trim() ?? '')
  const read = parseSchedule([
    at || '08:00',
    ...[days, zone].filter((said): said is string => said !== undefined && said !== ''),
  ])
  const empty = ['at', 'days', 'zone'].filter((key) => given.keyed.get(key)?.trim() === '')
  given.problems.push(...empty.map((key) => `${key}: "" is missing.`))
  if (typeof read === 'string') given.problems.push(read)
  const whenQuiet = readKeyed(given, 'quiet', choice('line', 'nothing'))
  const weekly = readKeyed(given, 'weekly', yesOrNo)
  return {
    ...(typeof read === 'string' || !at ? {} : { minute: read.minute }),
    ...(typeof read === 'string' || read.days === null ? {} : { days: read.days }),
    ...(typeof read === 'string' || read.timeZone === null ? {} : { timeZone: read.timeZone }),
    ...(whenQuiet === null ? {} : { whenQuiet }),
    ...(weekly === null ? {} : { isWeekly: weekly === 1 }),
  }
}

/** Reads a filter that was typed; absent where nothing was. What a channel cannot ask for is a problem. */
export const parseFilterArguments = (
  text: string,
  isPersonal: boolean,
  problems: string[],
): Pick<SubscriptionRequest, 'filter'> => {
  if (text.trim() === '') return {}
  const filter = readFilterText(text)
  if (typeof filter === 'string') problems.push(filter)
  else if (filter !== null && !isPersonal && asksForMine(filter))
    problems.push('A channel has nothing of its own; mine is for a digest of yours: /shelfready subscribe me mine.')
  else return { filter }
  return {}
}

/** Tells whether two filters ask for the same. */
export const isSameFilter = (one: Filter | null, other: Filter | null): boolean =>
  (one === null ? '' : printFilter(one)) === (other === null ? '' : printFilter(other))

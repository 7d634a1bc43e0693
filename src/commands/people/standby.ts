import { hoursWords, setCard, standbyFacts } from '../../cards/escalation/standby-card.ts'
import type { Card } from '../../cards/language/card.ts'
import { dateWords } from '../../cards/language/words.ts'
import { isoOf, mondayToFriday } from '../../domain/day.ts'
import { longestAbsenceDays, shortestWorkingMinutes } from '../../domain/policy.ts'
import { failed, type Result } from '../../domain/result.ts'
import { readDate } from '../../parsing/dates.ts'
import { ordinary, visible } from '../../parsing/typed-line.ts'
import { auditEntry, type Fields } from '../../services/audit-entry.ts'
import type { Person } from '../../services/context.ts'
import { loadStandbys, noStandby, type Standby } from '../../store/escalation/standby.ts'
import { readDays } from '../channels/parse-schedule.ts'
import { sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf, type Outcome, zoneOf } from '../dispatch/command.ts'
import { nothingChanged, refused } from '../dispatch/refusals.ts'
import { findPersonNamed } from './find-person-named.ts'

/** Loads a person's own settings: who is asked instead of them, until when they are away, and when they work. */
export const loadOwnStandby = async ({
  workspace,
  person,
}: Pick<CommandContext, 'workspace' | 'person'>): Promise<Standby> =>
  (await loadStandbys(workspace)).get(person.id) ?? noStandby

const isNone = (typed: string | undefined): boolean => /^(none|nobody|no)$/i.test(typed ?? '')

/** Sets who is asked when a person does not answer in time. */
export const backup: Command = {
  name: 'shelfready backup',
  takes: [{ name: 'PERSON', value: null, says: 'your backup, such as @ben; none to remove' }],
  does: 'name who is asked when you do not answer in time',
  examples: ['/shelfready backup @ben', '/shelfready backup none'],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(backup))
    const before = await loadOwnStandby(context)
    if (given.problems.length > 0) return refused(given.problems)
    const typed = given.bare.join(' ')
    if (typed === '') return showStandby(context, before)
    if (isNone(typed))
      return keepStandby(
        context,
        before,
        { ...before, backup: null },
        'You have no backup now; the planners are asked instead.',
      )
    const to = await findSubstitute(context, typed)
    if (!to.ok) return answer(to.error)
    return keepStandby(
      context,
      before,
      { ...before, backup: to.value },
      `${to.value.name} is your backup: asked when you do not answer in time.`,
    )
  },
}

/** Sets until when a person is away, and who is asked instead. */
export const away: Command = {
  name: 'shelfready away',
  takes: [
    { name: 'until', value: '"15 Jul"', says: 'the day you are back; away none if you are back earlier' },
    { name: 'delegate', value: '@ben', says: 'who is asked instead of you (default: your backup)' },
  ],
  does: 'say until when you are away and who stands in for you',
  examples: ['/shelfready away until:"15 Jul" delegate:@ben', '/shelfready away none'],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const { today } = context
    const given = sortArguments(context.words, keysOf(away))
    const before = await loadOwnStandby(context)
    if (given.problems.length > 0) return refused(given.problems)
    const typed = given.keyed.get('until') ?? given.bare.join(' ')
    if (typed.trim() === '')
      return given.keyed.has('delegate')
        ? refused(['Until when? For example: until:"15 Jul".'])
        : showStandby(context, before)
    if (isNone(typed))
      return keepStandby(context, before, { ...before, awayUntil: null, delegate: null }, 'You are back.')
    const date = readDate(typed, context)
    if (!date.ok) return refused([`until: ${date.error}`])
    const until = date.value
    if (until <= today) return refused([`${dateWords(until, today)} is not in the future.`])
    if (until - today > longestAbsenceDays) return refused([`${dateWords(until, today)} is more than a year ahead.`])
    const named = given.keyed.get('delegate')
    const substitute = named === undefined || isNone(named) ? null : await findSubstitute(context, named)
    if (substitute !== null && !substitute.ok) return answer(substitute.error)
    const delegate = substitute?.value ?? null
    const after = { ...before, awayUntil: until, delegate }
    return keepStandby(
      context,
      before,
      after,
      `You are away; back on ${dateWords(until, today)}. ${substituteWords(after)}`,
    )
  },
}

const substituteWords = ({ delegate, backup: second }: Standby): string =>
  delegate !== null
    ? `${delegate.name} is asked instead of you.`
    : second !== null
      ? `${second.name}, your backup, is asked instead of you.`
      : 'You have no delegate, so your risks go to the planners.'

/** Sets a person's working hours: reminders come only then. */
export const hours: Command = {
  name: 'shelfready hours',
  takes: [
    {
      name: 'FROM-TO',
      value: null,
      says: 'such as 9-17 or 08:30-16:00, in your time zone; none for Mon to Fri, 08:00 to 18:00',
    },
    { name: 'days', value: 'mon-thu', says: 'your working days (default: mon-fri)' },
  ],
  does: 'set your working hours: you are asked about risks only then',
  examples: ['/shelfready hours 9-17', '/shelfready hours 8:30-16:00 days:mon-thu'],
  right: 'see',
  isPersonal: true,
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(hours))
    const before = await loadOwnStandby(context)
    if (given.problems.length > 0) return refused(given.problems)
    const typed = given.bare.length === 0 ? undefined : given.bare.join(' ')
    const days = given.keyed.get('days')
    if (typed === undefined && days === undefined) return showStandby(context, before)
    if (isNone(typed))
      return keepStandby(
        context,
        before,
        { ...before, hours: null },
        `Your working hours: ${hoursWords(null, zoneOf(context), context.today)}.`,
      )
    const span = typed === undefined ? (before.hours ?? { from: 8 * 60, to: 18 * 60 }) : readSpan(typed)
    if (span === null)
      return refused([
        `I cannot read "${typed}" as working hours. Write, for example, 9-17 or 08:30-16:00; at least one hour.`,
      ])
    const on = days === undefined ? (before.hours?.days ?? mondayToFriday) : readDays(days)
    if (on === null) return refused([`days: I cannot read "${days}". Write, for example, mon-thu or mon,wed,fri.`])
    const own = { from: span.from, to: span.to, days: on }
    return keepStandby(
      context,
      before,
      { ...before, hours: own },
      `Your working hours: ${hoursWords(own, zoneOf(context), context.today)}.`,
    )
  },
}

/** Reads `9-17`, `08:30-16:00`, `9am-5pm`; null when it is no span of a day, or shorter than an hour. */
const readSpan = (text: string): { readonly from: number; readonly to: number } | null => {
  const [from, to, ...more] = ordinary(visible(text))
    .replace(/^from /i, '')
    .split(/ *(?:-| to | until | till ) */i)
    .map(readMinute)
  return from == null || to == null || more.length > 0 || to - from < shortestWorkingMinutes ? null : { from, to }
}

const readMinute = (text: string): number | null => {
  const found = /^(\d{1,2})(?:[:.](\d{2}))?([ap]m)?$/i.exec(
    text
      .trim()
      .replace(/ (?=[ap]\.?m)/i, '')
      .replaceAll(/(?<=[ap])\.m\.?$/gi, 'm'),
  )
  if (found === null) return null
  const [, hour = '', minute = '0', half] = found
  const [h, m] = [Number(hour), Number(minute)]
  if (m > 59 || (half === undefined ? h > 24 : h < 1 || h > 12)) return null
  const at = (half === undefined ? h : (h % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)) * 60 + m
  return at > 24 * 60 ? null : at
}

/** Finds who stands in for the person who asks: anybody but themselves. */
const findSubstitute = async (context: CommandContext, name: string): Promise<Result<Person, Card>> => {
  const lookup = await findPersonNamed(context, name)
  return lookup.ok && lookup.value.id === context.person.id
    ? failed(nothingChanged('That is you. Choose someone else.'))
    : lookup
}

const showStandby = (context: CommandContext, standby: Standby): Outcome =>
  answer(
    setCard(`How I reach ${context.person.name} about risks`, standbyFacts(standby, context.today, zoneOf(context))),
  )

const keepStandby = (context: CommandContext, before: Standby, standby: Standby, title: string): Outcome => ({
  changes: [
    { kind: 'set-standby', personId: context.person.id, standby },
    auditEntry(context, {
      action: 'standby',
      entity: context.person.id,
      before: fieldsOf(before),
      after: fieldsOf(standby),
    }),
  ],
  reply: setCard(title, standbyFacts(standby, context.today, zoneOf(context))),
})

const fieldsOf = ({ backup: second, delegate, awayUntil, hours: own }: Standby): Fields => ({
  backup: second?.name ?? null,
  delegate: delegate?.name ?? null,
  away_until: awayUntil === null ? null : isoOf(awayUntil),
  from_minute: own?.from ?? null,
  to_minute: own?.to ?? null,
  days: own?.days ?? null,
})

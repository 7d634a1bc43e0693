import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { dateWords } from '../../cards/language/words.ts'
import { type Day, weekdayOf } from '../../domain/day.ts'
import { longestSnoozeDays } from '../../domain/policy.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { weekdayNamed } from '../../parsing/date-parts.ts'
import { type Reader, readDate } from '../../parsing/dates.ts'
import { sortArguments } from '../dispatch/arguments.ts'
import { type Command, keysOf } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { riskNames } from './find-risk.ts'
import { handleRisks } from './handle-risks.ts'
import { risksAre } from './named-risks.ts'

/** Snoozes risks until a day; they come back then, or before if they get materially worse. */
export const riskSnooze: Command = {
  name: 'shelfready snooze',
  takes: [
    { name: 'RISK', value: null, says: 'R-1, several, or P-1 for every risk of a promotion', isNeeded: true },
    { name: 'until', value: 'monday', says: 'a day (default: the next working morning)' },
  ],
  does: 'set a risk aside until a day',
  examples: ['/shelfready snooze R-1', '/shelfready snooze R-1 until:"next monday"'],
  right: 'handle-risks',
  run: async (context) => {
    const { today, person } = context
    const given = sortArguments(context.words, keysOf(riskSnooze))
    const typed = given.keyed.get('until')
    const date = typed === undefined ? ok(nextWorkingDay(today)) : readUntil(typed, context)
    if (!date.ok) return refused([...given.problems, `until: ${date.error}`])
    const until = date.value
    if (until <= today) given.problems.push(`${dateWords(until, today)} is not in the future.`)
    else if (until - today > longestSnoozeDays)
      given.problems.push(`${dateWords(until, today)} is more than ${longestSnoozeDays} days ahead.`)
    if (given.problems.length > 0) return refused(given.problems)
    const untilForAll = formattedForAll(() => dateWords(until, today))
    const isBefore = ({ orderBy }: RiskRecord) => orderBy !== null && orderBy >= today && orderBy < until
    return handleRisks(context, {
      names: riskNames(given.bare),
      command: '/shelfready snooze',
      transition: () => ({ kind: 'snooze', by: person, until }),
      announcement: `snoozed until ${untilForAll}:`,
      detail: { until: untilForAll },
      title: (named) => risksAre(named, `snoozed until ${dateWords(until, today)}`),
      line: (before) =>
        isBefore(before)
          ? `careful: the last day to order is before that, ${dateWords(before.orderBy as Day, today)}`
          : before.owner !== null && before.owner.personId !== person.id
            ? `it stays with ${before.owner.name}`
            : 'back then, or earlier if it gets materially worse',
      needsAnswer: (found) => found.some(isBefore),
    })
  },
}

/** Reads the day until which risks are snoozed; a weekday is the next one after today. Fails with a sentence. */
const readUntil = (typed: string, reader: Reader): Result<Day, string> => {
  const weekday = weekdayNamed(typed.trim().toLowerCase())
  if (weekday === null) return readDate(typed, reader)
  let day = reader.today + 1
  while (weekdayOf(day) !== weekday) day++
  return ok(day)
}

const nextWorkingDay = (today: Day): Day => {
  let day = today + 1
  while (weekdayOf(day) > 4) day++
  return day
}

import { refusalCard } from '../../cards/language/plain-card.ts'
import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { countWords, dateWords } from '../../cards/language/words.ts'
import { type Day, weekdayOf } from '../../domain/day.ts'
import { longestSnoozeDays } from '../../domain/policy.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import { weekdayNamed } from '../../parsing/date-parts.ts'
import { type Reader, readDate } from '../../parsing/dates.ts'
import { sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, keysOf } from '../dispatch/command.ts'
import { riskNames } from './find-risk.ts'
import { handleRisks } from './risk-handling.ts'

/** Puts risks aside until a day; they come back then, or before if they get materially worse. */
export const riskSnooze: Command = {
  name: 'shelfready snooze',
  takes: [
    { name: 'RISK', value: null, says: 'R-1, several, or every one of a promotion (P-1)', isNeeded: true },
    { name: 'until', value: 'monday', says: 'a day; the next working morning, unless you say' },
  ],
  does: 'puts risks aside until a day',
  examples: ['/shelfready snooze R-1', '/shelfready snooze R-1 until:"next monday"'],
  right: 'handle-risks',
  run: async (asked) => {
    const { today, person } = asked
    const given = sortArguments(asked.words, keysOf(riskSnooze))
    const said = given.keyed.get('until')
    const until = said === undefined ? nextWorkingDay(today) : readUntil(said, asked)
    const problem =
      typeof until === 'string'
        ? until
        : until <= today
          ? `${dateWords(until, today)} is not ahead.`
          : until - today > longestSnoozeDays
            ? `${dateWords(until, today)} is more than ${longestSnoozeDays} days ahead.`
            : null
    const problems = [...given.problems, ...(problem === null ? [] : [problem])]
    if (problems.length > 0 || typeof until === 'string')
      return answer(refusalCard(`${problems.join(' ')} Nothing was changed.`))
    const untilForAll = formattedForAll(() => dateWords(until, today))
    const isBefore = ({ orderBy }: RiskRecord) => orderBy !== null && orderBy >= today && orderBy < until
    return handleRisks(asked, {
      said: riskNames(given.bare),
      command: '/shelfready snooze',
      deed: () => ({ kind: 'snooze', by: person, until }),
      told: `puts aside until ${untilForAll}`,
      detail: { until: untilForAll },
      title: (count) => `${countWords(count, 'risk')} put aside until ${dateWords(until, today)}.`,
      line: (before) =>
        isBefore(before)
          ? `mind that the last day to order, ${dateWords(before.orderBy as Day, today)}, comes before that`
          : before.owner !== null && before.owner.personId !== person.id
            ? `it stays with ${before.owner.name}`
            : 'comes back then, or before if it gets materially worse',
      isToldApart: (found) => found.some(isBefore),
    })
  },
}

/** A weekday is the next one after today: a risk is put aside until a day that is ahead. */
const readUntil = (said: string, reader: Reader): Day | string => {
  const weekday = weekdayNamed(said.trim().toLowerCase())
  if (weekday === null) return readDate(said, reader)
  let day = reader.today + 1
  while (weekdayOf(day) !== weekday) day++
  return day
}

const nextWorkingDay = (today: Day): Day => {
  let day = today + 1
  while (weekdayOf(day) > 4) day++
  return day
}

import { refusalCard } from '../cards/plain-card.ts'
import { writtenForAll } from '../cards/reader.ts'
import { handledCard } from '../cards/risk-list-card.ts'
import { countWords, dateWords } from '../cards/words.ts'
import { type Day, weekdayOf } from '../domain/day.ts'
import { snoozed } from '../domain/risk.ts'
import type { Change } from '../store/change.ts'
import { sortArguments } from './arguments.ts'
import { weekdayNamed } from './date-parts.ts'
import { type Reader, readDate } from './dates.ts'
import { isOutcome } from './find-promotion.ts'
import { answer, type Command, keysOf } from './outcome.ts'
import { findRisks, handlingTold } from './risk-handling.ts'

const longestDays = 90

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
    const { today, now, person } = asked
    const given = sortArguments(asked.words, keysOf(riskSnooze))
    const said = given.keyed.get('until')
    const until = said === undefined ? nextWorkingDay(today) : readUntil(said, asked)
    const problem =
      typeof until === 'string'
        ? until
        : until <= today
          ? `${dateWords(until, today)} is not ahead.`
          : until - today > longestDays
            ? `${dateWords(until, today)} is more than ${longestDays} days ahead.`
            : null
    const problems = [...given.problems, ...(problem === null ? [] : [problem])]
    if (problems.length > 0 || typeof until === 'string')
      return answer(refusalCard(`${problems.join(' ')} Nothing was changed.`))
    const named = await findRisks(
      asked,
      given.bare.flatMap((word) => word.split(',')).filter((word) => word !== ''),
      '/shelfready snooze',
    )
    if (isOutcome(named)) return named
    const { found } = named
    const untilForAll = writtenForAll(() => dateWords(until, today))
    const told = await Promise.all(
      found.map((record) =>
        handlingTold(asked, record, 'snooze', {
          detail: { until: untilForAll },
          words: `puts aside until ${untilForAll}`,
        }),
      ),
    )
    return {
      changes: [
        ...named.changes,
        ...found.map((record): Change => ({ kind: 'keep-risk', risk: snoozed(record, person, until, { now, today }) })),
        ...told.flat(),
      ],
      isShown: found.every((record) => record.orderBy === null || record.orderBy < today || record.orderBy >= until),
      reply: handledCard(
        `${countWords(found.length, 'risk')} put aside until ${dateWords(until, today)}.`,
        found.map((record) => ({
          record,
          words:
            record.orderBy !== null && record.orderBy >= today && record.orderBy < until
              ? `mind that the last day to order, ${dateWords(record.orderBy, today)}, comes before that`
              : record.state === 'acknowledged' && record.handled !== null && record.handled.personId !== person.id
                ? `was with ${record.handled.name}`
                : 'comes back then, or before if it gets materially worse',
        })),
        today,
        null,
      ),
    }
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

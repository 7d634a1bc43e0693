import { type Day, mondayToFriday, type Weekdays } from '../../domain/day.ts'
import type { Block, Card } from '../language/card.ts'
import { dateWords, listWords, timeOfDayWords, weekdayWords, zoneWords } from '../language/words.ts'

type Named = { readonly name: string }

/** A person's stand-ins and working hours, in minutes after local midnight. */
export type StandbyView = {
  readonly backup: Named | null
  readonly delegate: Named | null
  readonly awayUntil: Day | null
  readonly hours: { readonly from: number; readonly to: number; readonly days: Weekdays } | null
}

const weekdays = [0, 1, 2, 3, 4, 5, 6] as const

const daysWords = (days: Weekdays): string => {
  const on = weekdays.filter((day) => ((days >> day) & 1) === 1)
  const [first = 0, last = 0] = [on[0], on.at(-1)]
  return on.length > 2 && last - first === on.length - 1
    ? `${weekdayWords(first)} to ${weekdayWords(last)}`
    : listWords(on.map(weekdayWords))
}

/** Says when somebody is asked, `08:00 to 18:00 Prague time (CET), Mon to Fri`. */
export const hoursWords = (hours: StandbyView['hours'], timeZone: string, day: Day): string => {
  const { from, to, days } = hours ?? { from: 8 * 60, to: 18 * 60, days: mondayToFriday }
  return `${timeOfDayWords(from)} to ${timeOfDayWords(to)} ${zoneWords(timeZone, day)}, ${daysWords(days)}`
}

/** Says who is asked for somebody, and when they are asked themselves. */
export const standbyFacts = (view: StandbyView, today: Day, timeZone: string): Block => {
  const { backup, delegate, awayUntil, hours } = view
  const isAway = awayUntil !== null && awayUntil > today
  const standIn = delegate === null ? '' : `; ${delegate.name} stands in for you`
  return {
    kind: 'facts',
    facts: [
      { label: 'Working hours', value: hoursWords(hours, timeZone, today) },
      { label: 'Backup', value: backup === null ? 'none; name one with /shelfready backup @ben' : backup.name },
      ...(isAway ? [{ label: 'Away', value: `until ${dateWords(awayUntil, today)}${standIn}` }] : []),
    ],
  }
}

/** Says who is asked when nobody deals with a risk, in a channel or in the company. */
export const dutyFacts = (planners: readonly Named[], company: readonly Named[], executive: Named | null): Block => ({
  kind: 'facts',
  facts: [
    {
      label: 'Planners',
      value:
        planners.length > 0
          ? listWords(planners.map(({ name }) => name))
          : company.length > 0
            ? `${listWords(company.map(({ name }) => name))} (the company's)`
            : 'none; name some with /shelfready planners @ben @dora',
    },
    {
      label: 'Accountable',
      value: executive?.name ?? 'none; an administrator can name one: /shelfready executive @chloe',
    },
  ],
})

/** Confirms in one sentence what was set, with how everything stands from now on. */
export const setCard = (title: string, facts: Block, footer: string | null = null): Card => ({
  tone: 'good',
  title,
  plain: title,
  blocks: [facts],
  footer,
})

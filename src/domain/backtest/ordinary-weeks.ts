import { type Day, weekdayOf } from '../day.ts'
import type { DemandLevel } from '../demand/learning/level.ts'

const week = 7

/** Gives the days of a cell that are forecast together: a week, or as many as a row of its sales covers. */
export const periodOf = ({ span }: DemandLevel): number => Math.max(week, span)

/** Tells whether such a period begins on a day: on Mondays, or with the rows of sales where these are a week or longer. */
export const beginsPeriod = (level: DemandLevel, day: Day): boolean =>
  level.span < week ? weekdayOf(day) === 0 : (day - level.through) % level.span === 0

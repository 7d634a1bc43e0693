import { type Day, isoOf } from '../../domain/day.ts'
import { spanOf } from '../../domain/reviews/review.ts'
import { type Period, wholeMonths } from '../../domain/scorecard/period.ts'
import { windowWords } from '../language/words.ts'

const monthsOfQuarter = 3

const monthNames = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' })

/** Names a month, `2026-11`, as people say it: `November 2026`. */
export const monthWords = (month: string): string => {
  const [year = '', number = '1'] = month.split('-')
  return `${monthNames.format(Date.UTC(Number(year), Number(number) - 1))} ${year}`
}

/** Names a month where there is little room: `Nov 2026`. */
export const shortMonthWords = (month: string): string => monthWords(month).replace(/^(\w{3})\w*/, '$1')

/** Names a period: `November 2026`, `Q4 2026`, `2026`, or its days. */
export const periodWords = (period: Period, today: Day): string => {
  const first = isoOf(period.from)
  const year = first.slice(0, 4)
  const month = Number(first.slice(5, 7))
  switch (spanOf(wholeMonths(period))) {
    case 'month':
      return monthWords(first.slice(0, 7))
    case 'quarter':
      return (month - 1) % monthsOfQuarter === 0
        ? `Q${Math.ceil(month / monthsOfQuarter)} ${year}`
        : windowWords(period.from, period.to, today)
    case 'year':
      return month === 1 ? year : windowWords(period.from, period.to, today)
    case 'days':
      return windowWords(period.from, period.to, today)
  }
}

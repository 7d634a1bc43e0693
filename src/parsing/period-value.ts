import { calendarPeriod, lastWhole, type Period } from '../domain/scorecard/period.ts'
import { Unfit } from './values.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const earliestYear = 2000
const latestYear = 2100

/**
 * Reads a period: `month`, `quarter` or `year` for the last whole one, or one by name, such as `2026`, `2026-Q3`, `Q3 2026`,
 * `2026-07` or `Jul 2026`.
 */
export const periodOf =
  (today: number) =>
  (text: string): Period | Unfit => {
    const words = text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
    const unit = /^(?:last )?(month|quarter|year)$/.exec(words)?.[1] as 'month' | 'quarter' | 'year' | undefined
    if (unit !== undefined) return lastWhole(unit, today)
    const year = Number(/(?<!\d)\d{4}(?!\d)/.exec(words)?.[0])
    const rest = words.replace(/(?<!\d)\d{4}(?!\d)/, '').replaceAll(/[ /.,-]/g, '')
    if (year >= earliestYear && year <= latestYear) {
      if (rest === '') return calendarPeriod(year, {})
      const quarter = /^q([1-4])$/.exec(rest)?.[1]
      if (quarter !== undefined) return calendarPeriod(year, { quarter: Number(quarter) })
      const month = /^\d{1,2}$/.test(rest) ? Number(rest) : months.indexOf(rest.slice(0, 3)) + 1
      if (month >= 1 && month <= 12 && (/^\d/.test(rest) || rest.length >= 3)) return calendarPeriod(year, { month })
    }
    return new Unfit('is no period; write month, quarter, year, 2026-Q3, 2026-07 or 2026.')
  }

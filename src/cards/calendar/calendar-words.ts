import type { CalendarRow } from '../../domain/calendar/calendar.ts'
import type { CalendarPromotion, Overlap } from '../../domain/calendar/overlaps.ts'
import type { Day } from '../../domain/day.ts'
import { shortName } from '../language/line-budget.ts'
import { countWords, listWords, verdictSymbol, verdictWord, windowWords } from '../language/words.ts'

/** Tells whether a promotion is not decided yet: registered, but not committed. */
export const isProvisional = ({ status }: Pick<CalendarPromotion, 'status'>): boolean => status === 'tentative'

const outlines: Readonly<Record<string, string>> = { '●': '○', '▲': '△', '✖': '✕', '?': '◌' }

/** Gives the symbol of a promotion in a calendar: full where it is committed, an outline where it is provisional. */
export const calendarSymbol = (promotion: CalendarPromotion): string => {
  const symbol = verdictSymbol(promotion.readiness.verdict)
  return isProvisional(promotion) ? (outlines[symbol] ?? symbol) : symbol
}

/** Says how a promotion stands, `Not ready`, `Ready, provisional`, `Items follow, provisional`. */
export const calendarStanding = (promotion: CalendarPromotion): string => {
  const { verdict, lines } = promotion.readiness
  return `${lines.length === 0 ? 'Items follow' : verdictWord(verdict)}${isProvisional(promotion) ? ', provisional' : ''}`
}

/** Names a promotion, `Summer BOGO (P-12)`. */
export const calendarName = ({ name, promotionId }: Pick<CalendarPromotion, 'name' | 'promotionId'>): string =>
  `${shortName(name, 50)} (${promotionId})`

/** Says on which days two promotions sell the same item in the same places. */
export const overlapWords = ({ promotions, item, places, from, to }: Overlap, today: Day): string => {
  const where = places.length === 1 ? ` @ ${places[0]}` : ` in ${countWords(places.length, 'location')}`
  return `${item.name}${where}, ${windowWords(from, to, today)}: ${listWords(promotions.map(calendarName))}`
}

/** Tells whether a calendar has something that its signs must be explained for. */
export const signsIn = (rows: readonly CalendarRow[]) => ({
  provisional: rows.some(({ promotion }) => isProvisional(promotion)),
  overlaps: rows.some(({ overlaps }) => overlaps.length > 0),
})

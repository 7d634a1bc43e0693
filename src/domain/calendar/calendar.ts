import { type Day, weekdayOf } from '../day.ts'
import { type CalendarPromotion, type Overlap, overlapsOf } from './overlaps.ts'

/** A promotion in a calendar, and for each week whether it runs in it and shares an item and place with another one. */
export type CalendarRow = {
  readonly promotion: CalendarPromotion
  readonly weeks: readonly { readonly runs: boolean; readonly overlaps: boolean }[]
  readonly overlaps: readonly Overlap[]
}

/** Weeks from a Monday on, with the promotions that run in them, the first to start first. */
export type Calendar = {
  readonly mondays: readonly Day[]
  readonly today: Day
  readonly rows: readonly CalendarRow[]
  readonly overlaps: readonly Overlap[]
}

const numbersInOrder = new Intl.Collator('en', { numeric: true })

/** Tells whether days reach into others. */
const meets = (a: { readonly from: Day; readonly to: Day }, from: Day, to: Day): boolean => a.from <= to && a.to >= from

/** Puts promotions into a calendar of some weeks, the first of which has this day in it; `all` are looked through for overlaps. */
export const calendarOf = (
  shown: readonly CalendarPromotion[],
  { first, weeks, today, all }: Weeks & { readonly today: Day; readonly all: readonly CalendarPromotion[] },
): Calendar => {
  const monday = first - weekdayOf(first)
  const last = monday + 7 * weeks - 1
  const isWithin = ({ start, end, status }: CalendarPromotion) =>
    status !== 'cancelled' && meets({ from: start, to: end }, monday, last)
  const mondays = Array.from({ length: weeks }, (_, i) => monday + 7 * i)
  const inView = shown.filter(isWithin)
  const ids = new Set(inView.map(({ promotionId }) => promotionId))
  const overlaps = overlapsOf(all.filter(isWithin)).filter(
    (one) => meets(one, monday, last) && one.promotions.some(({ promotionId }) => ids.has(promotionId)),
  )
  const byPromotion = Map.groupBy(
    overlaps.flatMap((overlap) => overlap.promotions.map(({ promotionId }) => ({ promotionId, overlap }))),
    ({ promotionId }) => promotionId,
  )
  const rows = inView.map((promotion) => {
    const own = (byPromotion.get(promotion.promotionId) ?? []).map(({ overlap }) => overlap)
    return {
      promotion,
      overlaps: own,
      weeks: mondays.map((week) => ({
        runs: meets({ from: promotion.start, to: promotion.end }, week, week + 6),
        overlaps: own.some((overlap) => meets(overlap, week, week + 6)),
      })),
    }
  })
  return {
    ...{ mondays, today, overlaps },
    rows: rows.sort(
      ({ promotion: a }, { promotion: b }) => a.start - b.start || numbersInOrder.compare(a.promotionId, b.promotionId),
    ),
  }
}

/** So many weeks, the first of which has a day in it. */
export type Weeks = { readonly first: Day; readonly weeks: number }

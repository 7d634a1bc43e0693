import type { RivalPromotion } from '../../../src/domain/assessment/cell.ts'
import { cellKey } from '../../../src/domain/cell.ts'
import type { Day } from '../../../src/domain/day.ts'
import { soldIn } from '../../../src/domain/demand/mechanic.ts'
import type { PromotionLine } from '../../../src/domain/promotions/promotion.ts'
import type { Retailer, Run } from './data.ts'

/** The promotions of a retailer as its calendar has them, by item and location, and by location and group. */
export type Calendar = {
  readonly own: (cell: { readonly sku: string; readonly location: string }, from: Day, until: Day) => readonly Run[]
  readonly rivals: (
    cell: { readonly sku: string; readonly location: string },
    from: Day,
    until: Day,
  ) => readonly RivalPromotion[]
}

/** Makes a promotion line of a planned promotion that states no uplift. */
export const lineOf = (run: Run): PromotionLine => ({
  promotionId: run.id,
  sku: run.sku,
  location: run.location,
  name: run.id,
  start: run.start,
  end: run.end,
  stated: { kind: 'unstated' },
  price: null,
  discount: run.discount,
  type: run.mechanic,
  status: 'committed',
  hero: false,
  priority: null,
  rank: 1,
  owner: null,
})

/** Opens the calendar of a retailer. */
export const openCalendar = ({ runs, groupOf }: Retailer): Calendar => {
  const byCell = Map.groupBy(runs, cellKey)
  const placeOf = (sku: string, location: string) => `${groupOf(sku)}\u0000${location}`
  const byPlace = Map.groupBy(runs, ({ sku, location }) => placeOf(sku, location))
  const during = (of: readonly Run[] | undefined, from: Day, until: Day) =>
    (of ?? []).filter(({ start, end }) => start <= until && end >= from)
  return {
    own: (cell, from, until) => during(byCell.get(cellKey(cell)), from, until),
    rivals: ({ sku, location }, from, until) =>
      during(byPlace.get(placeOf(sku, location)), from, until)
        .filter((run) => run.sku !== sku)
        .map((run) => ({ ...soldIn(lineOf(run)), sku: run.sku, start: run.start, end: run.end })),
  }
}

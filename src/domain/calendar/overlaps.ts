import { cellKey } from '../cell.ts'
import type { Day } from '../day.ts'
import type { JudgedPromotion } from '../promotions/judged-promotion.ts'

/** What a calendar shows of a promotion. */
export type CalendarPromotion = Pick<
  JudgedPromotion,
  'promotionId' | 'name' | 'owner' | 'status' | 'start' | 'end' | 'readiness'
>

/** Two promotions that sell one item in the same places on the same days. */
export type Overlap = {
  readonly promotions: readonly [CalendarPromotion, CalendarPromotion]
  readonly item: { readonly sku: string; readonly name: string }
  readonly places: readonly string[]
  readonly from: Day
  readonly to: Day
}

type Span = {
  readonly promotion: CalendarPromotion
  readonly item: Overlap['item']
  readonly place: string
  readonly from: Day
  readonly to: Day
}

const spansOf = (promotion: CalendarPromotion): readonly (readonly [string, Span])[] =>
  promotion.readiness.lines.map(({ line, facts: { item, location } }) => [
    cellKey(line),
    { promotion, item, place: location.name, from: line.start, to: line.end },
  ])

/** Finds where promotions sell the same item at the same place on the same days, the first days first. */
export const overlapsOf = (promotions: readonly CalendarPromotion[]): readonly Overlap[] => {
  const byCell = Map.groupBy(promotions.flatMap(spansOf), ([cell]) => cell)
  const found = new Map<string, Found>()
  for (const spans of byCell.values()) {
    const inOrder = spans.map(([, span]) => span).sort((a, b) => a.from - b.from)
    for (const [i, first] of inOrder.entries())
      for (const second of inOrder.slice(i + 1)) {
        if (second.from > first.to) break
        if (second.promotion === first.promotion) continue
        keep(found, first, second)
      }
  }
  return [...found.values()].sort((a, b) => a.from - b.from || (a.item.sku < b.item.sku ? -1 : 1))
}

type Found = Omit<Overlap, 'places'> & { readonly places: string[] }

const keep = (found: Map<string, Found>, first: Span, second: Span): void => {
  const [from, to] = [second.from, Math.min(first.to, second.to)]
  const ids = [first, second].map(({ promotion }) => promotion.promotionId).sort()
  const key = JSON.stringify([ids, first.item.sku, from, to])
  const known = found.get(key)
  if (known !== undefined) known.places.push(first.place)
  else
    found.set(key, {
      promotions: [first.promotion, second.promotion],
      ...{ item: first.item, places: [first.place], from, to },
    })
}

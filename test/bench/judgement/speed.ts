import type { CellFacts } from '../../../src/domain/assessment/cell.ts'
import { assessLine } from '../../../src/domain/assessment/judge.ts'
import { cellKey } from '../../../src/domain/cell.ts'
import { type Day, dayOf, everyDay } from '../../../src/domain/day.ts'
import { nothingLearned } from '../../../src/domain/demand/learning/learned.ts'
import { type Learner, openLearner } from '../../../src/domain/demand/learning/learner.ts'
import type { HistoryRow } from '../../../src/domain/demand/learning/read-row.ts'
import type { PromotionLine } from '../../../src/domain/promotions/promotion.ts'
import { policy } from './cases.ts'

const asOf = dayOf('2026-06-01')
const groupOf = (sku: string) => sku.slice(0, 2)

/** A made-up day of sales: a weekly pattern, a promotion now and then, and some chance. */
const soldOn = (day: Day, cell: number, items: number): HistoryRow => {
  const item = cell % items
  const isPromoted = (day + item * 11) % 56 < 7
  const noise = ((day * 2_654_435_761 + cell * 40_503) % 1_000) / 1_000
  const units = Math.round((3 + (cell % 17)) * (day % 7 > 4 ? 1.6 : 1) * (isPromoted ? 2.2 : 1) * (0.5 + noise))
  return {
    sku: `${String(item % 20).padStart(2, '0')}-${item}`,
    location: `S${Math.floor(cell / items)}`,
    day,
    days: 1,
    units,
    stockout: 0,
    isHoliday: false,
    price: isPromoted ? 4 : 5,
    basePrice: 5,
    promotion: isPromoted ? { mechanic: 'price cut', discount: 0.2 } : null,
  }
}

/** Learns histories of so many cells and days, rows made up outside the clock, and gives the milliseconds and the learner. */
export const learnMany = (
  cells: number,
  days: number,
): { readonly milliseconds: number; readonly learner: Learner } => {
  const learner = openLearner(nothingLearned(asOf - days), new Map(), groupOf)
  let milliseconds = 0
  for (let day = asOf - days; day < asOf; day++) {
    const rows = Array.from({ length: cells }, (_, i) => soldOn(day, i, 200))
    const start = performance.now()
    learner.learnDay(day, rows)
    milliseconds += performance.now() - start
  }
  return { milliseconds, learner }
}

const lineFacts = (learner: Learner, i: number): readonly [CellFacts, PromotionLine] => {
  const { sku, location } = soldOn(asOf, i % learner.levels.size, 200)
  const line: PromotionLine = {
    promotionId: `P-${i}`,
    sku,
    location,
    name: `P-${i}`,
    start: asOf + 53,
    end: asOf + 59,
    stated: { kind: 'unstated' },
    price: null,
    discount: 0.2,
    type: 'price cut',
    status: 'committed',
    hero: false,
    priority: null,
    rank: 1,
    owner: null,
  }
  const order = (orderId: string, due: Day) => ({
    orderId,
    quantity: 150,
    due,
    status: 'confirmed' as const,
    supplier: null,
    orderedOn: null,
    receivedOn: null,
    receivedQuantity: null,
    line: '',
    promisedOn: null,
    promotionIds: [],
    isOrdinary: false,
  })
  return [
    {
      asOf,
      item: {
        sku,
        name: sku,
        category: null,
        group: groupOf(sku),
        supplier: 'ACME',
        unitCost: 2,
        unitPrice: 5,
        currency: 'EUR',
        rule: { minimum: 20, multiple: 10 },
        shelfLifeDays: null,
        launchOn: null,
        discontinuedOn: null,
      },
      location: {
        location,
        name: location,
        suppliedBy: null,
        receiving: { days: everyDay, closed: new Set(), dockToStock: 1 },
        onShelfDays: 0,
        unmet: 'lost',
      },
      stock: { onHand: 40 + ((i * 31) % 300), allocated: 0, unusable: 0, safetyStock: null, asOf, minute: 0 },
      orders: [order('1', asOf + 10), order('2', asOf + 40)],
      leadTime: {
        supplier: 'ACME',
        lead: 14,
        calendar: 'weekdays',
        sd: 2,
        reviewDays: 7,
        orderDays: everyDay,
        cutoff: null,
        maxPerWeek: null,
        holidays: new Set(),
      },
      pastReceipts: [],
      isClosedToday: false,
      sales: [],
      plan: [],
      holidays: new Set(),
      taught: { id: '1', common: learner.common, level: learner.levels.get(cellKey(line)) ?? null },
      rivals: [],
      like: null,
      promotions: [line],
    },
    line,
  ]
}

/** A plain projection of one cell over sixty days, as the loop that any planning tool runs. */
const plainLoop = (cells: number): number => {
  let short = 0
  const demand = new Float64Array(60).fill(7)
  for (let i = 0; i < cells; i++) {
    let balance = 40 + ((i * 31) % 300)
    for (let day = 0; day < 60; day++) {
      balance -= demand[day] as number
      if (day === 10 || day === 40) balance += 150
      if (balance < 0) short++
    }
  }
  return short
}

/** Judges lines over sixty days, facts at hand, on one core: milliseconds, and those of a plain projection of as many. */
export const judgeMany = (learner: Learner, lines: number) => {
  const cases = Array.from({ length: 2_000 }, (_, i) => lineFacts(learner, i))
  const judge = (count: number) => {
    let verdicts = 0
    for (let i = 0; i < count; i++) {
      const [facts, line] = cases[i % cases.length] as (typeof cases)[number]
      if (assessLine(facts, line, policy).verdict !== 'unknown') verdicts++
    }
    return verdicts
  }
  judge(cases.length)
  const start = performance.now()
  const verdicts = judge(lines)
  const milliseconds = performance.now() - start
  const plainStart = performance.now()
  plainLoop(lines * 100)
  const plainMilliseconds = (performance.now() - plainStart) / 100
  return { verdicts, milliseconds, plainMilliseconds }
}

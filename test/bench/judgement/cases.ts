import type { CellFacts } from '../../../src/domain/assessment/cell.ts'
import type { Policy } from '../../../src/domain/assessment/readiness.ts'
import { cellKey } from '../../../src/domain/cell.ts'
import { type Day, everyDay } from '../../../src/domain/day.ts'
import type { Learner } from '../../../src/domain/demand/learning/learner.ts'
import type { PromotionLine } from '../../../src/domain/promotions/promotion.ts'
import { type Calendar, lineOf } from './calendar.ts'
import type { Retailer } from './data.ts'

export const policy: Policy = { stockoutProbability: 0.1, staleDays: 2, moneyFloor: 0 }

type Supply = Pick<CellFacts, 'stock' | 'orders' | 'leadTime'>

const noSupply: Supply = { stock: null, orders: [], leadTime: null }

/** Gives the facts of a cell on the morning of a day, as the learner has them by then, with what the calendar has to come. */
export const factsOf = (
  retailer: Retailer,
  learner: Learner,
  calendar: Calendar,
  line: PromotionLine,
  asOf: Day,
  supply: Supply = noSupply,
): CellFacts => ({
  asOf,
  item: {
    sku: line.sku,
    name: line.sku,
    category: null,
    group: retailer.groupOf(line.sku),
    supplier: null,
    unitCost: null,
    unitPrice: null,
    currency: null,
    rule: { minimum: 0, multiple: 0 },
    shelfLifeDays: null,
    launchOn: null,
    discontinuedOn: null,
  },
  location: {
    location: line.location,
    name: line.location,
    suppliedBy: null,
    receiving: { days: everyDay, closed: new Set(), dockToStock: 0 },
    onShelfDays: 0,
    unmet: 'lost',
  },
  pastReceipts: [],
  isClosedToday: false,
  sales: [],
  plan: [],
  holidays: retailer.holidays,
  taught: { id: '1', common: learner.common, level: learner.levels.get(cellKey(line)) ?? null },
  rivals: calendar.rivals(line, asOf, line.end),
  like: null,
  promotions: [
    line,
    ...calendar
      .own(line, asOf, line.start - 1)
      .filter(({ end }) => end < line.start)
      .map((run) => ({ ...lineOf(run), rank: 0 })),
  ],
  ...supply,
})

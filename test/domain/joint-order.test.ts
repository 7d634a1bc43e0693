import { describe, expect, it } from 'vitest'
import type { CellFacts } from '../../src/domain/assessment/cell.ts'
import { assessLine } from '../../src/domain/assessment/judge.ts'
import { type JudgedLine, type Policy, promotionReadiness } from '../../src/domain/assessment/readiness.ts'
import { dayOf, everyDay } from '../../src/domain/day.ts'
import { nothingLearned } from '../../src/domain/demand/learning/learned.ts'
import type { PromotionLine } from '../../src/domain/promotions/promotion.ts'
import { candidatesOf, judgedLines, ordersTogether } from '../_helpers/judged.ts'

const asOf = dayOf('2026-06-01')
const policy: Policy = { stockoutProbability: 0.2, staleDays: 3, moneyFloor: 0 }

const promotion = (id: string, start: string, end: string, location: string): PromotionLine => ({
  ...{ promotionId: id, name: id, sku: 'COLA', location, start: dayOf(start), end: dayOf(end) },
  ...{ stated: { kind: 'extra', units: 100 }, price: null, discount: null, type: null, owner: null },
  ...{ status: 'committed', hero: false, priority: null, rank: Number(id.slice(2)) },
})

/** A shop that sells 10 a day; orders take ten days and come in lots of 50, 200 at least. */
const shop = (location: string, promotions: readonly PromotionLine[], more: Partial<CellFacts> = {}): CellFacts => ({
  asOf,
  item: {
    ...{ sku: 'COLA', name: 'Cola', category: null, group: '', supplier: 'ACME', unitCost: 1, unitPrice: 2 },
    ...{
      currency: 'EUR',
      rule: { minimum: 200, multiple: 50 },
      shelfLifeDays: null,
      launchOn: null,
      discontinuedOn: null,
    },
  },
  location: {
    ...{ location, name: location, suppliedBy: null, onShelfDays: 0, unmet: 'lost' },
    receiving: { days: everyDay, closed: new Set(), dockToStock: 0 },
  },
  stock: { onHand: 400, allocated: 0, unusable: 0, safetyStock: null, asOf, minute: 0 },
  orders: [],
  pastReceipts: [],
  leadTime: {
    ...{ supplier: 'ACME', lead: 10, calendar: 'calendar', sd: 0, reviewDays: null, orderDays: everyDay },
    ...{ cutoff: null, maxPerWeek: null, holidays: new Set() },
  },
  isClosedToday: false,
  sales: [],
  plan: Array.from({ length: 120 }, (_, i) => ({ day: asOf - 10 + i, days: 1, units: 10 })),
  holidays: new Set(),
  taught: { id: '0', common: nothingLearned(asOf), level: null },
  rivals: [],
  like: null,
  promotions,
  ...more,
})

const judged = (facts: CellFacts): readonly JudgedLine[] =>
  judgedLines(facts.promotions.map((line) => assessLine(facts, line, policy)))
const at = (location: string) => shop(location, [promotion('P-1', '2026-07-06', '2026-07-12', location)])

/** The facts once an order is placed: marked for its promotions and confirmed for the last day that it may come. */
const afterOrders = (facts: CellFacts, lines: readonly JudgedLine[]): CellFacts => ({
  ...facts,
  orders: ordersTogether(lines).flatMap(({ orderBy, needs }, i) =>
    needs
      .filter((need) => need.lines[0]?.line.location === facts.location.location)
      .map((need) => ({
        ...{ orderId: `PO-${i}`, line: '', quantity: need.units, due: orderBy + 10, promisedOn: null },
        ...{ status: 'confirmed' as const, supplier: null, orderedOn: asOf, receivedOn: null, receivedQuantity: null },
        ...{ promotionIds: need.shares.map(({ promotionId }) => promotionId), isOrdinary: false },
      })),
  ),
})

const lack = (lines: readonly JudgedLine[]) => lines.filter(({ verdict }) => verdict !== 'ready').length

describe('orders that several lines share', () => {
  it('have minimum and multiple once, and bring each shop what it needs', () => {
    const shops = [at('EAST'), at('WEST'), at('NORTH')]
    const lines = shops.flatMap(judged)
    const [order, ...others] = ordersTogether(lines)
    expect(others).toEqual([])
    // On mean demand each shop lacks 400 - 350 - 170 = -120, and 45 more for a strong week: three times 165, in lots of 50.
    expect(order?.needs.map(({ units }) => units)).toEqual([165, 165, 165])
    expect(order?.units).toBe(500)
    expect(shops.map((facts) => lack(judged(afterOrders(facts, lines))))).toEqual([0, 0, 0])
  })

  it('are the same figure in the risk', () => {
    const lines = [at('EAST'), at('WEST')].flatMap(judged)
    const [candidate] = candidatesOf([
      { promotionId: 'P-1', name: 'P-1', start: asOf + 35, end: asOf + 41, readiness: promotionReadiness(lines) },
    ])
    expect(candidate?.orderUnits).toBe(ordersTogether(lines)[0]?.units)
    expect(candidate?.orderBy).toBe(ordersTogether(lines)[0]?.orderBy)
  })

  it('are two where a promotion comes so much later that its units would be sold before', () => {
    const facts = shop('EAST', [
      promotion('P-1', '2026-07-06', '2026-07-12', 'EAST'),
      promotion('P-2', '2026-08-17', '2026-08-23', 'EAST'),
    ])
    const lines = judged(facts)
    expect(ordersTogether(lines)).toHaveLength(2)
    expect(lack(judged(afterOrders(facts, lines)))).toBe(0)
  })

  it('are marked by promotion beside ordinary replenishment, and ordinary orders go on', () => {
    const plain = at('EAST')
    const lead = plain.leadTime && { ...plain.leadTime, reviewDays: 7 }
    const promotions = [
      promotion('P-1', '2026-07-06', '2026-07-12', 'EAST'),
      promotion('P-2', '2026-07-20', '2026-07-26', 'EAST'),
    ]
    const facts = shop('EAST', promotions, { leadTime: lead })
    const lines = judged(facts)
    expect(lack(lines)).toBe(2)
    const [order] = ordersTogether(lines)
    expect(order?.needs[0]?.shares.map(({ promotionId }) => promotionId)).toEqual(['P-1', 'P-2'])
    expect(lack(judged(afterOrders(facts, lines)))).toBe(0)
  })
})

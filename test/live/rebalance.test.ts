import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { CellFacts } from '../../src/domain/assessment/cell.ts'
import { assessLine } from '../../src/domain/assessment/judge.ts'
import { byUrgency, type Policy } from '../../src/domain/assessment/readiness.ts'
import { rebalance } from '../../src/domain/live/rebalance.ts'
import { isShort, optionCandidate } from '../../src/domain/options/option-candidate.ts'
import { surplusUnits } from '../../src/domain/options/surplus.ts'
import type { PromotionLine } from '../../src/domain/promotions/promotion.ts'
import { asOf, cellFacts, onlyPlaced } from '../domain/arbitrary-facts.ts'

const policy: Policy = { stockoutProbability: 0.2, staleDays: 365, moneyFloor: 100 }

const running = (facts: CellFacts, location: string, more: number, days: number): CellFacts => ({
  ...facts,
  isClosedToday: false,
  stock: facts.stock && { ...facts.stock, onHand: facts.stock.onHand + more },
  location: { ...facts.location, location, receiving: { ...facts.location.receiving, dockToStock: 0 } },
  promotions: facts.promotions.slice(0, 1).map((line) => ({
    ...line,
    location,
    status: 'committed',
    start: asOf - 1,
    end: asOf + days,
  })),
})

it('a transfer that is made exactly covers the receiver, and leaves the giver no worse and none below its protection', () => {
  let made = 0
  fc.assert(
    fc.property(
      cellFacts({ leadTime: onlyPlaced, others: 0 }),
      cellFacts({ leadTime: onlyPlaced, others: 0 }),
      fc.integer({ min: 3, max: 12 }),
      (some, other, days) => {
        const [short, giver] = [running(some, 'EAST', -400, days), running(other, 'WEST', 1_500, days)]
        if ((short.stock?.onHand ?? -1) < 0) return
        const line = short.promotions[0] as PromotionLine
        const candidate = optionCandidate(short, line, policy)
        if (candidate === null || !isShort(candidate)) return
        const spare = surplusUnits(giver, policy, line.end) ?? 0
        const move = rebalance([candidate], [{ facts: giver, spare }], policy).get(candidate)
        if (move === undefined) return
        made++
        expect(move).toMatchObject({ from: 'WEST' })
        expect(move.day).toBeLessThanOrEqual(line.end)
        expect(move.units).toBeLessThanOrEqual(spare)
        const arriving = {
          ...{ orderId: 'T-1', line: '', quantity: move.units, due: move.day, promisedOn: move.day },
          ...{
            status: 'confirmed' as const,
            supplier: null,
            orderedOn: asOf,
            receivedOn: null,
            receivedQuantity: null,
          },
          ...{ promotionIds: [line.promotionId], isOrdinary: false },
        }
        expect(assessLine({ ...short, orders: [...short.orders, arriving] }, line, policy).verdict).toBe('ready')
        const own = giver.promotions[0] as PromotionLine
        const stock = giver.stock as NonNullable<CellFacts['stock']>
        const after = { ...giver, stock: { ...stock, onHand: stock.onHand - move.units } }
        const [was, is] = [assessLine(giver, own, policy).verdict, assessLine(after, own, policy).verdict]
        expect(byUrgency(is, was)).toBeGreaterThanOrEqual(0)
      },
    ),
    { numRuns: 250, seed: 20260601 },
  )
  expect(made).toBeGreaterThan(10)
})

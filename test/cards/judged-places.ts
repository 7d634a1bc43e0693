import fc from 'fast-check'
import type { CellFacts } from '../../src/domain/assessment/cell.ts'
import { assessLine } from '../../src/domain/assessment/judge.ts'
import type { PromotionLine } from '../../src/domain/promotions/promotion.ts'
import { candidatesOf, judgedParts } from '../_helpers/judged.ts'
import { cellFacts } from '../domain/arbitrary-facts.ts'

/** The policy that situations are judged by. */
export const policy = { stockoutProbability: 0.2, staleDays: 3, moneyFloor: 0 }

/** A cell of an item that sells a few units a week. */
const slow = (facts: CellFacts): CellFacts => ({
  ...facts,
  stock: facts.stock && { ...facts.stock, onHand: facts.stock.onHand % 9, allocated: 0 },
  orders: facts.orders.map((order) => ({ ...order, quantity: 1 + (order.quantity % 5) })),
  plan: facts.plan.map((day) => ({ ...day, units: day.units / 80 })),
  promotions: facts.promotions.map((line) => ({
    ...line,
    stated:
      line.stated.kind === 'uplift' || line.stated.kind === 'unstated'
        ? line.stated
        : { ...line.stated, units: (line.stated.units % 60) / 10 },
  })),
})

/** Cells of which some sell little, and some have sold more already than they expect to. */
export const cells = fc
  .tuple(cellFacts(), fc.constantFrom(true, false, false), fc.constantFrom(null, null, null, 3000))
  .map(([facts, isSlow, allocated]): CellFacts => {
    if (isSlow) return slow(facts)
    return allocated === null ? facts : { ...facts, stock: { ...facts.stock, allocated } }
  })

/** A promotion at one to three shops; some of what is ordered there is for one of the promotions on the shelf. */
export const placesOfAPromotion = fc
  .array(
    fc.tuple(cells, fc.constantFrom(null, 'P-0', 'P-1'), fc.boolean()).map(([facts, marked, received]): CellFacts => {
      const [first, ...others] = facts.orders
      if (first === undefined || marked === null) return facts
      const order = received
        ? { ...first, status: 'received' as const, receivedOn: facts.asOf - 1, receivedQuantity: first.quantity }
        : first
      return { ...facts, orders: [{ ...order, promotionIds: [marked] }, ...others] }
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((all): readonly CellFacts[] => {
    const [judged] = (all[0] as CellFacts).promotions as [PromotionLine]
    return all.map((facts, i) => {
      const location = `SHOP-${'ABC'[i]}`
      const { start, end, status, priority } = judged
      const promotions = facts.promotions.map((one) => ({ ...one, location }))
      const [own, ...others] = promotions as [PromotionLine, ...PromotionLine[]]
      return {
        ...facts,
        location: { ...facts.location, location },
        promotions: [{ ...own, start, end, status, priority }, ...others],
      }
    })
  })

/** The promotion of some places as it is judged, with its lines and the rows of its risks. */
export const viewOf = (all: readonly CellFacts[]) => {
  const lines = all.map((facts) => assessLine(facts, facts.promotions[0] as PromotionLine, policy))
  const [{ line, facts }] = lines as [(typeof lines)[number]]
  const { promotionId, name, start, end, status } = line
  const view = {
    ...{ promotionId, name, owner: null, status, start, end, asOf: facts.asOf },
    ...{ override: null, ...judgedParts(promotionId, lines), type: null, commitBy: null, registeredBy: null },
  }
  const candidates = candidatesOf([view])
  return {
    view,
    lines,
    candidates,
    rows: candidates.map((candidate) => ({ candidate, record: null })),
    today: facts.asOf,
  }
}

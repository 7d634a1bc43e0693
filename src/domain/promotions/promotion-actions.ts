import type { JudgedLine } from '../assessment/readiness.ts'
import { cellKey } from '../cell.ts'
import type { JointOrder } from '../risks/joint-order.ts'
import type { RiskCandidate } from '../risks/risk-candidate.ts'
import { riskCandidates } from '../risks/risk-index.ts'
import type { JudgedPromotion } from './judged-promotion.ts'

const none: ReadonlySet<string> = new Set()

/**
 * Lists what somebody has to do about one promotion looked at alone: the risks that its lines call for. An order that it is
 * known to share with other promotions, by identity, is to be placed even where it would not pay for this one alone.
 */
export const promotionActions = (
  view: JudgedPromotion,
  sharedOrders: ReadonlySet<string> = none,
): readonly RiskCandidate<JudgedPromotion>[] => riskCandidates([view], (lines) => ordersFor(view, lines), sharedOrders)

/** Gives the orders of some lines as they were judged: those that they share, and those of lines that share none. */
const ordersFor = ({ shared }: JudgedPromotion, lines: readonly JudgedLine[]): readonly JointOrder[] => {
  const inTime = lines.filter(({ verdict, window }) => verdict === 'at-risk' && window.orderBy !== null)
  const orders = new Set(inTime.flatMap((line) => shared.get(cellKey(line.line))?.order ?? []))
  const alone = inTime.filter((line) => !shared.has(cellKey(line.line)))
  return [...orders, ...alone.flatMap(ownOrders)].toSorted((a, b) => a.orderBy - b.orderBy)
}

const ownOrders = (line: JudgedLine): readonly JointOrder[] => {
  const { orderBy, orderUnits, needUnits, laterOrders, delivery } = line.window
  if (orderBy === null || orderUnits === null) return []
  const need = (units: number) => ({
    lines: [line],
    units,
    shares: [{ promotionId: line.line.promotionId, units }],
    notBefore: delivery?.from ?? null,
  })
  const order = (by: number, units: number, needed: number): JointOrder => ({
    orderBy: by,
    units,
    needs: [need(needed)],
    usableBy: delivery?.by ?? line.line.start,
    delivery,
  })
  return [
    order(orderBy, orderUnits, Math.min(orderUnits, needUnits ?? orderUnits)),
    ...laterOrders.map((later) => order(later.orderBy, later.units, later.units)),
  ]
}

import { refusalCard } from '../../cards/language/plain-card.ts'
import { dateWords, unitWords } from '../../cards/language/words.ts'
import { cellWords } from '../../cards/promotions/problem-words.ts'
import { cancelledCard, type Leftover } from '../../cards/promotions/promotion-change-card.ts'
import type { LineAssessment } from '../../domain/assessment/readiness.ts'
import { isoOf } from '../../domain/day.ts'
import { coverDays } from '../../domain/policy.ts'
import { choice } from '../../parsing/values.ts'
import { assessmentContext, assessTogether } from '../../services/assessment/assess-promotions.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { statusOf } from '../../store/promotions/stored-promotion.ts'
import { readKeyed, readReason, sortArguments } from '../dispatch/arguments.ts'
import { type Argument, answer, type Command, keysOf } from '../dispatch/command.ts'
import { findPromotion } from './find-promotion.ts'
import { postToThreads } from './post-promotion.ts'
import { promotionChanges } from './promotion-changes.ts'

const takes: readonly Argument[] = [
  { name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true },
  { name: 'why', value: 'supply', says: 'supply or other; it counts in the scorecard', isNeeded: true },
  { name: 'reason', value: '"..."', says: 'in your words' },
]

/** Cancels a promotion for a reason, and lists what is on order for its items. */
export const promoCancel: Command = {
  name: 'promo cancel',
  takes,
  does: 'cancel a promotion and see what is on order for it',
  examples: ['/promo cancel P-1 why:supply reason:"ACME cannot deliver before August"'],
  right: 'register',
  run: async (context) => {
    const { workspace, today, person } = context
    const given = sortArguments(context.words, keysOf(promoCancel))
    const why = readKeyed(given, 'why', choice('supply', 'other'))
    const reason = readReason(given, null) || null
    if (given.problems.length > 0) return answer(refusalCard(`${given.problems.join(' ')} Nothing was cancelled.`))
    const lookup = await findPromotion(context, given.bare.join(' '))
    if (!lookup.ok) return answer(lookup.error)
    const found = lookup.value
    if (statusOf(found) === 'cancelled')
      return answer(refusalCard(`${found.name} (${found.promotionId}) is already cancelled. Nothing was changed.`))
    if (found.rows.every((row) => row.end_on < isoOf(today)))
      return answer(
        refusalCard(
          `${found.name} (${found.promotionId}) is over and can no longer be cancelled. Nothing was changed.`,
        ),
      )
    if (why === null)
      return answer(
        refusalCard(`Why is ${found.name} (${found.promotionId}) cancelled? Nothing was cancelled yet.`, [
          `Supply cannot deliver: /promo cancel ${found.promotionId} why:supply`,
          `Another reason: /promo cancel ${found.promotionId} why:other reason:"..."`,
        ]),
      )
    const visibility = await loadVisibility(workspace, isoOf(today))
    const [before] = await assessTogether(assessmentContext(context, visibility), [found])
    if (before === undefined) throw new Error('A promotion was not judged')
    const cancelled = { ...found, rows: found.rows.map((row) => ({ ...row, status: 'cancelled' as const })) }
    const view = judgedPromotion(before)
    const draw = () =>
      cancelledCard(view, { by: person.name, why, reason, leftovers: before.lines.flatMap(leftoverOf) })
    return {
      changes: [
        ...promotionChanges(context, found, cancelled, { ...before, promotion: cancelled }, 'cancel', { why, reason }),
        ...(await postToThreads(context, view, draw, 'broadcast')),
      ],
      reply: draw(),
    }
  },
}

/** Lists what is on order for a line, and the units that remain of stock and orders after four more weeks of normal sales; none where less than one unit remains. */
const leftoverOf = (line: LineAssessment): readonly Leftover[] => {
  const { facts, demand, baselineUnits, ledger } = line
  const { asOf } = facts
  const coming = facts.orders.filter((order) => order.status === 'confirmed' && order.due !== null && order.due >= asOf)
  const last = ledger.at(-1)
  if (coming.length === 0 || last === undefined || demand === null || baselineUnits === null) return []
  const days = line.line.end - Math.max(asOf, line.line.start) + 1
  const ordinary = (baselineUnits / days) * coverDays
  const later = coming.filter((order) => (order.due as number) > last.day)
  const units =
    last.balance + (demand.mean - baselineUnits) - ordinary + later.reduce((sum, order) => sum + order.quantity, 0)
  if (units < 1) return []
  return [
    {
      cell: cellWords(line),
      units,
      orders: coming.map(
        (order) => `${order.orderId}: ${unitWords(order.quantity)} due ${dateWords(order.due as number, asOf)}`,
      ),
    },
  ]
}

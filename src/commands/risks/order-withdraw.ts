import { noteCard, refusalCard } from '../../cards/language/plain-card.ts'
import { verdictChangeWords } from '../../cards/risks/reported-order-card.ts'
import { isCalledFor, type RiskRecord } from '../../domain/risks/risk.ts'
import { noTypedInput } from '../../services/assessment/load-cell-facts.ts'
import { reassessWithInput } from '../../services/assessment/reassess-with-input.ts'
import { reopenAfterOrder } from '../../services/risks/reopen-after-order.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadPromotionsWithItems } from '../../store/feeds/affected-promotions.ts'
import { loadReportedOrdersNumbered } from '../../store/promotions/reported-orders.ts'
import { loadRisksNumbered } from '../../store/risks/risks.ts'
import { answer, type Command } from '../dispatch/command.ts'

/** Withdraws a reported order, so that it no longer counts. */
export const orderWithdraw: Command = {
  name: 'shelfready withdraw',
  takes: [{ name: 'REFERENCE', value: null, says: "the order's number", isNeeded: true }],
  does: 'take back an order that was recorded and never placed',
  examples: ['/shelfready withdraw PO-91'],
  right: 'handle-risks',
  run: async (context) => {
    const { workspace, person, placeName, today } = context
    const typed = context.words.map(({ value }) => value).join(' ')
    const parts = typed === '' ? [] : await loadReportedOrdersNumbered(workspace, typed)
    const [first] = parts
    if (first === undefined)
      return answer(
        refusalCard(
          typed === ''
            ? 'Which order? For example: /shelfready withdraw PO-91. Nothing was changed.'
            : `Nobody has recorded an order ${typed} that still counts. Orders from the feed are changed in your order system. Nothing was changed.`,
        ),
      )
    const riskIds = parts.map(({ riskId }) => riskId)
    const risks = [...(await loadRisksNumbered(workspace, riskIds)).values()]
    const ids = parts.map(({ id }) => id)
    const own = risks
      .filter(({ id }) => riskIds.includes(id))
      .flatMap(({ subject }) => subject.promotions.map(({ promotionId }) => promotionId))
    // The order may have ended its risk, so the affected promotions are also found by the items.
    const dependent = await loadPromotionsWithItems(workspace, [...new Set(parts.map(({ sku }) => sku))], today)
    const affected = [...new Set([...own, ...dependent])]
    const assessed = await reassessWithInput(context, affected, { ...noTypedInput, withdrawn: ids })
    const short = new Set(assessed.promotions.flatMap(({ promotionId, to }) => (to === 'ready' ? [] : [promotionId])))
    const again = risks
      .filter((record) => riskIds.includes(record.id) && !isCalledFor(record) && record.state === 'resolved')
      .filter(({ subject }) => subject.promotions.some(({ promotionId }) => short.has(promotionId)))
      .map((record): RiskRecord => ({ ...record, state: 'mitigating', endedAt: null }))
    return {
      changes: [
        { kind: 'update-reported-orders', ids, from: ['counts', 'asked'], to: 'withdrawn' },
        ...assessed.changes,
        ...reopenAfterOrder([...risks, ...again], parts, context),
        ...(affected.length === 0 ? [first.orderId] : affected).map(
          (entity): Change => ({
            kind: 'audit',
            actor: person.id,
            place: placeName,
            action: 'withdraw',
            entity,
            detail: { name: person.name, order: first.orderId },
          }),
        ),
      ],
      reply: noteCard(
        [`${first.orderId} no longer counts.`, verdictChangeWords(assessed.promotions, today)]
          .filter((part) => part !== '')
          .join(' '),
      ),
    }
  },
}

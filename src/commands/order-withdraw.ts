import { noteCard, refusalCard } from '../cards/plain-card.ts'
import { verdictChangeWords } from '../cards/told-card.ts'
import { isCalledFor, type RiskRecord } from '../domain/risk.ts'
import { done, isNoDeed } from '../domain/risk-deed.ts'
import type { ToldOrder } from '../domain/told-order.ts'
import type { Change } from '../store/change.ts'
import { loadRisksNumbered } from '../store/risks.ts'
import { loadToldNamed } from '../store/told-orders.ts'
import { loadWithItems } from '../store/touched.ts'
import { type Asked, answer, type Command } from './outcome.ts'
import { rejudged } from './rejudging.ts'
import { nothing } from './shelves.ts'

/** Takes back an order that somebody told of: it no longer counts. */
export const orderWithdraw: Command = {
  name: 'shelfready withdraw',
  takes: [{ name: 'REFERENCE', value: null, says: "the order's number", isNeeded: true }],
  does: 'takes back an order that was told of and was not placed',
  examples: ['/shelfready withdraw PO-91'],
  right: 'handle-risks',
  run: async (asked) => {
    const { workspace, person, placeName, today } = asked
    const said = asked.words.map(({ value }) => value).join(' ')
    const parts = said === '' ? [] : await loadToldNamed(workspace, said)
    const [first] = parts
    if (first === undefined)
      return answer(
        refusalCard(
          said === ''
            ? 'Which order? Say its number, such as /shelfready withdraw PO-91. Nothing was changed.'
            : `Nobody told of an order ${said} that still counts; what the feed of orders has is changed there. Nothing was changed.`,
        ),
      )
    const told = parts.map(({ riskId }) => riskId)
    const risks = [...(await loadRisksNumbered(workspace, told)).values()]
    const ids = parts.map(({ id }) => id)
    const own = risks
      .filter(({ id }) => told.includes(id))
      .flatMap(({ subject }) => subject.promotions.map(({ promotionId }) => promotionId))
    // The risk that it was told for may be over because of it.
    const resting = await loadWithItems(workspace, [...new Set(parts.map(({ sku }) => sku))], today)
    const touched = [...new Set([...own, ...resting])]
    const judged = await rejudged(asked, touched, { ...nothing, withdrawn: ids })
    const short = new Set(judged.promotions.flatMap(({ promotionId, to }) => (to === 'ready' ? [] : [promotionId])))
    const again = risks
      .filter((record) => told.includes(record.id) && !isCalledFor(record) && record.state === 'resolved')
      .filter(({ subject }) => subject.promotions.some(({ promotionId }) => short.has(promotionId)))
      .map((record): RiskRecord => ({ ...record, state: 'mitigating', endedAt: null }))
    return {
      changes: [
        { kind: 'settle-told-orders', ids, from: ['counts', 'asked'], to: 'withdrawn' },
        ...judged.changes,
        ...reopened([...risks, ...again], parts, asked),
        ...(touched.length === 0 ? [first.orderId] : touched).map(
          (entity): Change => ({
            kind: 'note',
            actor: person.id,
            place: placeName,
            action: 'withdraw',
            entity,
            detail: { name: person.name, order: first.orderId },
          }),
        ),
      ],
      reply: noteCard(
        [`${first.orderId} no longer counts.`, verdictChangeWords(judged.promotions)]
          .filter((part) => part !== '')
          .join(' '),
      ),
    }
  },
}

/** The risks that an order was told of for are questions again once the order no longer counts. */
export const reopened = (
  risks: readonly RiskRecord[],
  parts: readonly Pick<ToldOrder, 'riskId'>[],
  moment: Pick<Asked, 'now' | 'today'>,
): readonly Change[] =>
  risks
    .filter(
      (record) =>
        parts.some(({ riskId }) => riskId === record.id) && record.state === 'mitigating' && isCalledFor(record),
    )
    .flatMap((record) => {
      const risk = done(record, { kind: 'silence' }, moment)
      return isNoDeed(risk) ? [] : [{ kind: 'keep-risk', risk } as const]
    })

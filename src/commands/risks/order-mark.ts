import { noteCard, refusalCard } from '../../cards/language/plain-card.ts'
import { listWords } from '../../cards/language/words.ts'
import { verdictChangeWords } from '../../cards/risks/reported-order-card.ts'
import { isoOf } from '../../domain/day.ts'
import type { OrderMark } from '../../domain/promotions/order-mark.ts'
import { noTypedInput } from '../../services/assessment/load-cell-facts.ts'
import { reassessWithInput } from '../../services/assessment/reassess-with-input.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadPromotionsWithItems } from '../../store/feeds/affected-promotions.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadKnownOrder } from '../../store/promotions/known-orders.ts'
import { liveRows } from '../../store/promotions/stored-promotion.ts'
import { answer, type Command, type CommandContext } from '../dispatch/command.ts'
import { findPromotion } from '../promotions/find-promotion.ts'

type Meant =
  | { readonly kind: 'promotion'; readonly name: string }
  | { readonly kind: 'ordinary' }
  | { readonly kind: 'unsaid' }

const example = '/shelfready mark PO-77 for P-1'

/** Says what an order is for: a promotion, or none in particular. */
export const orderMark: Command = {
  name: 'shelfready mark',
  takes: [
    { name: 'ORDER', value: null, says: "the order's number", isNeeded: true },
    { name: 'for PROMOTION', value: null, says: 'its id or name; or ordinary; or unsaid to undo', isNeeded: true },
  ],
  does: 'say which promotion an order is for, or that it is an ordinary one',
  examples: [example, '/shelfready mark PO-77 ordinary'],
  right: 'handle-risks',
  run: async (context) => {
    const { orderId, meant } = readWords(context.words.map(({ value }) => value))
    if (orderId === '' || meant === null)
      return refuse(`Which order, and what is it for? For example: ${example}, or /shelfready mark PO-77 ordinary.`)
    const visibility = await loadVisibility(context.workspace, isoOf(context.today))
    const order = await loadKnownOrder(context.workspace, visibility, orderId)
    if (order === null) return refuse(`I do not know an order ${orderId}: no feed has it, and nobody has recorded it.`)
    const fed = order.promotionIds.join(', ')
    if (fed !== '')
      return refuse(`The order feed says ${order.orderId} is for ${fed}, and the feed wins. Change it there.`)
    if (meant.kind !== 'promotion') return mark(context, order.orderId, order.skus, meant)
    const found = await findPromotion(context, meant.name)
    if (!found.ok) return answer(found.error)
    const { promotionId, name } = found.value
    const items = new Set(liveRows(found.value).map(({ sku }) => sku))
    const skus = order.skus.filter((sku) => items.has(sku))
    if (skus.length === 0)
      return refuse(`${order.orderId} has no item of ${name} (${promotionId}). It is for ${listWords(order.skus)}.`)
    return mark(context, order.orderId, skus, { kind: 'promotion', promotionId, name })
  },
}

const refuse = (why: string) => answer(refusalCard(`${why} Nothing was changed.`))

const readWords = (words: readonly string[]): { readonly orderId: string; readonly meant: Meant | null } => {
  const at = words.findIndex((word) => word.toLowerCase() === 'for')
  const last = (words.at(-1) ?? '').toLowerCase()
  if (last === 'ordinary' || last === 'unsaid')
    return { orderId: words.slice(0, at < 0 ? -1 : at).join(' '), meant: { kind: last } }
  if (at < 0 || at === words.length - 1) return { orderId: words.join(' '), meant: null }
  return {
    orderId: words.slice(0, at).join(' '),
    meant: { kind: 'promotion', name: words.slice(at + 1).join(' ') },
  }
}

type Said =
  | { readonly kind: 'promotion'; readonly promotionId: string; readonly name: string }
  | { readonly kind: 'ordinary' | 'unsaid' }

const mark = async (context: CommandContext, orderId: string, skus: readonly string[], said: Said) => {
  const { workspace, person, placeName, today } = context
  const promotionIds = said.kind === 'promotion' ? [said.promotionId] : []
  const marks = skus.map((sku): OrderMark => ({ orderId, sku, location: null, promotionIds, by: person, on: today }))
  const affected = [...new Set([...promotionIds, ...(await loadPromotionsWithItems(workspace, skus, today))])]
  const typed = said.kind === 'unsaid' ? { unsaid: marks } : { marks }
  const judged = await reassessWithInput(context, affected, { ...noTypedInput, ...typed })
  return {
    changes: [
      ...(said.kind === 'unsaid'
        ? skus.map((sku): Change => ({ kind: 'withdraw-order-marks', orderId, sku }))
        : marks.map((one): Change => ({ kind: 'keep-order-mark', mark: one }))),
      ...judged.changes,
      ...(affected.length === 0 ? [orderId] : affected).map(
        (entity): Change => ({
          kind: 'audit',
          actor: person.id,
          place: placeName,
          action: 'mark',
          entity,
          detail: { name: person.name, order: orderId, for: said.kind === 'promotion' ? said.promotionId : said.kind },
        }),
      ),
    ],
    reply: noteCard(
      [
        sentenceOf(orderId, said),
        verdictChangeWords(judged.promotions, context.today),
        said.kind === 'unsaid' ? '' : `Undo: /shelfready mark ${orderId} unsaid`,
      ]
        .filter(Boolean)
        .join('. '),
    ),
  }
}

const sentenceOf = (orderId: string, said: Said): string => {
  switch (said.kind) {
    case 'promotion':
      return `${orderId} is now reserved for ${said.name} (${said.promotionId}) until it ends`
    case 'ordinary':
      return `${orderId} is now an ordinary order, not reserved for a promotion`
    case 'unsaid':
      return `${orderId} is no longer marked`
  }
}

import { itemsCard, itemWords } from '../../cards/gate/item-words.ts'
import { noteCard } from '../../cards/language/plain-card.ts'
import type { ReadinessItem } from '../../domain/gate/readiness-item.ts'
import { longestPromotionName, longestTerm } from '../../domain/policy.ts'
import { readDate } from '../../parsing/dates.ts'
import { auditEntry } from '../../services/audit-entry.ts'
import { loadNextNumber } from '../../store/database/counter.ts'
import type { StoredPromotion } from '../../store/promotions/promotions.ts'
import { loadReadinessItems } from '../../store/promotions/readiness-items.ts'
import { type Arguments, oneLine, sortArguments } from '../dispatch/arguments.ts'
import { type Argument, answer, type Command, type CommandContext, keysOf, type Outcome } from '../dispatch/command.ts'
import { refused, refusedList } from '../dispatch/refusals.ts'
import { findPromotion } from '../promotions/find-promotion.ts'

const promotion: Argument = { name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true }

/** Lists what must be ready for a promotion apart from stock. */
export const promoItems: Command = {
  name: 'promo items',
  aliases: ['promo item list', 'promo checklist'],
  takes: [promotion],
  does: 'list what must be ready apart from stock',
  examples: ['/promo items P-1'],
  right: 'see',
  run: async (context) => {
    const lookup = await findPromotion(context, sortArguments(context.words, []).bare.join(' '))
    if (!lookup.ok) return answer(lookup.error)
    const { name, promotionId } = lookup.value
    return answer(itemsCard(name, promotionId, await itemsOf(context, promotionId), context.today))
  },
}

const takes: readonly Argument[] = [
  promotion,
  { name: 'NAME', value: null, says: 'what must be ready, in quotes', isNeeded: true },
  { name: 'owner', value: '@ana', says: 'who sees to it (default: you)' },
  { name: 'due', value: '"5 Jun"', says: 'the day it must be ready', isNeeded: true },
]

/** Adds what must be ready for a promotion apart from stock; it is listed, and never judged. */
export const promoItemAdd: Command = {
  name: 'promo item add',
  takes,
  does: 'add what must be ready apart from stock: a display kit, a web page',
  examples: ['/promo item add P-1 "Display kit" owner:@ana due:"5 Jun"'],
  right: 'propose',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf({ takes }))
    const [named = '', ...rest] = given.bare
    const lookup = await findPromotion(context, named)
    if (!lookup.ok) return answer(lookup.error)
    const item = await readItem(context, given, oneLine(rest.join(' ')))
    if (given.problems.length > 0 || item === null) return refusedList(given.problems, 'saved')
    return written(context, lookup.value, { item, what: 'added', audit: 'item-add' })
  },
}

const readItem = async (context: CommandContext, given: Arguments, name: string): Promise<ReadinessItem | null> => {
  const { keyed, problems } = given
  if (name === '') problems.push('What must be ready? Add it in quotes, "Display kit".')
  if (name.length > longestPromotionName) problems.push(`The name has more than ${longestPromotionName} characters.`)
  const due = keyed.get('due')?.trim() ?? ''
  const read = due === '' ? null : readDate(due, context)
  if (read === null) problems.push('By when? Add due:"5 Jun".')
  else if (!read.ok) problems.push(`due: ${read.error}`)
  const owner = oneLine(keyed.get('owner') ?? '').replace(/^@/, '') || context.person.name
  if (owner.length > longestTerm) problems.push(`owner: has more than ${longestTerm} characters.`)
  if (problems.length > 0 || read === null || !read.ok) return null
  return { id: await loadNextNumber(context.workspace, 'readiness-item'), name, owner, due: read.value, doneBy: null }
}

const settling = (verb: 'done' | 'remove', does: string): Command => ({
  name: `promo item ${verb}`,
  takes: [promotion, { name: 'NUMBER', value: null, says: 'its number on the list, or its name', isNeeded: true }],
  does,
  examples: [`/promo item ${verb} P-1 1`],
  right: 'propose',
  run: async (context) => {
    const [named = '', ...rest] = sortArguments(context.words, []).bare
    const lookup = await findPromotion(context, named)
    if (!lookup.ok) return answer(lookup.error)
    const { promotionId } = lookup.value
    const items = await itemsOf(context, promotionId)
    const which = rest.join(' ').trim().toLowerCase()
    const item = items.find(({ name }, i) => which === `${i + 1}` || (which !== '' && name.toLowerCase() === which))
    if (item === undefined) return refused([`Which one? See their numbers: /promo items ${promotionId}`])
    if (item.doneBy !== null) return refused([`${item.name} is done already, by ${item.doneBy}.`])
    const isDone = verb === 'done'
    return written(context, lookup.value, {
      item: isDone ? { ...item, doneBy: context.person.name } : item,
      what: isDone ? 'done' : 'removed',
      audit: isDone ? 'item-done' : 'item-remove',
    })
  },
})

/** Says that something that must be ready is. */
export const promoItemDone = settling('done', 'say that something apart from stock is ready')

/** Takes something off the list of what must be ready. */
export const promoItemRemove = settling('remove', 'take something off that list')

const itemsOf = async ({ workspace, today }: CommandContext, promotionId: string): Promise<readonly ReadinessItem[]> =>
  (await loadReadinessItems(workspace, [promotionId], today)).get(promotionId) ?? []

const written = (
  context: CommandContext,
  { name, promotionId }: StoredPromotion,
  { item, what, audit }: { item: ReadinessItem; what: 'added' | 'done' | 'removed'; audit: string },
): Outcome => {
  const { today, person } = context
  const by = { by: person.name, on: today }
  return {
    changes: [
      what === 'added'
        ? { kind: 'add-readiness-item', promotionId, item, ...by }
        : { kind: 'settle-readiness-item', promotionId, id: item.id, as: what, ...by },
      auditEntry(context, { action: audit, entity: promotionId, before: null, after: { item: item.name }, detail: {} }),
    ],
    reply: noteCard(
      what === 'removed'
        ? `${name} (${promotionId}): ${item.name} is off the list`
        : `${name} (${promotionId}): ${itemWords(item, today)}`,
    ),
  }
}

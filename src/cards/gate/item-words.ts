import type { Day } from '../../domain/day.ts'
import { itemsDue, type ReadinessItem } from '../../domain/gate/readiness-item.ts'
import type { Card } from '../language/card.ts'
import { dateWords } from '../language/words.ts'

/** Says what must be ready, by when and by whom, `Display kit: Ana, due Fri 5 Jun`. */
export const itemWords = ({ name, owner, due, doneBy }: ReadinessItem, today: Day): string => {
  const when =
    doneBy !== null
      ? `done by ${doneBy}`
      : due < today
        ? `late since ${dateWords(due, today)}`
        : due === today
          ? 'due today'
          : `due ${dateWords(due, today)}`
  return `${name}: ${owner}, ${when}`
}

/** Lists the items of a promotion that are due or late, for its card. */
export const dueItemWords = (items: readonly ReadinessItem[], today: Day): readonly string[] =>
  itemsDue(items, today).map((item) => itemWords(item, today))

/** Lists everything besides stock that must be ready for a promotion. */
export const itemsCard = (name: string, id: string, items: readonly ReadinessItem[], today: Day): Card => {
  const open = items.filter(({ doneBy }) => doneBy === null).length
  const title =
    items.length === 0
      ? `${name} (${id}) has no readiness items. Add one: /promo item add ${id} "Display kit" owner:@ana due:"5 Jun"`
      : `${name} (${id}): ${items.length - open} of ${items.length} readiness items done`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks:
      items.length === 0
        ? []
        : [{ kind: 'notes', notes: items.map((item, i) => `${i + 1}. ${itemWords(item, today)}`) }],
    footer: open === 0 ? null : `Done? /promo item done ${id} 1`,
  }
}

import { explainCard } from '../cards/explain-card.ts'
import { refusalCard } from '../cards/plain-card.ts'
import { assessNamed, isOutcome } from './find-promotion.ts'
import { answer, type Command } from './outcome.ts'

/** Explains the verdict of a promotion by its worst line, or by the line named. */
export const promoWhy: Command = {
  name: 'promo why',
  takes: [
    { name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true },
    { name: 'ITEM', value: null, says: 'one of its items; its worst line, unless you say' },
    { name: 'LOCATION', value: null, says: 'one of its locations' },
  ],
  does: 'traces a verdict to its reasons and figures',
  examples: ['promo why P-1', 'promo why P-1 SKU-100 EAST'],
  right: 'see',
  run: async (asked) => {
    const [said = '', sku, location] = asked.words.map((word) => word.value)
    const found = await assessNamed(asked, said)
    if (isOutcome(found)) return found
    const candidates = [...found.readiness.problems, ...found.lines].filter(
      ({ line }) =>
        (sku === undefined || line.sku.toLowerCase() === sku.toLowerCase()) &&
        (location === undefined || line.location.toLowerCase() === location.toLowerCase()),
    )
    const line = candidates[0]
    if (line) return answer(explainCard(line, 'eventful-days'))
    const has = found.lines.slice(0, 5).map(({ line: { sku: item, location: place } }) => `${item} ${place}`)
    return answer(
      refusalCard(
        `${found.promotion.promotionId} has no line ${[sku, location].filter(Boolean).join(' at ')}. It has ${has.join(', ')}${found.lines.length > has.length ? ' and others' : ''}.`,
      ),
    )
  },
}

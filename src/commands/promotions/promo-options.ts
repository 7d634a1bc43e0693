import { refusalCard } from '../../cards/language/plain-card.ts'
import { optionsCard } from '../../cards/options/options-card.ts'
import { loadOptions } from '../../services/assessment/load-options.ts'
import { answer, type Command } from '../dispatch/command.ts'
import { assessNamed } from './find-promotion.ts'

/** Prices the options of a promotion, doing nothing included, and marks the best one. */
export const promoOptions: Command = {
  name: 'promo options',
  aliases: ['promo option'],
  takes: [{ name: 'PROMOTION', value: null, says: 'its id or its name', isNeeded: true }],
  does: 'compare the ways out of a shortage, with their price',
  examples: ['/promo options P-1'],
  right: 'see',
  isPersonal: true,
  isLasting: true,
  run: async (context) => {
    const keyed = context.words.find((word) => word.key !== null)
    if (keyed !== undefined)
      return answer(
        refusalCard(
          `${keyed.key}: does not work here. Nothing was done. Write /promo options P-1, and /promo what-if to try other words.`,
        ),
      )
    const judged = await assessNamed(context, context.words.map((word) => word.value).join(' '))
    return answer(judged.ok ? optionsCard(await loadOptions(context, judged.value)) : judged.error)
  },
}

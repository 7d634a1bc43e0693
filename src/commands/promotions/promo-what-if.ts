import { draftId } from '../../cards/promotions/problem-words.ts'
import { whatIfCard } from '../../cards/promotions/registered-card.ts'
import { isoOf } from '../../domain/day.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { type Argument, answer, type Command } from '../dispatch/command.ts'
import { refusedList } from '../dispatch/refusals.ts'
import { draftPromotion, findNames, judgeDraft } from './draft-promotion.ts'
import { missingFields, parsePromotion, promotionArguments } from './parse-promotion.ts'

const takes: readonly Argument[] = [
  { name: 'NAME', value: null, says: 'what it would be called' },
  ...promotionArguments,
]

/** Assesses a promotion without registering it. */
export const promoWhatIf: Command = {
  name: 'promo what-if',
  aliases: ['promo whatif'],
  takes,
  takesTable: true,
  does: 'get a verdict without registering anything',
  examples: ['/promo what-if sku:SKU-100 at:EAST dates:"6-12 Jul" uplift:+60%'],
  right: 'see',
  run: async (context) => {
    const visibility = await loadVisibility(context.workspace, isoOf(context.today))
    const request = parsePromotion(context, takes)
    const named = await findNames(context, visibility, request.lines)
    const problems = [...request.problems, ...missingFields({ ...request, lines: named.lines }), ...named.problems]
    if (problems.length > 0 || request.days === null) return refusedList(problems, 'registered')
    const draft = await draftPromotion(context, visibility, named.lines, {
      promotionId: draftId,
      name: request.name === '' ? 'What if' : request.name,
      days: request.days,
      terms: request.terms,
      owner: context.person.name,
    })
    return answer(whatIfCard(judgedPromotion(await judgeDraft(context, visibility, draft))))
  },
}

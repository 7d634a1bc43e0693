import { functionOf } from '../../domain/decisions/decision-answer.ts'
import { ok } from '../../domain/result.ts'
import { findReview } from '../promotion-reviews/promo-review.ts'
import { bare, type FormDefinition, keyed, withoutWords } from './form-definition.ts'
import { type FieldSchema, free } from './form-field.ts'

/** Adds a line to a review, for the function that somebody speaks for; for either where that is not clear. */
export const reviewForm: FormDefinition = {
  id: 'answer',
  command: 'promo answer',
  open: async (context, subject) => {
    const found = await findReview(withoutWords(context), subject)
    if (!found.ok) return found
    const { name, promotionId } = found.value
    const own = functionOf(context.roles)
    const line = (label: string, hint: string): FieldSchema => free({ label, kind: 'lines', hint })
    const fields: Readonly<Record<string, FieldSchema>> = {
      ...(own === 'supply' ? {} : { marketing: line('Marketing says', 'The flyer came out two days late') }),
      ...(own === 'marketing' ? {} : { supply: line('Supply says', 'The second truck came a day late') }),
    }
    return ok({
      title: `Review of ${promotionId}`,
      submit: 'Save',
      says: [`What would you do differently next time? It stands in the review of ${name}.`],
      fields,
      values: {},
      revision: 0,
    })
  },
  words: (subject, values) => [bare(subject), ...keyed(values, ['marketing', 'supply'])],
}

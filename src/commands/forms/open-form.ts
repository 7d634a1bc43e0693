import type { Card } from '../../cards/language/card.ts'
import { type FilledForm, type Form, isForAnotherWay } from '../../cards/language/form.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { fillPickers } from './fill-pickers.ts'
import { formDefinition } from './form-catalogue.ts'
import type { FormContext } from './form-definition.ts'
import { fieldsOf } from './form-field.ts'
import { prefillFromMessage } from './prefill-from-message.ts'

/** The refusal of a form that is not in the catalogue. */
export const unknownForm = refusalCard(
  'That form is not mine, or it is from an older version. Nothing was done. /shelfready help shows what you can ask.',
)

/** What a form is asked to show: what a message says, and what was filled in so far. */
export type Wanted = Pick<FilledForm, 'form' | 'subject' | 'way'> & Partial<Pick<FilledForm, 'values' | 'revision'>>

/** Opens a form, prefilled with what a message says and with what was filled in so far; or answers why it cannot be opened. */
export const openForm = async (
  context: FormContext,
  { form, subject, values: filled = {}, way: drawn, revision: known }: Wanted,
  message: string | null = null,
): Promise<Result<Form, Card>> => {
  const definition = formDefinition(form)
  if (definition === null) return failed(unknownForm)
  const opened = await definition.open(context, subject, filled)
  if (!opened.ok) return opened
  const { values, fields, revision, title, says, submit, way } = opened.value
  const said = message === null ? {} : await prefillFromMessage(context, message)
  const isChanged = isForAnotherWay({ values: filled, ...(drawn === undefined ? {} : { way: drawn }) })
  const drawnFields = fieldsOf(fields, { ...values, ...said })
  // Where it has changed since, it is shown as it stands now.
  const isStale = known !== undefined && known !== revision
  const withValues = drawnFields.map((field) => {
    const typed = isStale || (isChanged && field.isOfWay) ? undefined : filled[field.name]
    return field.name === way?.field ? { ...field, value: way.chosen } : { ...field, value: typed ?? field.value }
  })
  return ok({
    id: definition.id,
    ...{ subject, revision, title, submit, says },
    fields: await fillPickers(context, withValues),
    ...(way === undefined ? {} : { way }),
    ...(definition.isLooking === true ? { isLooking: true } : {}),
  })
}

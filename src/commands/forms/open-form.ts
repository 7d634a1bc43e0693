import type { Card } from '../../cards/language/card.ts'
import type { Form } from '../../cards/language/form.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { formDefinition } from './form-catalogue.ts'
import type { FormContext } from './form-definition.ts'
import { fieldsOf } from './form-field.ts'
import { prefillFromMessage } from './prefill-from-message.ts'

/** The refusal of a form that is not in the catalogue. */
export const unknownForm = refusalCard(
  'That form is none of mine, or it belongs to an older Shelfready. Nothing was done; /shelfready help shows what you can ask.',
)

/** Opens a form, prefilled with what a message says where one is given; or answers why it cannot be opened. */
export const openForm = async (
  context: FormContext,
  { form, subject }: { readonly form: string; readonly subject: string },
  message: string | null = null,
): Promise<Result<Form, Card>> => {
  const definition = formDefinition(form)
  if (definition === null) return failed(unknownForm)
  const opened = await definition.open(context, subject)
  if (!opened.ok) return opened
  const { values, revision, title, says } = opened.value
  return ok({
    id: definition.id,
    subject,
    revision,
    title,
    submit: definition.submit,
    says,
    fields: fieldsOf(
      definition.schema(context),
      message === null ? values : { ...values, ...(await prefillFromMessage(context, message)) },
    ),
  })
}

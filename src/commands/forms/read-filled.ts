import * as z from 'zod'
import type { Card } from '../../cards/language/card.ts'
import type { FilledForm } from '../../cards/language/form.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import type { ParsedCommand } from '../dispatch/find-command.ts'
import { errorsByField } from './errors-by-field.ts'
import { commandOfForm, formDefinition } from './form-catalogue.ts'
import { type FormContext, isUntouched, type Opened } from './form-definition.ts'
import type { FieldSchema } from './form-field.ts'
import { unknownForm } from './open-form.ts'

/** Reads a form that was filled in as the command it stands for; or answers what is wrong with it, by field. */
export const readFilled = async (context: FormContext, filled: FilledForm): Promise<Result<ParsedCommand, Card>> => {
  const { form, subject, values } = filled
  const definition = formDefinition(form)
  const command = commandOfForm(form, values)
  if (definition === null || command === null) return failed(unknownForm)
  const opened = await definition.open(context, subject)
  if (!opened.ok) return opened
  if (filled.revision !== opened.value.revision)
    return failed(
      refusalCard(
        'This has changed since you opened the form. Nothing was changed; what stands here now is new, so look at it and send it again.',
      ),
    )
  const read = z.strictObject(touchedFields(definition.schema(context), values, opened.value)).safeParse(values)
  if (!read.success) return failed(mistakesCard(read.error.issues))
  const emptied = definition.emptied?.(values, opened.value) ?? {}
  if (Object.keys(emptied).length > 0) return failed({ ...mistakesCard([]), refusal: emptied })
  return ok({ command, rest: definition.words(subject, values, opened.value) })
}

/** Gives the schema by which a form is checked: a field that was left as it stood is accepted as it is. */
const touchedFields = (
  schema: Readonly<Record<string, FieldSchema>>,
  values: FilledForm['values'],
  opened: Opened,
): Readonly<Record<string, FieldSchema>> =>
  Object.fromEntries(
    Object.entries(schema).map(([name, field]) => [
      name,
      (values[name] ?? '') !== '' && isUntouched(name, values, opened) ? z.string().optional() : field,
    ]),
  )

const mistakesCard = (issues: readonly z.core.$ZodIssue[]): Card => ({
  ...refusalCard('Some fields cannot be read. Nothing was done; mend what is marked.'),
  refusal: Object.fromEntries(
    issues
      .toReversed()
      .map((issue) =>
        issue.code === 'unrecognized_keys'
          ? ['', 'The form has a field that I do not know; open it anew.']
          : [String(issue.path[0] ?? ''), issue.message],
      ),
  ),
})

/** Adds to a command's refusal which fields of the form it is about. */
export const refusedByField = (reply: Card, { form }: FilledForm, context: FormContext): Card =>
  reply.refusal === undefined || Object.keys(reply.refusal).length > 0
    ? reply
    : { ...reply, refusal: errorsByField(reply, Object.keys(formDefinition(form)?.schema(context) ?? {})) }

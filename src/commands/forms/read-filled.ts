import * as z from 'zod'
import type { Card } from '../../cards/language/card.ts'
import type { FilledForm } from '../../cards/language/form.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { loadAccountsOf } from '../../store/people/known-people.ts'
import type { ParsedCommand } from '../dispatch/find-command.ts'
import { errorsByField } from './errors-by-field.ts'
import { commandOfForm, formDefinition } from './form-catalogue.ts'
import { type FormContext, isUntouched, type Opened } from './form-definition.ts'
import { type FieldSchema, peopleFields } from './form-field.ts'
import { unknownForm } from './open-form.ts'

/** A form that was read: the command it stands for with its words, the fields it has, and what is wrong with them. */
export type ReadForm = {
  readonly call: ParsedCommand
  readonly fields: readonly string[]
  /** Null where every field can be read; else `call` has only the fields that can. */
  readonly mistakes: Card | null
}

/** Reads a form that was filled in as the command it stands for; or answers why it cannot be sent at all. */
export const readFilled = async (context: FormContext, filled: FilledForm): Promise<ReadForm | Card> => {
  const { form, subject, values } = filled
  const definition = formDefinition(form)
  const command = commandOfForm(form, values)
  if (definition === null || command === null) return unknownForm
  const found = await definition.open(context, subject, values)
  if (!found.ok) return found.error
  const opened = found.value
  if (filled.revision !== opened.revision) return changedMeanwhile
  const { fields, way } = opened
  // What was filled in for another way is kept by the form, and is no part of this one.
  const own = await withPeople(
    context,
    filled,
    fields,
    way === undefined ? values : picked(values, (name) => name in fields),
  )
  const read = z.strictObject(touchedFields(fields, own, opened)).safeParse(own)
  const wrong = read.success ? (definition.emptied?.(own, opened) ?? {}) : mistakesIn(read.error.issues)
  const good = picked(own, (name) => !(name in wrong))
  return {
    call: { command, rest: definition.words(subject, good, opened) },
    fields: Object.keys(fields),
    mistakes: Object.keys(wrong).length === 0 ? null : { ...unreadable, refusal: wrong },
  }
}

/** Writes people who were picked as the command takes them: by name, or by an account that is known here. */
const withPeople = async (
  { workspace }: FormContext,
  { names = {} }: FilledForm,
  fields: Opened['fields'],
  values: FilledForm['values'],
): Promise<FilledForm['values']> => {
  const asked = peopleFields(fields).filter(({ name }) => (values[name] ?? '') !== '')
  if (asked.length === 0) return values
  const known = await loadAccountsOf(
    workspace,
    asked.map(({ name }) => values[name] as string),
  )
  const called = asked.map(({ name, isByName }) => {
    const id = values[name] as string
    const account = known.get(id)
    return [name, isByName || account === undefined ? account?.name || names[id] || id : id] as const
  })
  return { ...values, ...Object.fromEntries(called) }
}

const picked = (values: FilledForm['values'], isWanted: (name: string) => boolean): FilledForm['values'] =>
  Object.fromEntries(Object.entries(values).filter(([name]) => isWanted(name)))

const changedMeanwhile = refusalCard(
  'This has changed since you opened the form, so nothing was saved. Check the new values and send it again.',
)

const unreadable = refusalCard('Not saved yet. Please fix what is marked.')

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

const mistakesIn = (issues: readonly z.core.$ZodIssue[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    issues
      .toReversed()
      .map((issue) =>
        issue.code === 'unrecognized_keys'
          ? ['', 'The form has a field I do not know. Open it again.']
          : [String(issue.path[0] ?? ''), issue.message],
      ),
  )

/** Adds to a command's refusal which fields of the form it is about. */
export const refusedByField = (reply: Card, fields: readonly string[]): Card =>
  reply.refusal === undefined || Object.keys(reply.refusal).length > 0
    ? reply
    : { ...reply, refusal: errorsByField(reply, fields) }

/** Adds to the fields that cannot be read what the command says of the others, so that people hear of every mistake at once. */
export const withOtherMistakes = (mistakes: Card, reply: Card, fields: readonly string[]): Card => {
  const said = reply.refusal === undefined ? {} : errorsByField(reply, fields)
  const others = Object.entries(said).filter(([name]) => name !== '')
  return { ...mistakes, refusal: { ...Object.fromEntries(others), ...mistakes.refusal } }
}

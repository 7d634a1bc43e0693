import * as z from 'zod'
import type { Card, Click } from '../../cards/language/card.ts'
import type { FilledForm, Form } from '../../cards/language/form.ts'
import { refusalCard } from '../../cards/language/plain-card.ts'
import { splitWords, type Word } from '../../parsing/words.ts'
import type { Command } from '../dispatch/command.ts'
import { findCommand, type ParsedCommand } from '../dispatch/find-command.ts'
import { counterForm, decideForm, declineForm } from './decision-forms.ts'
import { type FormContext, type FormDefinition, isUntouched, type Opened, openedOr } from './form-definition.ts'
import { type FieldSchema, fieldsOf } from './form-field.ts'
import { fromMessage } from './prefill-from-message.ts'
import { intelForm } from './intel-form.ts'
import { byField } from './errors-by-field.ts'
import { addForm, editForm } from './promotion-forms.ts'
import { correctForm, handleForm, orderedForm, resolveForm, snoozeForm } from './risk-forms.ts'
import { settingsForm } from './settings-form.ts'

/** Everything that can be filled in instead of being typed in one line. */
export const forms: readonly FormDefinition[] = [
  addForm,
  editForm,
  decideForm,
  counterForm,
  declineForm,
  orderedForm,
  correctForm,
  snoozeForm,
  resolveForm,
  handleForm,
  intelForm,
  settingsForm,
]

/** Names the form that a button or bare words open, and what it is about; null where they open none. */
export const formOf = (words: string | Click): { readonly form: string; readonly subject: string } | null => {
  if (typeof words !== 'string') {
    if (words.does !== 'fill') return null
    const [form = '', ...subject] = words.id.split(':')
    return { form, subject: subject.join(':') }
  }
  const said = splitWords(words)
  if (typeof said === 'string') return null
  const found = findCommand(said)
  if (!('command' in found) || found.rest.some((word) => word.key !== null)) return null
  const bare = found.rest.map((word) => word.value).join(' ')
  const [whole] = [addForm, intelForm].filter(({ command }) => command === found.command.name)
  if (whole !== undefined && bare === '') return { form: whole.id, subject: '' }
  return found.command.name === editForm.command && bare !== '' ? { form: editForm.id, subject: bare } : null
}

const unknownForm = refusalCard(
  'That form is none of mine, or it belongs to an older Shelfready. Nothing was done; /shelfready help shows what you can ask.',
)

/** Gives the command that a form is another way to say, by its values where it can say several; null for a form that is none of ours. */
export const commandOfForm = (id: string, values: FilledForm['values'] = {}): Command | null => {
  const definition = definitionOf(id)
  const found = definition === undefined ? null : findCommand(readName(nameOf(definition, values)))
  return found !== null && 'command' in found ? found.command : null
}

const nameOf = ({ command }: FormDefinition, values: FilledForm['values']): string =>
  typeof command === 'string' ? command : command(values)

const readName = (name: string): readonly Word[] => name.split(' ').map((value) => ({ key: null, value }))

const definitionOf = (id: string) => forms.find((form) => form.id === id)

/** Opens a form, with what a message says filled in where one is given; or says why it cannot be opened. */
export const openForm = async (
  asked: FormContext,
  { form, subject }: { readonly form: string; readonly subject: string },
  message: string | null = null,
): Promise<Form | Card> => {
  const definition = definitionOf(form)
  if (definition === undefined) return unknownForm
  const opened = await definition.open(asked, subject)
  if (!openedOr(opened)) return opened
  const values = message === null ? opened.values : { ...opened.values, ...(await fromMessage(asked, message)) }
  return {
    id: definition.id,
    subject,
    revision: opened.revision,
    title: opened.title,
    submit: definition.submit,
    says: opened.says,
    fields: fieldsOf(definition.schema(asked), values),
  }
}

/** Reads a form that was filled in as the command it stands for; answers what is wrong with it, by field. */
export const readFilled = async (asked: FormContext, filled: FilledForm): Promise<ParsedCommand | Card> => {
  const definition = definitionOf(filled.form)
  if (definition === undefined) return unknownForm
  const opened = await definition.open(asked, filled.subject)
  if (!openedOr(opened)) return opened
  if (filled.revision !== opened.revision)
    return refusalCard(
      'This has changed since you opened the form. Nothing was changed; what stands here now is new, so look at it and send it again.',
    )
  const read = z.strictObject(touched(definition.schema(asked), filled.values, opened)).safeParse(filled.values)
  if (!read.success) return mistaken(read.error.issues)
  const emptied = definition.emptied?.(filled.values, opened) ?? {}
  if (Object.keys(emptied).length > 0) return { ...mistaken([]), refusal: emptied }
  return saying(definition, filled, opened)
}

/** What was left as it stood is taken as it stands: only what was touched is read. */
const touched = (
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

const saying = (definition: FormDefinition, { subject, values }: FilledForm, opened: Opened): ParsedCommand | Card => {
  const found = findCommand(readName(nameOf(definition, values)))
  return 'command' in found ? { command: found.command, rest: definition.words(subject, values, opened) } : found
}

const mistaken = (issues: readonly z.core.$ZodIssue[]): Card => ({
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

/** Says of a command's refusal which field of the form it is about. */
export const refusedByField = (reply: Card, { form }: FilledForm, asked: FormContext): Card =>
  reply.refusal === undefined || Object.keys(reply.refusal).length > 0
    ? reply
    : { ...reply, refusal: byField(reply, Object.keys(definitionOf(form)?.schema(asked) ?? {})) }

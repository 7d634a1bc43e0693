import type { Click } from '../../cards/language/card.ts'
import type { FilledForm } from '../../cards/language/form.ts'
import { splitWords, type Word } from '../../parsing/words.ts'
import type { Command } from '../dispatch/command.ts'
import { findCommand } from '../dispatch/find-command.ts'
import { commandText } from '../reading/read-line.ts'
import { checkForm } from './check-form.ts'
import { correctForm } from './correct-form.ts'
import { counterForm, decideForm, declineForm } from './decision-forms.ts'
import type { FormDefinition } from './form-definition.ts'
import { intelForm } from './intel-form.ts'
import { addForm, editForm, overrideForm } from './promotion-forms.ts'
import { reviewForm } from './review-form.ts'
import { handleForm, orderedForm, resolveForm, snoozeForm } from './risk-forms.ts'
import { settingsForm } from './settings-form.ts'

/** Every form; each is another way to give a command its words. */
export const forms: readonly FormDefinition[] = [
  addForm,
  checkForm,
  editForm,
  overrideForm,
  decideForm,
  counterForm,
  declineForm,
  orderedForm,
  correctForm,
  snoozeForm,
  resolveForm,
  handleForm,
  reviewForm,
  intelForm,
  settingsForm,
]

/** What opens by the name of a command alone. */
const formsAlone: Readonly<Record<string, FormDefinition>> = {
  'promo add': addForm,
  'promo what-if': checkForm,
  'promo when': checkForm,
  'intel add': intelForm,
}

/** Finds a form by its id. */
export const formDefinition = (id: string): FormDefinition | null => forms.find((form) => form.id === id) ?? null

/** Names the form that a button or typed words open, and what it is about; null where they open none. */
export const formOf = (words: string | Click): { readonly form: string; readonly subject: string } | null => {
  if (typeof words !== 'string') {
    if (words.does !== 'fill') return null
    const [form = '', ...subject] = words.id.split(':')
    return { form, subject: subject.join(':') }
  }
  const split = splitWords(commandText(words))
  const found = split.ok ? findCommand(split.value) : null
  if (found === null || !found.ok || found.value.rest.some((word) => word.key !== null)) return null
  const { command, rest } = found.value
  const bare = rest.map((word) => word.value).join(' ')
  const whole = formsAlone[command.name]
  if (whole !== undefined && bare === '') return { form: whole.id, subject: '' }
  return command.name === editForm.command && bare !== '' ? { form: editForm.id, subject: bare } : null
}

/** Gives the command that a form stands for, by its values where it can stand for several; null for a form that is not known. */
export const commandOfForm = (id: string, values: FilledForm['values'] = {}): Command | null => {
  const definition = formDefinition(id)
  const found = definition === null ? null : findCommand(nameWords(definition, values))
  return found?.ok ? found.value.command : null
}

const nameWords = ({ command }: FormDefinition, values: FilledForm['values']): readonly Word[] =>
  (typeof command === 'string' ? command : command(values)).split(' ').map((value) => ({ key: null, value }))

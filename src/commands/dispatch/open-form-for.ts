import type { Card } from '../../cards/language/card.ts'
import type { Choice, Form, PickSource } from '../../cards/language/form.ts'
import { formattedFor } from '../../cards/language/reader-formats.ts'
import { may } from '../../domain/people/permission.ts'
import { findChoices } from '../../services/pickers/find-choices.ts'
import { choiceContext } from '../forms/fill-pickers.ts'
import { commandOfForm } from '../forms/form-catalogue.ts'
import { openForm, type Wanted } from '../forms/open-form.ts'
import { authorise } from './authorise.ts'
import type { CommandRequest } from './command-request.ts'
import { identify, readerLocale } from './identify.ts'

/** Opens a form for a person, prefilled with what a message says; or answers why it cannot be opened. Writes nothing. */
export const openFormFor = async (
  request: CommandRequest,
  form: Wanted,
  message: string | null,
): Promise<Form | Card> => {
  const context = await identify(request)
  return formattedFor(request.isOverheard ? null : readerLocale(request, context), async () => {
    const refused = await authorise(context, commandOfForm(form.form, form.values))
    if (refused !== null) return refused
    const opened = await openForm(context, form, message)
    return opened.ok ? opened.value : opened.error
  })
}

/** Finds for a person what they can pick by what they typed; nothing where they may not see it. */
export const findChoicesFor = async (
  request: CommandRequest,
  of: PickSource,
  most: number,
): Promise<readonly Choice[]> => {
  const context = await identify(request)
  if (!may(context.roles, 'see')) return []
  const typed = typeof request.words === 'string' ? request.words : ''
  return formattedFor(readerLocale(request, context), () => findChoices(choiceContext(context), of, typed, most))
}

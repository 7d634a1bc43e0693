import { actionNames, type Click } from '../../../src/cards/language/card.ts'
import type { FilledForm } from '../../../src/cards/language/form.ts'
import { commands } from '../../../src/commands/dispatch/catalogue.ts'
import { commandOfClick } from '../../../src/commands/dispatch/command-of-click.ts'
import { commandOfForm, forms } from '../../../src/commands/forms/form-catalogue.ts'
import type { Right } from '../../../src/domain/people/permission.ts'

/** Something that somebody can do, as docs/roles.md names it, with the right that it should need. */
export type Thing = { readonly name: string; readonly right: Right } & (
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'button'; readonly click: Click }
  | { readonly kind: 'form'; readonly click: Click; readonly filled: FilledForm }
)

const rightOfForm = (id: string): Right => {
  const command = commandOfForm(id)
  if (command === null) throw new Error(`nothing is behind the form ${id}`)
  return command.right
}

/** A command whose right depends on what it is told. */
const finer: readonly Thing[] = [
  {
    kind: 'words',
    name: '`shelfready settings` of a channel',
    right: 'set-up-channel',
    words: '/shelfready settings at:09:00',
  },
  { kind: 'words', name: 'setting a `promo share`', right: 'forecast', words: '/promo share P-1 at:EAST units:1' },
]

const behind = (click: Click): Right => {
  const said = commandOfClick(click)
  if (said === null) throw new Error(`nothing is behind ${click.does}`)
  return said.command.right
}

/** What a form is about: any promotion and any risk will do. */
const subjectOf = (form: string): string =>
  ['edit', 'decide', 'counter', 'decline', 'answer'].includes(form)
    ? 'P-1'
    : ['add', 'check', 'intel', 'settings'].includes(form)
      ? ''
      : 'R-1'

/** Every deed that a button stands for; of the steps of a welcome the one that does more than look. */
const clicks: readonly Click[] = [
  ...actionNames
    .filter((deed) => deed !== 'show' && deed !== 'fill')
    .map(
      (does): Click => ({
        does,
        id: does === 'ask' ? 'promo show P-1' : does === 'feed' ? 'undo 999999' : 'P-1',
        revision: 0,
      }),
    ),
  { does: 'show', id: 'subscribe', revision: 0 },
]

/** Everything that can be asked for, pressed, or opened and sent. */
export const things: readonly Thing[] = [
  ...commands.map(
    ({ name, right, examples }): Thing => ({
      kind: 'words',
      name: `\`${name}\``,
      right,
      words: `${examples[0].startsWith('/') ? '' : '/shelfready '}${examples[0]}`,
    }),
  ),
  ...finer,
  ...clicks.map((click): Thing => {
    const name = click.does === 'show' ? click.id : click.does
    return { kind: 'button', name: `button ${name}`, right: behind(click), click }
  }),
  ...forms.map((form): Thing => {
    const subject = subjectOf(form.id)
    return {
      kind: 'form',
      name: `form ${form.id}`,
      right: rightOfForm(form.id),
      click: { does: 'fill', id: subject === '' ? form.id : `${form.id}:${subject}`, revision: 0 },
      filled: { form: form.id, subject, revision: 0, values: {} },
    }
  }),
]

import type { Card } from '../../cards/language/card.ts'
import type { FilledForm, Way } from '../../cards/language/form.ts'
import type { Result } from '../../domain/result.ts'
import type { Word } from '../../parsing/words.ts'
import type { CommandContext } from '../dispatch/command.ts'
import type { CallerContext } from '../dispatch/identify.ts'
import type { FieldSchema } from './form-field.ts'

/** What a form knows: everything that a command knows except its words. */
export type FormContext = CallerContext

/** Gives what the look-ups of commands need, for somebody who has typed no words. */
export const withoutWords = (context: FormContext): CommandContext => ({
  ...context,
  words: [],
  table: null,
  revision: null,
})

/** What a form shows when it is opened. */
export type Opened = {
  readonly title: string
  readonly submit: string
  readonly says: readonly string[]
  readonly fields: Readonly<Record<string, FieldSchema>>
  /** What the fields stand at. */
  readonly values: FilledForm['values']
  /** The version of the promotion, risk or proposal it is about; 0 where it is about nothing. */
  readonly revision: number
  readonly way?: Way
}

/** A form: what it asks for in a situation, and the command whose words it gives. */
export type FormDefinition = {
  readonly id: string
  /** The name of the command that the form stands for; by its values where it stands for several. */
  readonly command: string | ((values: FilledForm['values']) => string)
  /** The command changes nothing. */
  readonly isLooking?: boolean
  /** Finds what the form is about and what it has to ask for, given what was filled in so far; or answers why it cannot be opened. */
  readonly open: (
    context: FormContext,
    subject: string,
    filled: FilledForm['values'],
  ) => Promise<Result<Opened, Card>> | Result<Opened, Card>
  /** Says, by field, what is wrong with fields that had a value and were emptied. */
  readonly emptied?: (values: FilledForm['values'], opened: Opened) => Readonly<Record<string, string>>
  /** Gives the words of the command; a field that was left as it stood gives none. */
  readonly words: (subject: string, values: FilledForm['values'], opened: Opened) => readonly Word[]
}

/** Writes fields as keyed words; empty ones are left out. */
export const keyed = (values: FilledForm['values'], names: readonly string[]): readonly Word[] =>
  names.flatMap((key) => {
    const value = values[key]?.trim() ?? ''
    return value === '' ? [] : [{ key, value }]
  })

/** Writes what stands without a key. */
export const bare = (value: string): Word => ({ key: null, value: value.trim() })

/** Tells whether a field was left as it stood. */
export const isUntouched = (name: string, values: FilledForm['values'], { values: stood }: Opened): boolean =>
  lists.has(name)
    ? sorted(values[name]) === sorted(stood[name])
    : (values[name] ?? '').trim() === (stood[name] ?? '').trim()

/** Fields in which several things stand, in any order. */
const lists: ReadonlySet<string> = new Set(['sku', 'at'])

const sorted = (text = ''): string =>
  text
    .split(/[\n,;]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .toSorted()
    .join(',')

/** Leaves out the fields that were left as they stood. */
export const touched = (values: FilledForm['values'], opened: Opened): FilledForm['values'] =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !isUntouched(name, values, opened)))

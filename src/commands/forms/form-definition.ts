import type { Card } from '../../cards/language/card.ts'
import type { Result } from '../../domain/result.ts'
import type { Word } from '../../parsing/words.ts'
import type { CallerContext } from '../dispatch/identify.ts'
import type { FieldSchema } from './form-field.ts'

/** What a form knows: everything that a command knows except its words. */
export type FormContext = CallerContext

/** What a form shows when it is opened. */
export type Opened = {
  readonly title: string
  readonly says: readonly string[]
  readonly values: Readonly<Record<string, string>>
  /** The version of the promotion, risk or proposal it is about; 0 where it is about nothing. */
  readonly revision: number
}

/** A form: its fields, and the command whose words they give. */
export type FormDefinition = {
  readonly id: string
  readonly submit: string
  /** The name of the command that the form stands for; by its values where it stands for several. */
  readonly command: string | ((values: Readonly<Record<string, string>>) => string)
  readonly schema: (context: FormContext) => Readonly<Record<string, FieldSchema>>
  /** Finds what the form is about; or answers why it cannot be opened. */
  readonly open: (context: FormContext, subject: string) => Promise<Result<Opened, Card>>
  /** Says, by field, what is wrong with fields that had a value and were emptied. */
  readonly emptied?: (values: Readonly<Record<string, string>>, opened: Opened) => Readonly<Record<string, string>>
  /** Gives the words of the command; a field that was left as it stood gives none. */
  readonly words: (subject: string, values: Readonly<Record<string, string>>, opened: Opened) => readonly Word[]
}

/** Writes fields as keyed words; empty ones are left out. */
export const keyed = (values: Readonly<Record<string, string>>, names: readonly string[]): readonly Word[] =>
  names.flatMap((key) => {
    const value = values[key]?.trim() ?? ''
    return value === '' ? [] : [{ key, value }]
  })

/** Tells whether a field was left as it stood. */
export const isUntouched = (
  name: string,
  values: Readonly<Record<string, string>>,
  { values: stood }: Opened,
): boolean => (values[name] ?? '').trim() === (stood[name] ?? '').trim()

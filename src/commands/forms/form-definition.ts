import type { Card } from '../../cards/language/card.ts'
import type { Word } from '../../parsing/words.ts'
import type { CommandContext } from '../dispatch/command.ts'
import type { FieldSchema } from './form-field.ts'

/** What a form knows before it is read: everything a command does but its words. */
export type FormContext = Omit<CommandContext, 'words' | 'table' | 'revision'>

/** What a form shows when it is opened. */
export type Opened = {
  readonly title: string
  readonly says: readonly string[]
  readonly values: Readonly<Record<string, string>>
  /** The version of what it is about; 0 where it is about nothing. */
  readonly revision: number
}

/** A form: its fields and what they take, from one schema, and the command that it is another way to say. */
export type FormDefinition = {
  readonly id: string
  readonly submit: string
  /** The name of the command that does what the form says, by its values where it can say several. */
  readonly command: string | ((values: Readonly<Record<string, string>>) => string)
  readonly schema: (context: FormContext) => Readonly<Record<string, FieldSchema>>
  /** Finds what it is about, or says why it cannot be opened. */
  readonly open: (context: FormContext, subject: string) => Promise<Opened | Card>
  /** Says what is wrong with a field that stood at something and was emptied. */
  readonly emptied?: (values: Readonly<Record<string, string>>, opened: Opened) => Readonly<Record<string, string>>
  /** Gives the words of the command: what was left as it stood is not said. */
  readonly words: (subject: string, values: Readonly<Record<string, string>>, opened: Opened) => readonly Word[]
}

/** Writes fields as keyed words. */
export const keyed = (values: Readonly<Record<string, string>>, names: readonly string[]): readonly Word[] =>
  names.flatMap((key) => {
    const value = values[key]?.trim() ?? ''
    return value === '' ? [] : [{ key, value }]
  })

/** Tells whether the values are what they stood at. */
export const isUntouched = (
  name: string,
  values: Readonly<Record<string, string>>,
  { values: stood }: Opened,
): boolean => (values[name] ?? '').trim() === (stood[name] ?? '').trim()

/** Tells a form that can be opened from why it cannot. */
export const openedOr = (opened: Opened | Card): opened is Opened => 'values' in opened

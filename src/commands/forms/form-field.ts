import * as z from 'zod'
import type { Field } from '../../cards/language/form.ts'
import { type Reader, readDate } from '../../parsing/dates.ts'
import { type Read, Unfit } from '../../parsing/values.ts'
import { unreadableWords } from '../../parsing/words.ts'

/** How a field is shown; what it takes is said by its schema. */
type Look = {
  readonly label: string
  readonly kind?: Field['kind']
  readonly hint?: string
  readonly choices?: Field['choices']
}

/** A field of a form: text that its reader accepts, and how it is shown. */
export type FieldSchema = z.ZodType<string | undefined, string | undefined>

const checked = (read: Read<unknown>) =>
  z
    .string()
    .trim()
    .max(3_000, 'is too long')
    .superRefine((said, context) => {
      const unreadable = unreadableWords(said)
      if (unreadable !== null) return context.addIssue({ code: 'custom', message: unreadable })
      const value = said === '' ? null : read(said)
      if (value instanceof Unfit) context.addIssue({ code: 'custom', message: sentence(said, value.reason) })
    })

/** A reader says the end of a sentence that begins with what was said, or all of one. */
const sentence = (said: string, reason: string): string =>
  /^["A-Z]/.test(reason) ? reason : `"${said.slice(0, 60)}" ${reason}.`

/** Makes a field that has to be filled in. */
export const needed = (look: Look, read: Read<unknown> = (said) => said): FieldSchema =>
  z
    .string({ error: 'This is needed.' })
    .trim()
    .min(1, 'This is needed.')
    .pipe(checked(read))
    .meta({ ...look })

/** Makes a field that may be left empty. */
export const free = (look: Look, read: Read<unknown> = (said) => said): FieldSchema =>
  checked(read)
    .optional()
    .meta({ ...look })

/** Makes a field with so many choices. */
export const oneOf = (look: Look & { readonly choices: Field['choices'] }): FieldSchema =>
  free({ ...look, kind: 'choice' }, (said) =>
    look.choices.some(({ value }) => value === said) ? said : new Unfit('is none of the choices'),
  )

/** Gives the fields that a schema asks for, at these values. */
export const fieldsOf = (
  schema: Readonly<Record<string, FieldSchema>>,
  values: Readonly<Record<string, string>>,
): readonly Field[] =>
  Object.entries(schema).map(([name, field]) => {
    const { label, kind = 'line', hint, choices = [] } = (field.meta() ?? {}) as Partial<Look>
    return {
      name,
      label: label ?? name,
      kind,
      isNeeded: !field.safeParse(undefined).success,
      hint: hint ?? null,
      value: values[name] ?? null,
      choices,
    }
  })

/** Makes the reader of a day, as people write it. */
export const day =
  (asked: Reader): Read<unknown> =>
  (said) => {
    const read = readDate(said, asked)
    return typeof read === 'string' ? new Unfit(read) : read
  }

const list = (said: string): string =>
  said
    .split(/[\n,;]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .join(',')

/** Writes the items and locations of a form, however they are set apart, as commands take them. */
export const listed = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).map(([name, said]) => [name, name === 'sku' || name === 'at' ? list(said) : said]),
  )

import * as z from 'zod'
import type { Field, Picking, PickSource } from '../../cards/language/form.ts'
import { type Reader, readDate } from '../../parsing/dates.ts'
import { inUnits, packingTyped, withoutPacking } from '../../parsing/quantities.ts'
import { type Read, Unfit } from '../../parsing/values.ts'
import { unreadableWords } from '../../parsing/words.ts'
import { asWritten } from '../dispatch/arguments.ts'

/** How a field is shown. */
type Look = {
  readonly label: string
  readonly kind?: Field['kind']
  readonly hint?: string
  readonly choices?: Field['choices']
  readonly isOfWay?: boolean
  readonly pick?: Omit<Picking, 'isSearched'>
  /** What counts of somebody who is picked is the name, not the account. */
  readonly isByName?: boolean
}

/** A field of a form, as a zod schema: the text it accepts, and in its meta data how it is shown. */
export type FieldSchema = z.ZodType<string | undefined, string | undefined>

const checked = (read: Read<unknown>) =>
  z
    .string()
    .trim()
    .max(3_000, 'is too long')
    .superRefine((text, context) => {
      const unreadable = unreadableWords(text)
      if (unreadable !== null) return context.addIssue({ code: 'custom', message: unreadable })
      const value = text === '' ? null : read(text)
      if (value instanceof Unfit) context.addIssue({ code: 'custom', message: sentence(text, value.reason) })
    })

/** Makes a sentence of a reader's reason, which completes one that begins with the text, or is a whole one. */
const sentence = (text: string, reason: string): string =>
  /^["A-Z]/.test(reason) ? reason : `"${text.slice(0, 60)}" ${reason}.`

/** Makes a field that must be filled in. */
export const needed = (look: Look, read: Read<unknown> = (text) => text): FieldSchema =>
  z
    .string({ error: 'This is needed.' })
    .trim()
    .min(1, 'This is needed.')
    .pipe(checked(read))
    .meta({ ...look })

/** Makes a field that may be left empty. */
export const free = (look: Look, read: Read<unknown> = (text) => text): FieldSchema =>
  checked(read)
    .optional()
    .meta({ ...look })

const among =
  (choices: Field['choices']): Read<unknown> =>
  (text) =>
    choices.some(({ value }) => value === text) ? text : new Unfit('is none of the choices')

type Choosing = Look & { readonly choices: Field['choices'] }

/** Makes a field with a list of choices; it may be left empty. */
export const oneOf = (look: Choosing): FieldSchema => free({ ...look, kind: 'choice' }, among(look.choices))

/** Makes a field with a list of choices, one of which is needed. */
export const neededOneOf = (look: Choosing): FieldSchema => needed({ ...look, kind: 'choice' }, among(look.choices))

/** Makes a field in which things are picked by code or name, one or several. */
export const picking = (
  make: typeof needed | typeof free,
  of: PickSource,
  { isSeveral = false, ...look }: Look & { readonly isSeveral?: boolean },
): FieldSchema => make({ ...look, kind: 'pick', pick: { of, isSeveral } })

/** Makes the field that asks for the way on which the other fields depend. */
export const wayOf = (look: Choosing): FieldSchema => needed({ ...look, kind: 'way' }, among(look.choices))

/** Gives the fields of a schema, filled with values. */
export const fieldsOf = (
  schema: Readonly<Record<string, FieldSchema>>,
  values: Readonly<Record<string, string>>,
): readonly Field[] =>
  Object.entries(schema).map(([name, field]) => {
    const { label, kind = 'line', hint, choices = [], isOfWay, pick } = (field.meta() ?? {}) as Partial<Look>
    return {
      name,
      label: label ?? name,
      kind,
      isNeeded: !field.safeParse(undefined).success,
      hint: hint ?? null,
      value: values[name] ?? null,
      choices,
      ...(isOfWay === true ? { isOfWay } : {}),
      ...(pick === undefined ? {} : { pick: { ...pick, isSearched: false } }),
    }
  })

/** Makes the reader of a day as people write it, such as `6 Jul`. */
export const day =
  (reader: Reader): Read<unknown> =>
  (text) => {
    const date = readDate(text, reader)
    return date.ok ? date.value : new Unfit(date.error)
  }

/** Makes the reader of a quantity as people write it, in units, cases or pallets; the command counts what is packed in units. */
export const quantity =
  (read: Read<unknown>, { locale }: { readonly locale: string | null }): Read<unknown> =>
  (text) =>
    packingTyped(text) === null ? asWritten(inUnits(read), locale)(text) : asWritten(read, locale)(withoutPacking(text))

const list = (text: string): string =>
  text
    .split(/[\n,;]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .join(',')

/** Writes the items and locations of a form with commas, as commands take them; people separate them by commas, semicolons or lines. */
export const listed = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(values).map(([name, text]) => [name, name === 'sku' || name === 'at' ? list(text) : text]),
  )

/** Names the fields of a schema in which people are picked, and tells whether by name. */
export const peopleFields = (
  schema: Readonly<Record<string, FieldSchema>>,
): readonly { readonly name: string; readonly isByName: boolean }[] =>
  Object.entries(schema).flatMap(([name, field]) => {
    const { pick, isByName = false } = (field.meta() ?? {}) as Partial<Look>
    return pick?.of === 'people' ? [{ name, isByName }] : []
  })

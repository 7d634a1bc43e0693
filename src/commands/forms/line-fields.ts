import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import { type FieldSchema, free, oneOf } from './form-field.ts'

/** A list of so many choices is shown whole. */
const mostChoices = 100

/** Gives the items that lines are about. */
export const skusOf = (lines: readonly JudgedLine[]): readonly string[] => [
  ...new Set(lines.map(({ line }) => line.sku)),
]

/** Gives the places that lines are about. */
export const placesOf = (lines: readonly JudgedLine[]): readonly string[] => [
  ...new Set(lines.map(({ line }) => line.location)),
]

type Choosing = (look: Parameters<typeof oneOf>[0]) => FieldSchema

/** Makes the field for one of the items that lines are about. */
export const skuField = (lines: readonly JudgedLine[], label: string, make: Choosing = oneOf): FieldSchema => {
  const names = new Map(lines.map(({ line, facts }) => [line.sku, facts.item.name]))
  return choosing(skusOf(lines), label, make, (sku) => names.get(sku) ?? sku)
}

/** Makes the field for one of the places that lines are about. */
export const placeField = (places: readonly string[], label: string, make: Choosing = oneOf): FieldSchema =>
  choosing(places, label, make, (place) => place)

const choosing = (
  codes: readonly string[],
  label: string,
  make: Choosing,
  nameOf: (code: string) => string,
): FieldSchema =>
  codes.length > mostChoices
    ? free({ label, hint: codes[0] as string })
    : make({
        label,
        choices: codes.map((value) => {
          const name = nameOf(value)
          return { value, label: value, ...(name === value ? {} : { detail: name }) }
        }),
      })

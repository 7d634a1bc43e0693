import { andThen, type Read, text, Unfit } from '../parsing/values.ts'

const shortened = /^[+-]?(\d+[.,]\d+e[+-]?\d+|\d+e\+\d+)$/i
const formulaError =
  /^#(n\/?a|nv|ref!|bezug!|value!|wert!|name\?|div\/0!|null!|num!|zahl!|spill!|calc!|getting_data|#+)$/i

/** Reads the code of an item, a location, a supplier, an order or a promotion; one that a spreadsheet has destroyed is none. */
export const code: Read<string> = andThen(text, (input) => {
  if (shortened.test(input))
    return new Unfit(
      'looks like a code that a spreadsheet shortened to a number; format the column as text and export it again',
    )
  if (formulaError.test(input)) return new Unfit('is a spreadsheet error, not a code; fix the cell and export it again')
  return input
})

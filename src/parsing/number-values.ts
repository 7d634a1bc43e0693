import { count } from './numbers.ts'
import { packingOf } from './packings.ts'
import { andThen, type Read, Unfit } from './values.ts'

const MAX_NUMBER = 1_000_000_000
const MAX_DIGITS = 40

const wholeDigits = /^[+-]?\d+$/
const decimalDigits = /^[+-]?\d*\.\d+$/
const scientific = /^[+-]?[\d.]+e[+-]?\d+$/i
const separator = /[\s,'’]/

const isDecimal = (input: string): boolean => wholeDigits.test(input) || decimalDigits.test(input)

/** Says why a text is no number and, where its meaning is plain, how to write it. */
const notANumber = (input: string): string => {
  if (input.length > MAX_DIGITS) return 'is not a number'
  const unit = /^[+-]?[\d.]+ (\D+)$/.exec(input)?.[1]
  if (unit !== undefined && packingOf(unit) === 'case')
    return 'is in cases, and nobody said how many units a case of the item has'
  if (unit !== undefined && packingOf(unit) === 'pallet')
    return 'is in pallets, and nobody said how many units a pallet of the item has'
  if (scientific.test(input)) return 'is not a number in plain digits; write it out in full'
  const [whole = '', ...decimals] = input.split('.')
  const groups = whole.split(separator)
  const bare = [groups.join(''), ...decimals].join('.')
  if (groups.length > 1 && isDecimal(bare)) {
    if (groups.slice(1).every((group) => group.length === 3)) {
      return `is not a number; write ${bare}, without thousands separators`
    }
    if (groups.length === 2 && whole.includes(',')) {
      return `is not a number; write ${groups.join('.')}, with a decimal point`
    }
  }
  return isDecimal(input.replaceAll('.', '').replace(',', '.'))
    ? 'is not a number; write it with a decimal point and without thousands separators'
    : 'is not a number'
}

/** Reads a number in plain digits with a decimal point, at most 1,000,000,000 to either side of zero. */
export const decimal: Read<number> = (input) => {
  if (input.length > MAX_DIGITS || !isDecimal(input)) return new Unfit(notANumber(input))
  const value = Number(input)
  if (value > MAX_NUMBER) return new Unfit('is above 1,000,000,000')
  if (value < -MAX_NUMBER) return new Unfit('is below -1,000,000,000')
  return value === 0 ? 0 : value
}

const refusal = (reason: string, hint: string): Unfit => new Unfit(hint === '' ? reason : `${reason}; ${hint}`)

/** Makes the reader of a number that is zero or more; `hint` says what to write instead of less. */
export const nonNegative = (hint = ''): Read<number> =>
  andThen(decimal, (value) => (value >= 0 ? value : refusal('is below zero', hint)))

/** Makes the reader of a number above zero; `hint` says what to write instead of none. */
export const positive = (hint = ''): Read<number> =>
  andThen(decimal, (value) => (value > 0 ? value : refusal('is not above zero', hint)))

/** Makes the reader of a whole number of days from `least` to `most`, both included. */
export const days = (least: number, most: number, hint = ''): Read<number> =>
  andThen(decimal, (value) => {
    if (!Number.isInteger(value)) return new Unfit('is not a whole number of days')
    if (value < least) return refusal(least === 0 ? 'is below zero' : 'is less than one day', hint)
    return value > most ? new Unfit(`is more than ${count(most)} days`) : value
  })

/** Reads a share from 0 to 1. */
export const share: Read<number> = andThen(nonNegative(), (value) =>
  value <= 1 ? value : new Unfit('is above 1; write a share from 0 to 1, such as 0.5'),
)

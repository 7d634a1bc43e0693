import { decimal, nonNegative } from './number-values.ts'
import { andThen, type Read, Unfit } from './values.ts'

const MAX_RATIO = 100

const ratioWithin = (ratio: number): number | Unfit => {
  if (ratio < 0) return new Unfit('is more than all normal sales; the lowest is -100% or 0x')
  return ratio > MAX_RATIO ? new Unfit('is above 100 times the normal sales') : ratio
}

const isSigned = (input: string): boolean => input.startsWith('+') || input.startsWith('-')

/** Rounds to six decimals, so that 0.1 + 0.2 is written as 0.3. */
const tidy = (value: number): number => Number(value.toFixed(6))

/** Asks what a number without sign and unit means that is an unlikely ratio: 60 may be +60% or 60 times. */
const question = (value: number): string => {
  const percent = `+${tidy(value < 1 ? value * 100 : value)}%`
  return `can be ${percent} or ${value}x; which one?`
}

const bareRatio: Read<number> = andThen(decimal, (value, input) => {
  if (isSigned(input)) return new Unfit('has a sign but no %; write it as +60% or as 1.6x')
  return value < 0.5 || value > 10 ? new Unfit(question(value)) : value
})

const percentage: Read<number> = andThen(decimal, (value, input) => {
  if (isSigned(input)) return ratioWithin((100 + value) / 100)
  const ratio = `${tidy(value / 100)}x`
  return new Unfit(`can be +${input}% or ${ratio}; which one?`)
})

const times: Read<number> = andThen(decimal, ratioWithin)

/**
 * Reads an uplift as a ratio to normal sales: `1.6`, `1.6x` and `+60%` are 1.6, `-10%` is 0.9.
 *
 * A bare ratio below 0.5 or above 10 and a percentage without a sign are ambiguous and refused with a question. With sign
 * and `%`, or with `x`, every ratio from 0 to 100 is accepted.
 */
export const uplift: Read<number> = (input) => {
  const last = input.at(-1)
  const body = input.slice(0, -1).trimEnd()
  if (last === '%') return percentage(body)
  return last === 'x' || last === 'X' || last === '×' ? times(body) : bareRatio(input)
}

/** Reads the units a promotion sells on top of normal sales: `300` or `+300`. */
export const extra: Read<number> = nonNegative('must be above zero: extra is on top of normal sales')

const discountShare = (value: number, tooMuch: string): number | Unfit => {
  if (value < 0) return new Unfit('is below zero; write the discount without a sign')
  return value <= 1 ? value : new Unfit(tooMuch)
}

/** Reads a discount as a share of the price: `0.2` and `20%` are 0.2. */
export const discount: Read<number> = (input) =>
  input.endsWith('%')
    ? andThen(decimal, (value) => discountShare(value / 100, 'is above 100%'))(input.slice(0, -1).trimEnd())
    : andThen(decimal, (value) => discountShare(value, `is above 1; write ${input}% or a share such as 0.2`))(input)

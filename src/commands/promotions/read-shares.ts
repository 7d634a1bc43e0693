import { nonNegative } from '../../parsing/number-values.ts'
import { inUnits } from '../../parsing/quantities.ts'
import { andThen, type Read, Unfit } from '../../parsing/values.ts'
import type { Word } from '../../parsing/words.ts'
import { asWritten, listOf, unknownKeyWords } from '../dispatch/arguments.ts'

/** What a place is to get: units, a percentage of what is free, or again what comes out automatically. */
type Amount =
  | { readonly kind: 'units'; readonly units: number }
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'automatic' }

/** A share as it is typed: a place by its code or name, and what it is to get. */
export type AskedShare = { readonly at: string; readonly amount: Amount }

/** A request about shares as it is typed. */
type AskedShares = {
  /** The words that name the promotion. */
  readonly name: string
  readonly skus: readonly string[]
  readonly shares: readonly AskedShare[]
  /** Every share is taken back. */
  readonly isReset: boolean
  readonly problems: readonly string[]
}

const automatic = /^(?:auto|automatic|clear|reset|none)$/i
const endsAutomatic = /[\s,]+(?:auto|automatic|clear|reset|none)$/i

const whole: Read<number> = andThen(nonNegative(), (units) =>
  Number.isInteger(units) ? units : new Unfit('is not a whole number of units'),
)

const hundredth: Read<number> = andThen(nonNegative(), (percent) =>
  percent <= 100 ? percent : new Unfit('is more than 100%'),
)

const readAmount = (typed: string, locale: string | null): Amount | Unfit => {
  if (automatic.test(typed)) return { kind: 'automatic' }
  const percent = asWritten(
    (text) => (text.endsWith('%') ? hundredth(text.slice(0, -1)) : new Unfit('')),
    locale,
  )(typed)
  if (typeof percent === 'number') return { kind: 'percent', percent }
  if (percent.reason !== '' && /%|percent|prozent/i.test(typed)) return percent
  const units = asWritten(inUnits(whole), locale)(typed)
  return typeof units === 'number' ? { kind: 'units', units } : units
}

type Draft = { readonly at: readonly string[]; amount: Amount | null; isRead: boolean }

/** Reads places with what each is to get, `at:NORTH units:120 at:EAST units:30%`; `clear` behind a place takes its share back. */
export const readShares = (words: readonly Word[], takes: readonly string[], locale: string | null): AskedShares => {
  const problems: string[] = []
  const bare: string[] = []
  const skus: string[] = []
  const drafts: Draft[] = []
  for (const { key, value } of words) {
    const text = value.trim()
    if (key === null) bare.push(text)
    else if (key === 'sku') skus.push(...listOf(text))
    else if (key === 'at') {
      const isCleared = endsAutomatic.test(text)
      const at = text
        .replace(endsAutomatic, '')
        .split(/[,;]/)
        .map((place) => place.trim())
        .filter(Boolean)
      if (at.length === 0) problems.push('at: is missing a place.')
      drafts.push({ at, amount: isCleared ? { kind: 'automatic' } : null, isRead: isCleared })
    } else if (key === 'units') {
      const draft = drafts.at(-1)
      if (draft === undefined || draft.isRead) {
        problems.push('units: needs its place in front of it, at:NORTH units:120.')
        continue
      }
      draft.isRead = true
      const amount = text === '' ? new Unfit('is missing') : readAmount(text, locale)
      if (amount instanceof Unfit)
        problems.push(`units: "${text}" ${amount.reason}${/[.?]$/.test(amount.reason) ? '' : '.'}`)
      else draft.amount = amount
    } else problems.push(unknownKeyWords(key, takes))
  }
  const isReset = bare.length > 1 && automatic.test(bare.at(-1) as string)
  const name = (isReset ? bare.slice(0, -1) : bare).join(' ')
  const shares = drafts.flatMap(({ at, amount, isRead }) => {
    const own: Amount | null = amount ?? (isReset && !isRead ? { kind: 'automatic' } : null)
    if (own === null && !isRead)
      problems.push(`What does ${at.join(', ')} get? Add units:120, units:30% or units:auto.`)
    if (own !== null && own.kind !== 'automatic' && at.length > 1)
      problems.push(`Say what each place gets: ${at.map((place) => `at:${place} units:...`).join(' ')}.`)
    return own === null ? [] : at.map((place) => ({ at: place, amount: own }))
  })
  return { name, skus, shares, isReset: isReset && drafts.length === 0, problems }
}

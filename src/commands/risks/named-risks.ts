import { countWords } from '../../cards/language/words.ts'

/** Says how risks stand, the only one by its number: `R-2 is resolved`, `3 risks are resolved`. */
export const risksAre = (named: readonly string[], what: string): string =>
  named.length === 1 ? `${named[0]} is ${what}.` : `${countWords(named.length, 'risk')} are ${what}.`

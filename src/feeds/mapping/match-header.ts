import { bareHeader, type Concept, headerWords } from './header-words.ts'
import { dutch } from './words/dutch.ts'
import { english } from './words/english.ts'
import { french } from './words/french.ts'
import { german } from './words/german.ts'
import { italian } from './words/italian.ts'
import { spanish } from './words/spanish.ts'
import { systems } from './words/systems.ts'

const byWord = new Map<string, Concept[]>()
for (const [concept, words] of Object.entries(headerWords) as [Concept, string][])
  for (const word of words.split('|')) {
    const known = byWord.get(word.trim()) ?? []
    byWord.set(word.trim(), [...known, concept])
  }

const others = new Set<string>()
for (const words of [english, german, french, spanish, italian, dutch, ...systems])
  for (const [concept, list] of Object.entries(words))
    for (const written of list.split(',')) {
      const word = bareHeader(written)
      const known = byWord.get(word) ?? []
      if (concept === 'other') others.add(word)
      else if (!known.includes(concept as Concept)) byWord.set(word, [...known, concept as Concept])
    }

/** How well a header names a concept: 1 in its own words, less where only a part of it does. */
export type HeaderMatch = ReadonlyMap<Concept, number>

const barcode = /\b(ean\d*|upc|gtin|barcode)\b/
/** Words that say little by themselves. */
const weak: ReadonlySet<string> = new Set(['no', 'nr', 'n', 'site', 'name', 'nombre', 'nom', 'nome', 'naam', 'paid at'])
/** Amounts of money are no quantities. */
const money = /\b(wert|value|valeur|valor|valore|waarde|amount|betrag|importe|importo|bedrag|eur|usd|lcy)\b|[€$£]/i
const quantities: ReadonlySet<Concept> = new Set([
  'onHand',
  'available',
  'allocated',
  'unusable',
  'open',
  'ordered',
  'received',
  'units',
  'planUnits',
  'amountOfUnits',
  'safetyStock',
])
const nothing: HeaderMatch = new Map()

/** Finds what a header may be about; names of the contract are written with underscores. */
export const matchHeader = (header: string): HeaderMatch => {
  const bare = bareHeader(header.replaceAll('_', ' '))
  if (bare === '') return nothing
  const weight = barcode.test(bare) ? 0.5 : weak.has(bare) ? 0.7 : 1
  const isMoney = money.test(header)
  const exact = (byWord.get(bare) ?? []).filter((concept) => !isMoney || !quantities.has(concept))
  if (exact.length > 0) return new Map(exact.map((concept) => [concept, weight]))
  if (others.has(bare)) return nothing
  const tokens = bare.split(' ')
  const found = new Map<Concept, number>()
  for (let length = tokens.length - 1; length >= Math.max(1, Math.ceil(tokens.length / 3)); length--)
    for (let from = 0; from + length <= tokens.length; from++)
      for (const concept of byWord.get(tokens.slice(from, from + length).join(' ')) ?? [])
        if (!found.has(concept) && !(isMoney && quantities.has(concept)))
          found.set(concept, weight * (0.3 + 0.5 * (length / tokens.length)))
  return found
}

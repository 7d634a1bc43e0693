import type { Reason } from '../../domain/assessment/reason.ts'
import type { Day } from '../../domain/day.ts'
import type { IntelligenceNote, NoteKind } from '../../domain/intelligence/note.ts'
import { fitting, shortName } from '../language/line-budget.ts'
import {
  capital,
  listWords,
  numberWords,
  shortDateWords,
  unitWords,
  upliftWords,
  windowWords,
} from '../language/words.ts'

/** Names a note, `N-3`. */
export const noteId = (id: number): string => `N-${id}`

const kinds: Readonly<Record<NoteKind, string>> = {
  competitor: 'competitor move',
  price: 'price change',
  season: 'season',
  viral: 'viral post',
  event: 'event',
  supply: 'supply in the market',
  other: 'other',
}

/** Names the kind of a note. */
export const kindWords = (kind: NoteKind): string => kinds[kind]

/** Writes a change of demand with its sign, `+20 %`. */
export const changeWords = (share: number): string => upliftWords(1 + share)

/** Says what a note is about, `Cola @ EAST`; a category by its name. */
export const aboutWords = ({
  skus,
  categories,
  places,
}: Pick<IntelligenceNote, 'skus' | 'categories' | 'places'>): string => {
  const items = [...skus, ...categories.map((name) => `all ${name}`)]
  const named = items.length <= mostNamed ? listWords(items) : `${numberWords(items.length)} items`
  return `${named}${places.length === 0 ? '' : ` @ ${listWords(places)}`}`
}

const mostNamed = 4

/** Says what somebody has heard in one line. */
export const intelWords = (note: IntelligenceNote, today: Day): string =>
  [
    `${note.what} · ${aboutWords(note)}, ${windowWords(note.from, note.to, today)}`,
    `${note.effect === null ? 'size unknown' : changeWords(note.effect)}, ${note.confidence} confidence`,
    `${note.by}${note.source === '' ? '' : `, from ${note.source}`}`,
  ].join(' · ')

/** Says the same in a line of a digest, with what of it counts. */
export const heardWords = (note: IntelligenceNote, counted: number | null, today: Day): string => {
  const days = `${shortDateWords(note.from, today)} to ${shortDateWords(note.to, today)}`
  const size = note.effect === null ? 'size unknown' : changeWords(note.effect)
  const counts = counted === null ? 'not counted' : `counted as ${changeWords(counted)}`
  const line = (what: string, about: string) => `${what} · ${about}, ${days} · ${size} (${counts}) · ${note.by}`
  return fitting([line(note.what, aboutWords(note)), line(shortName(note.what, 40), shortName(aboutWords(note), 20))])
}

type Told = Extract<Reason, { code: 'INTELLIGENCE' }>

/** Says what of a note counts, `counted as +12 %`, or why nothing does. */
const countedWords = ({ effect, counted, toldBy }: Pick<Told, 'effect' | 'counted' | 'toldBy'>): string => {
  if (effect === null) return 'no size given, so not counted'
  if (toldBy !== null) return `not counted: ${noteId(toldBy)} says the same`
  return `counted as ${changeWords(counted)}`
}

/** Says on a card what somebody has heard, `Ben's note: competitor closed, +20 % (counted as +12 %)`. */
export const noteOnCardWords = (note: Told): string => {
  const size = note.effect === null ? '' : `, ${changeWords(note.effect)}`
  return `${note.by}'s note: ${shortName(note.what, 36)}${size} (${countedWords(note)})`
}

/** Says the same with the units that it adds to each part of demand. */
export const noteReasonWords = (note: Told): string => {
  const more = (units: number) => `${unitWords(Math.abs(units))} ${units < 0 ? 'fewer' : 'more'}`
  const parts = [
    ...(note.units === 0 ? [] : [`${more(note.units)} in its days`]),
    ...(note.before === 0 ? [] : [`${more(note.before)} before`]),
  ]
  const size = note.effect === null ? '' : `, ${changeWords(note.effect)}`
  return `${note.by}'s note (${noteId(note.noteId)}): ${capital(note.what)}${size}, ${note.confidence} confidence, ${countedWords(note)}${parts.length === 0 ? '' : `: ${listWords(parts)}`}.`
}

import { dateWords, numberWords } from '../../cards/language/words.ts'
import type { Day } from '../../domain/day.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import {
  confidences,
  type IntelligenceNote,
  lastCounted,
  type NoteKind,
  noteKinds,
} from '../../domain/intelligence/note.ts'
import { largestNoteEffect, longestTerm, mostNoteItems, noteSizes } from '../../domain/policy.ts'
import { readDate } from '../../parsing/dates.ts'
import { decimal } from '../../parsing/number-values.ts'
import { andThen, choice, type Read, Unfit } from '../../parsing/values.ts'
import { loadCategories, loadItemsOfCategories, loadLocations } from '../../store/feeds/catalogue.ts'
import type { Visibility } from '../../store/feeds/visibility.ts'
import { type Arguments, asWritten, listOf, oneLine, readKeyed } from '../dispatch/arguments.ts'
import type { Argument, CommandContext } from '../dispatch/command.ts'
import { findNames } from '../promotions/draft-promotion.ts'
import { readName, readWindow } from '../promotions/parse-promotion.ts'

/** What a note is said with. */
export const noteArguments: readonly Argument[] = [
  { name: 'kind', value: 'competitor', says: `what it is about: ${noteKinds.join(', ')} (default: other)` },
  { name: 'sku', value: 'A,B', says: 'the items it is about' },
  { name: 'category', value: 'Drinks', says: 'or all items of a category or a group' },
  { name: 'at', value: 'X,Y', says: 'the locations (default: everywhere)' },
  { name: 'dates', value: '"6-12 Jul"', says: 'when; or from: and to:' },
  { name: 'from', value: '2026-07-06', says: 'the first day' },
  { name: 'to', value: '2026-07-12', says: 'the last day' },
  { name: 'effect', value: '-20%', says: 'by how much demand changes; or direction: and size:' },
  { name: 'direction', value: 'up', says: 'up or down' },
  { name: 'size', value: 'medium', says: 'small (10 %), medium (20 %), large (40 %), or a share such as 15%' },
  { name: 'confidence', value: 'medium', says: 'how sure you are: low, medium or high (default: medium)' },
  { name: 'source', value: '"field sales"', says: 'who or what told it (default: you)' },
  { name: 'until', value: '"20 Jul"', says: 'until when it holds (default: the last day)' },
]

/** Reads a change of demand as a share: `-20%` is -0.2, `+0.3` is 0.3. More than -1, at most +300 %, and not 0. */
const effect: Read<number> = (text) => {
  const isShare = text.endsWith('%')
  return andThen(decimal, (value): number | Unfit => {
    const share = isShare ? value / 100 : value
    if (share > largestNoteEffect)
      return new Unfit(
        `is more than +${100 * largestNoteEffect}%, the most that a note can say; change the uplift instead`,
      )
    if (share <= -1) return new Unfit('would leave no demand at all; use, for example, -80%, or cancel the promotion')
    return share !== 0 ? share : new Unfit('is not a change in demand; use, for example, -20% or +30%')
  })(isShare ? text.slice(0, -1).trim() : text)
}

/** Reads the size of a change: a word, or a share, which may have a sign. */
export const size: Read<number> = (text) => {
  const word = Object.entries(noteSizes).find(([name]) => name === text.toLowerCase())
  return word === undefined ? effect(text) : word[1]
}

const kindsSaid: readonly (readonly [RegExp, NoteKind])[] = [
  [/compet|rival/, 'competitor'],
  [/pric|cost/, 'price'],
  [/season|weather|holiday/, 'season'],
  [/viral|post|social|media/, 'viral'],
  [/event|fair|match|concert/, 'event'],
  [/suppl|shortage/, 'supply'],
  [/other/, 'other'],
]

/** Reads the kind of a note, also as people name it, `competitor move` or `social media post`. */
const noteKind: Read<NoteKind> = (text) => {
  const said = text.toLowerCase()
  return kindsSaid.find(([pattern]) => pattern.test(said))?.[1] ?? new Unfit(`is not one of ${noteKinds.join(', ')}`)
}

const direction: Read<1 | -1> = (text) => {
  const said = text.toLowerCase()
  if (['up', 'more', 'higher', '+'].includes(said)) return 1
  return ['down', 'less', 'fewer', 'lower', '-'].includes(said) ? -1 : new Unfit('is neither up nor down')
}

/** Reads by how much demand changes; null where nobody says, and where something is wrong, which is added to the problems. */
const readEffect = (given: Arguments, locale: string | null): number | null => {
  const { keyed, problems } = given
  const stated = readKeyed(given, 'effect', asWritten(effect, locale))
  const sign = readKeyed(given, 'direction', direction)
  const sized = keyed.get('size')?.trim() ?? ''
  const large = readKeyed(given, 'size', isWord(sized) ? size : asWritten(size, locale))
  if (keyed.has('effect') && (keyed.has('direction') || keyed.has('size'))) {
    problems.push('Use either effect: or direction: and size:, not both.')
    return null
  }
  if (sign !== null && !keyed.has('size')) problems.push('How much? Add size:small, medium or large, or size:15%.')
  if (large !== null && !keyed.has('direction') && !/^[+-]/.test(sized)) {
    problems.push('Up or down? Add direction:up or direction:down.')
    return null
  }
  if (large === null) return stated
  if (sign !== null && /^[+-]/.test(sized) && Math.sign(large) !== sign) {
    problems.push(`direction: and size: contradict each other. Use effect:${sized} alone if you mean ${sized}.`)
    return null
  }
  return sign === null ? large : sign * Math.abs(large)
}

const isWord = (text: string): boolean => text.toLowerCase() in noteSizes

/** Reads a note, and adds what is wrong with it to the problems; null where it cannot be made. `known` is the one that it corrects. */
export const readNote = async (
  context: CommandContext,
  visibility: Visibility,
  given: Arguments,
  known: IntelligenceNote | null,
): Promise<IntelligenceNote | null> => {
  const { keyed, problems } = given
  const what = readName(given.bare.join(' '), problems) || (known?.what ?? '')
  const days = readDays(given, context, known)
  const expires = days === null ? null : readExpiry(given, context, days, known)
  const change = readEffect(given, context.locale)
  const isChanged = ['effect', 'size', 'direction'].some((key) => keyed.has(key))
  const confidence = readKeyed(given, 'confidence', choice(...confidences)) ?? known?.confidence ?? 'medium'
  const kind = readKeyed(given, 'kind', noteKind) ?? known?.kind ?? 'other'
  const source = readSource(given) ?? known?.source ?? ''
  const about = await readAbout(context, visibility, given, known)
  const lacks = [
    ...(what === '' ? ['The note is empty. Write, for example, /intel add "Competitor closed" ...'] : []),
    ...(about.skus.length + about.categories.length === 0 && !keyed.has('sku') && !keyed.has('category')
      ? ['Which items? Add sku:SKU-1 or sku:SKU-1,SKU-2, or category:Drinks.']
      : []),
    ...(days === null && problems.length === 0 ? ['When? Add dates:"6-12 Jul".'] : []),
  ]
  problems.unshift(...lacks)
  if (problems.length > 0 || days === null || expires === null) return null
  return {
    ...{ id: known?.id ?? 0, kind, what, ...about, from: days.start, to: days.end },
    ...{ effect: isChanged ? change : (known?.effect ?? null), confidence, source, expires },
    ...{ by: context.person.name, at: context.now },
  }
}

const readDays = (given: Arguments, context: CommandContext, known: IntelligenceNote | null) => {
  const { keyed, problems } = given
  if (known !== null && !['dates', 'from', 'to'].some((key) => keyed.has(key)))
    return { start: known.from, end: known.to }
  const before = problems.length
  const days = readWindow(given, context, known === null ? null : { start: known.from, end: known.to })
  for (let i = before; i < problems.length; i++)
    problems[i] = (problems[i] as string).replace(
      'register promotions before they end.',
      'a note is about days to come.',
    )
  return days
}

/** Reads until when a note holds: its last day unless somebody says otherwise. */
const readExpiry = (
  { keyed, problems }: Arguments,
  context: CommandContext,
  { start, end }: { readonly start: Day; readonly end: Day },
  known: IntelligenceNote | null,
): Day | null => {
  const until = keyed.get('until')?.trim() ?? ''
  const isMoved = known !== null && (known.from !== start || known.to !== end)
  if (until === '') return known === null || isMoved ? end : known.expires
  const read = readDate(until, context)
  if (!read.ok) problems.push(`until: ${read.error}`)
  else if (read.value < context.today) problems.push('until: is in the past.')
  else if (read.value < start)
    problems.push(
      `until: ${dateWords(read.value, context.today)} is before the first day, ${dateWords(start, context.today)}, so the note would never count. Name a later day, or leave until: out.`,
    )
  else return read.value
  return null
}

const readSource = ({ keyed, problems }: Arguments): string | null => {
  const text = keyed.get('source')
  if (text === undefined) return null
  const source = oneLine(text).replace(/^@/, '')
  if (source.length > longestTerm)
    problems.push(`source: has ${source.length} characters; the limit is ${longestTerm}.`)
  return source
}

type About = Pick<IntelligenceNote, 'skus' | 'categories' | 'places'>

const silent = { uplift: null, units: null, extra: null, discount: null, price: null }
const everything = /^(?:\*|all|everything|every item|all items)$/i

/** Reads which items and places a note is about. What a correction does not name stays. */
const readAbout = async (
  context: CommandContext,
  visibility: Visibility,
  { keyed, problems }: Arguments,
  known: IntelligenceNote | null,
): Promise<About> => {
  const says = keyed.has('sku') || keyed.has('category') || known === null
  const typed = says ? listOf(keyed.get('sku')) : known.skus
  const wanted = says ? listOf(keyed.get('category')) : known.categories
  const places = keyed.has('at') ? listOf(keyed.get('at')) : (known?.places ?? [])
  if ([...typed, ...wanted].some((name) => everything.test(name))) {
    problems.push('A note about everything would move every promotion. Name the items, or a category.')
    return { skus: [], categories: [], places }
  }
  const names = wanted.length === 0 ? [] : await loadCategories(context.workspace, visibility)
  const categories = wanted.flatMap((name) => {
    const found = names.find((one) => one.toLowerCase() === name.toLowerCase())
    if (found !== undefined) return [found]
    const meant = nearest(name, names, (one) => one)
    problems.push(`There is no category or group ${name}.${meant === null ? '' : ` Did you mean ${meant}?`}`)
    return []
  })
  const many = (await loadItemsOfCategories(context.workspace, visibility, categories)).length + typed.length
  if (many > mostNoteItems)
    problems.push(`That is about ${numberWords(many)} items; the limit is ${numberWords(mostNoteItems)}. Name fewer.`)
  const bySku = typed.map((sku) => ({ ...silent, sku, places, tableRow: null }))
  const named = await findNames(context, visibility, bySku)
  problems.push(...named.problems)
  const alone = bySku.length > 0 ? named.lines[0]?.places : await readPlaces(context, visibility, places, problems)
  return { skus: named.lines.map(({ sku }) => sku), categories, places: alone ?? [] }
}

const readPlaces = async (
  { workspace }: CommandContext,
  visibility: Visibility,
  places: readonly string[],
  problems: string[],
): Promise<readonly string[]> => {
  const known = await loadLocations(
    workspace,
    visibility,
    places.flatMap((place) => [place, place.toUpperCase()]),
  )
  return places.map((place) => {
    const found = [place, place.toUpperCase()].find((one) => known.has(one))
    if (found === undefined) problems.push(`There is no location ${place}.`)
    return found ?? place
  })
}

/** Tells whether two notes are about some of the same days and places. */
export const doMeet = (one: IntelligenceNote, other: IntelligenceNote): boolean =>
  one.from <= lastCounted(other) &&
  other.from <= lastCounted(one) &&
  (one.places.length === 0 || other.places.length === 0 || one.places.some((place) => other.places.includes(place)))

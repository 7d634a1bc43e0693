import type { FeedKind } from '../../../store/feeds/feed-rows.ts'
import type { KnownCodes } from '../choose-columns.ts'
import type { Mapping, Question, Wide } from '../mapping.ts'
import { matchHeader } from '../match-header.ts'
import { type ColumnProfile, newColumn, type SheetProfile } from '../profile.ts'
import { isTotalWord } from '../rows.ts'
import { dateEvidence } from '../value-forms.ts'
import { isBareMonth, periodEvidence } from './period-words.ts'
import { periodsOf } from './wide-periods.ts'

/** A sheet as it is read: as it stands, or with its wide columns turned into rows. */
export type View = {
  readonly profile: SheetProfile
  /** The sheet as it stands. */
  readonly sheet: SheetProfile
  readonly wide: Wide | null
  readonly questions: readonly Question[]
}

/** The places behind the columns of a sheet that a wide one has: what heads a column, what is in it, and how many days that covers. */
const virtual = 3

type Asked = {
  readonly known: KnownCodes
  readonly answers: Readonly<Record<string, string>>
  readonly today: string
  /** How the columns of this very header were read before. */
  readonly kept: Mapping | null
}

/** Finds how a sheet can be read; `guess` is how it may be meant where nothing else fits. */
export const viewsOf = (sheet: SheetProfile, asked: Asked): { readonly view: View; readonly guess: View | null } => {
  const plain: View = { profile: sheet, sheet, wide: null, questions: [] }
  if (asked.answers.wide === 'no') return { view: plain, guess: null }
  const wide = byPeriod(sheet) ?? byPlace(sheet, asked) ?? null
  if (wide !== null && !isSaidOtherwise(wide.wide, asked)) return { view: turned(sheet, wide, asked), guess: null }
  const guess = wide === null ? byNewPlace(sheet, asked) : null
  return { view: plain, guess: guess === null ? null : turned(sheet, guess, asked) }
}

/** Somebody chose one of the wide columns by itself. */
const isSaidOtherwise = ({ columns }: Wide, { answers }: Asked): boolean =>
  Object.entries(answers).some(
    ([id, value]) => id.startsWith('column:') && columns.some(({ at }) => String(at) === value),
  )

type Found = { readonly wide: Wide; readonly questions: readonly Question[] }

const holdsFigures = ({ filled, numbers, dates }: ColumnProfile): boolean =>
  filled === 0 || (numbers >= filled * 0.6 && dates < filled * 0.6)

const fewestMonths = 3

const byPeriod = ({ columns }: SheetProfile): Found | null => {
  const headed = columns.flatMap(({ name, filled, dates }, at) =>
    isPeriod(name) && (filled === 0 || dates < filled) ? [{ at, value: name.trim() }] : [],
  )
  const bare = headed.filter(({ value }) => isBareMonth(value)).length
  const found = bare < fewestMonths ? headed.filter(({ value }) => !isBareMonth(value)) : headed
  return isSet(found, columns) ? { wide: { of: 'periods', columns: found, each: null }, questions: [] } : null
}

const isPeriod = (name: string): boolean => (dateEvidence(name) ?? periodEvidence(name)) !== null

/** Tells whether columns are a set: no two are of the same, and two at least hold figures. What else they hold is rejected cell by cell. */
const isSet = (found: Wide['columns'], columns: readonly ColumnProfile[]): boolean =>
  found.filter(({ at }) => holdsFigures(columns[at] as ColumnProfile)).length >= 2 &&
  new Set(found.map(({ value }) => value)).size === found.length

const byPlace = ({ columns }: SheetProfile, { known, answers, kept }: Asked): Found | null => {
  const found = columns.flatMap((column, at) => {
    const place = column.name.trim() === '' ? null : known.placeOf(column.name.trim())
    return place === null ? [] : [{ at, value: place }]
  })
  if (!isSet(found, columns)) return null
  const others = unnamed(columns).filter((at) => found.every((one) => one.at !== at))
  const before = kept?.wide?.of === 'locations' ? kept.wide.columns.length : null
  const said = answers.wide ?? (before === found.length ? 'known' : before === null ? undefined : 'all')
  const all = [...found, ...newPlaces(columns, others)].toSorted((a, b) => a.at - b.at)
  const wide: Wide = { of: 'locations', columns: said === 'all' && isSet(all, columns) ? all : found, each: null }
  if (said !== undefined) return { wide, questions: [] }
  if (hasPlaceColumn(columns))
    return { wide, questions: [placesQuestion(found.map(({ at }) => columns[at]?.name ?? ''))] }
  return { wide, questions: others.length === 0 ? [] : [othersQuestion(others.map((at) => columns[at]?.name ?? ''))] }
}

/** A table whose columns may be places nobody has described. */
const byNewPlace = ({ columns }: SheetProfile, { answers, kept }: Asked): Found | null => {
  const found = newPlaces(columns, unnamed(columns))
  if (found.length < fewestNew || !isSet(found, columns) || hasPlaceColumn(columns)) return null
  if (columns.some(({ dates }) => dates > 0) || !found.every(({ at }) => isCounted(columns[at] as ColumnProfile)))
    return null
  if (found.some(({ value }) => endsInPeriod(value))) return null
  const isSaid = answers.wide === 'all' || kept?.wide !== undefined
  return {
    wide: { of: 'locations', columns: found, each: null },
    questions: isSaid ? [] : [placesQuestion(found.map(({ at }) => columns[at]?.name ?? ''))],
  }
}

const fewestNew = 3

/** Tells whether a header is of a place and a week at once, as two rows of a header are. */
const endsInPeriod = (name: string): boolean => {
  const words = name.split(/\s+/)
  return words.some((_, at) => at > 0 && isPeriod(words.slice(at).join(' ')))
}

/** Pieces are counted in whole numbers; prices, weights and amounts of money are not. */
const isCounted = ({ distinct, comma, point }: ColumnProfile): boolean =>
  comma === 0 && point === 0 && [...distinct].every((text) => !/^-?\d+[.,]\d{1,2}$/.test(text))

const newPlaces = (columns: readonly ColumnProfile[], among: readonly number[]) =>
  among.map((at) => ({ at, value: (columns[at] as ColumnProfile).name.trim() }))

/** Columns of figures whose names say nothing that is known. */
const unnamed = (columns: readonly ColumnProfile[]): readonly number[] =>
  columns.flatMap((column, at) =>
    column.filled > 0 &&
    holdsFigures(column) &&
    column.name.trim() !== '' &&
    matchHeader(column.name).size === 0 &&
    !isTotalWord(column.name)
      ? [at]
      : [],
  )

const hasPlaceColumn = (columns: readonly ColumnProfile[]): boolean =>
  columns.some(({ name, filled }) => filled > 0 && (matchHeader(name).get('location') ?? 0) >= 0.9)

const placesQuestion = (names: readonly string[]): Question => ({
  id: 'wide',
  text: `Is each of the columns ${listed(names)} a location?`,
  choices: [
    { value: 'all', label: `Yes, ${names.length} locations` },
    { value: 'no', label: 'No' },
  ],
})

const othersQuestion = (names: readonly string[]): Question => ({
  id: 'wide',
  text:
    names.length === 1
      ? `${names[0]} is no location that I know. Is it a new one?`
      : `${listed(names)} are no locations that I know. Are they new ones?`,
  choices: [
    { value: 'all', label: names.length === 1 ? 'Yes, a new location' : 'Yes, new locations' },
    { value: 'known', label: names.length === 1 ? 'No, leave it out' : 'No, leave them out' },
  ],
})

const mostNamed = 3

const listed = (names: readonly string[]): string =>
  names.length <= mostNamed + 1
    ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
    : `${names.slice(0, mostNamed).join(', ')} and ${names.length - mostNamed} more`

/** Describes a sheet as it is once each of its wide columns is a row. */
const turned = (sheet: SheetProfile, { wide, questions }: Found, { today }: Asked): View => {
  const isWide = new Set(wide.columns.map(({ at }) => at))
  const own = wide.columns.map(({ at }) => sheet.columns[at] as ColumnProfile)
  const columns = sheet.columns.map((column, at) => (isWide.has(at) ? newColumn('') : column))
  const named = namesOf(wide)
  const profile: SheetProfile = {
    ...sheet,
    header: { ...sheet.header, names: [...sheet.header.names, ...named] },
    columns: [
      ...columns,
      headColumn(named[0], wide, sheet.rows, today),
      amountColumn(named[1], own),
      newColumn(named[2]),
    ],
  }
  return { profile, sheet, wide, questions }
}

const namesOf = ({ of, columns }: Wide): readonly [string, string, string] =>
  of === 'locations'
    ? [`one column for each of ${columns.length} locations`, 'its value', '']
    : [`one column for each of ${columns.length} periods`, 'its value', 'its length']

const headColumn = (name: string, wide: Wide, rows: number, today: string): ColumnProfile => {
  const column = newColumn(name)
  column.filled = rows
  if (wide.of === 'locations') {
    for (const { value } of wide.columns) column.distinct.add(value)
    return column
  }
  column.dates = rows
  for (const { value } of wide.columns) {
    const evidence = dateEvidence(value)
    if (evidence === 'dmy' || evidence === 'mdy') column[evidence]++
    if (evidence === 'either') column.eitherDate ??= value
    if (evidence === null && periodEvidence(value) === 'no year') column.yearless ??= value
  }
  const form = column.mdy > 0 && column.dmy === 0 ? 'mdy' : 'dmy'
  for (const period of periodsOf(wide, form, Number(today.slice(0, 4))))
    if (period !== null) column.distinct.add(period.start)
  return column
}

const amountColumn = (name: string, columns: readonly ColumnProfile[]): ColumnProfile => {
  const all = newColumn(name)
  for (const column of columns) {
    all.filled += column.filled
    all.numbers += column.numbers
    all.comma += column.comma
    all.point += column.point
    all.eitherNumber ??= column.eitherNumber
    for (const text of column.distinct) if (all.distinct.size < column.distinct.size + 300) all.distinct.add(text)
  }
  return all
}

/** Says which column of a wide table gives which field of a kind; null where a kind has no such tables. */
export const wideFields = ({ wide, sheet }: View, kind: FeedKind): ReadonlyMap<string, number> | null => {
  if (wide === null) return new Map()
  const [head, amount, days] = [0, 1, 2].map((i) => sheet.columns.length + i) as [number, number, number]
  const hasWeeks = wide.of === 'periods' && wide.columns.some(({ value }) => dateEvidence(value) === null)
  if (kind === 'inventory' && !hasWeeks)
    return new Map([
      [wide.of === 'locations' ? 'location' : 'as_of', head],
      ['on_hand', amount],
    ])
  if (kind !== 'sales' && kind !== 'demand-plan') return null
  return wide.of === 'locations'
    ? new Map([
        ['location', head],
        ['units', amount],
      ])
    : new Map([
        ['date', head],
        ['units', amount],
        ['days', days],
      ])
}

/** How many columns of the sheet itself a mapping has. */
export const sheetWidth = ({ header, wide }: Mapping): number => header.length - (wide === undefined ? 0 : virtual)

import { createHash } from 'node:crypto'
import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import type { OpenedFile } from '../files/sheet.ts'
import { againQuestion } from './again-question.ts'
import { type KnownCodes, noColumn, type Reading, readAsKind } from './choose-columns.ts'
import { decimalOf, formOfDates, yearOf } from './forms-of-sheet.ts'
import { bareHeader } from './header-words.ts'
import { kindFields, kindNames, kindWords } from './kind-fields.ts'
import { previewOf } from './mapped-rows.ts'
import type { FieldSource, Mapping, Question, Recognised } from './mapping.ts'
import { matchHeader } from './match-header.ts'
import { type ColumnProfile, profileSheet, type SheetProfile } from './profile.ts'
import { columnQuestion, fieldWords, valueQuestion } from './questions.ts'
import { evidenceFor } from './said-by-file.ts'
import { readDateIn } from './value-forms.ts'
import { settledWide } from './wide/settled-wide.ts'
import { type View, viewsOf, wideFields } from './wide/wide-table.ts'

/** What is known beside the file: what somebody said, what was remembered, and what the store has. */
export type RecogniseOptions = {
  readonly name: string
  readonly kind: FeedKind | null
  readonly answers: Readonly<Record<string, string>>
  /** Gives the mapping that is remembered of a shape. */
  readonly remembered: (shape: string) => Promise<Mapping | null>
  readonly known: KnownCodes & { readonly firstLocations: readonly string[] }
  /** The ISO date of today. */
  readonly today: string
}

/** Two readings of which one is not better by this much are asked about. */
const clearly = 1.5
const mostSheets = 30

/** Recognises what a file is, and what has to be asked; null where no sheet has a header that means anything. */
export const recognise = async (file: OpenedFile, options: RecogniseOptions): Promise<Recognised | null> => {
  const profiles = await profilesOf(file, options.known)
  const views = await Promise.all(
    profiles.map(async (sheet) => viewsOf(sheet, { ...options, kept: await options.remembered(shapeOf(sheet)) })),
  )
  const certain = scored(
    views.map(({ view }) => view),
    options,
  )
  const isRead = (certain[0]?.reading.score ?? 0) > 0
  const readings = isRead
    ? certain
    : scored(
        views.flatMap(({ guess }) => guess ?? []),
        options,
      )
  const said = options.answers.sheet
  const among = said === undefined ? readings : readings.filter(({ view }) => String(view.sheet.sheet) === said)
  const [best] = among
  if (best === undefined || best.reading.score <= 0) return null
  const shape = shapeOf(best.view.sheet)
  const kept = await options.remembered(shape)
  const remembered = kept !== null && (options.kind ?? kept.kind) === kept.kind ? kept : null
  const kind = options.kind ?? kindAnswer(options) ?? remembered?.kind ?? null
  const own = among.filter(({ view }) => view === best.view)
  const chosen = kind === null ? best.reading : (own.find(({ reading }) => reading.kind === kind) ?? best).reading
  const sheets = said === undefined ? sheetQuestion(profiles, among, best) : []
  const kinds = kind === null ? kindQuestion(own.map(({ reading }) => reading)) : []
  const asked = [...sheets, ...best.view.questions, ...kinds]
  return finish(best.view, chosen, { ...options, file, shape, kept: remembered, asked })
}

const scored = (views: readonly View[], options: RecogniseOptions): readonly Scored[] =>
  views
    .flatMap((view) => readingsOf(view, options).map((reading) => ({ view, reading })))
    .toSorted((a, b) => b.reading.score - a.reading.score)

const kindAnswer = ({ answers }: RecogniseOptions): FeedKind | null =>
  answers.kind !== undefined && Object.hasOwn(kindFields, answers.kind) ? (answers.kind as FeedKind) : null

const profilesOf = async (file: OpenedFile, known: KnownCodes): Promise<readonly SheetProfile[]> => {
  const all = file.sheets.map((sheet, at) => ({ ...sheet, at }))
  const shown = all.filter(({ isHidden }) => !isHidden)
  const profiles: SheetProfile[] = []
  for (const { at } of (shown.length > 0 ? shown : all).slice(0, mostSheets)) {
    const profile = await profileSheet(file, at, known.placeOf)
    if (profile !== null && profile.rows > 0) profiles.push(profile)
  }
  return profiles
}

const readingsOf = (view: View, { answers, known, name, kind, today }: RecogniseOptions): readonly Reading[] => {
  const { profile } = view
  const said = new Map(
    Object.entries(answers).flatMap(([id, value]) =>
      id.startsWith('column:') ? columnSaid(id.slice(7), value, profile) : [],
    ),
  )
  return (Object.keys(kindFields) as FeedKind[])
    .filter((one) => kind === null || one === kind)
    .flatMap((one) => {
      const given = wideFields(view, one)
      if (given === null) return []
      const reading = readAsKind(one, profile, known, new Map([...given, ...said]))
      const hint = kindNames.find(([named]) => named === one)?.[1]
      const isHinted = hint !== undefined && [name, profile.name, ...profile.titles].some((text) => hint.test(text))
      // The days of a wide column are no column of the sheet.
      const score = reading.score - (given.has('days') ? 1 : 0)
      return [{ ...reading, score: score + (isHinted ? 1.5 : 0) + timeHint(one, profile, reading, today) }]
    })
    .toSorted((a, b) => b.score - a.score)
}

/** A column by its place; `none` says that no column is the field. */
const columnSaid = (field: string, value: string, { columns }: SheetProfile): readonly (readonly [string, number])[] =>
  value === 'none' ? [[field, noColumn]] : Number(value) < columns.length ? [[field, Number(value)]] : []

/** A plan is of days to come, sales are of days that are over. */
const timeHint = (kind: FeedKind, { columns }: SheetProfile, { fields }: Reading, today: string): number => {
  if (kind !== 'sales' && kind !== 'demand-plan') return 0
  const source = fields.get('date')
  if (source?.kind !== 'column') return -2
  const years = [...(columns[source.at] as ColumnProfile).distinct].flatMap((text) => readDateIn(text, 'dmy')?.on ?? [])
  if (years.length === 0) return 0
  const isFuture = years.filter((on) => on > today).length > years.length / 2
  return isFuture === (kind === 'demand-plan') ? 1 : -1
}

type Scored = { readonly view: View; readonly reading: Reading }

const sheetQuestion = (
  profiles: readonly SheetProfile[],
  readings: readonly Scored[],
  best: Scored,
): readonly Question[] => {
  const rivals = profiles.filter(
    (profile) =>
      profile !== best.view.sheet &&
      readings.some((one) => one.view.sheet === profile && one.reading.score > best.reading.score - clearly),
  )
  if (rivals.length === 0) return []
  return [
    {
      id: 'sheet',
      text: 'Which sheet is it?',
      choices: [best.view.sheet, ...rivals]
        .slice(0, 5)
        .map(({ sheet, name, rows }) => ({ value: String(sheet), label: `${name}, ${rows} rows` })),
    },
  ]
}

const kindQuestion = (readings: readonly Reading[]): readonly Question[] => {
  const [best, ...others] = readings
  const rivals = others.filter(({ score }) => best !== undefined && score > 0 && score > best.score - clearly)
  if (best === undefined || rivals.length === 0) return []
  return [
    {
      id: 'kind',
      text: 'What is it?',
      choices: [best, ...rivals].slice(0, 5).map(({ kind }) => ({ value: kind, label: kindWords[kind] })),
    },
  ]
}

/** The columns and their order, by which files of one shape are known again. */
const shapeOf = ({ header }: SheetProfile): string =>
  createHash('sha256').update(header.names.map(bareHeader).join('\u0000')).digest('hex').slice(0, 24)

type Finishing = RecogniseOptions & {
  readonly file: OpenedFile
  readonly shape: string
  readonly kept: Mapping | null
  readonly asked: readonly Question[]
}

const finish = async (view: View, reading: Reading, options: Finishing): Promise<Recognised> => {
  const { profile, sheet } = view
  const { answers, kept, asked, shape } = options
  const questions: Question[] = [...asked]
  const notes: string[] = []
  const fields = new Map(reading.fields)
  for (const { spec, columns } of reading.torn) {
    const before = kept?.fields[spec.field]
    if (before !== undefined) fields.set(spec.field, before)
    else if (spec.isNeeded || spec.field === 'due_date') questions.push(columnQuestion(spec.field, profile, columns))
    else {
      fields.delete(spec.field)
      const named = columns.map((at) => profile.header.names[at]).join(' and ')
      notes.push(`Left out ${fieldWords(spec.field)}: ${named} can both be it.`)
    }
  }
  for (const spec of reading.missing) {
    const value = answers[`value:${spec.field}`]
    const found = value === undefined ? evidenceFor(spec.field, profile, options) : null
    if (value !== undefined) fields.set(spec.field, { kind: 'value', value })
    else if (found !== null) {
      fields.set(spec.field, { kind: 'value', value: found.value })
      notes.push(found.note)
    } else if (spec.isAskable) questions.push(valueQuestion(spec, choicesFor(spec.field, options)))
    else if (spec.field === 'name') {
      const source = fields.get('sku') ?? fields.get('location')
      if (source !== undefined) fields.set('name', source)
    } else if (spec.field === 'currency') notes.push('No column says the currency.')
    else questions.push(columnQuestion(spec.field, profile, freeColumns(profile, fields)))
  }
  const decimal = decimalOf(profile, reading.kind, fields, answers, kept)
  const isComma = decimal.mark === ',' && decimal.asked.length === 0
  const dates = formOfDates(profile, reading.kind, fields, answers, kept, isComma)
  const years = yearOf(profile, reading.kind, fields, options)
  const wide = view.wide === null ? null : settledWide(view.wide, reading.kind, dates.form, options)
  questions.push(...dates.asked, ...years.asked, ...(wide?.asked ?? []), ...decimal.asked)
  notes.push(...(years.note === null ? [] : [years.note]), ...(wide?.notes ?? []), ...emptyCells(view))
  const mapping: Mapping = {
    kind: reading.kind,
    sheet: profile.sheet,
    headerLine: profile.header.line,
    header: profile.header.names,
    fields: Object.fromEntries(fields),
    dateForm: dates.form,
    decimal: decimal.mark,
    unitAt: unitColumn(profile, fields),
    ...(wide === null ? {} : { wide: wide.wide }),
    ...(years.year === null ? {} : { year: years.year }),
  }
  const again = againQuestion(answers, sheet, reading.kind, {
    fields,
    wordsOf: (source) => sourceWords(source, profile.header.names),
  })
  return {
    mapping,
    questions: again === null ? questions : [again],
    said: saidOf(profile, fields),
    notes: [...notes, ...leftOut(profile)],
    preview: previewOf(mapping, sheet.first),
    rows: rowsOf(view, mapping),
    shape,
  }
}

const rowsOf = ({ sheet }: View, { wide }: Mapping): number =>
  wide === undefined ? sheet.rows : wide.columns.reduce((sum, { at }) => sum + (sheet.columns[at]?.filled ?? 0), 0)

/** Says that empty cells of a wide table are nothing, where there are some. */
const emptyCells = ({ wide, sheet }: View): readonly string[] =>
  wide === null || wide.columns.every(({ at }) => sheet.columns[at]?.filled === sheet.rows)
    ? []
    : ['Empty cells say nothing: they are left out.']

const freeColumns = ({ columns }: SheetProfile, fields: ReadonlyMap<string, FieldSource>): readonly number[] => {
  const taken = new Set([...fields.values()].flatMap((source) => (source.kind === 'column' ? source.at : [])))
  return columns.flatMap(({ name, filled }, at) => (name !== '' && filled > 0 && !taken.has(at) ? at : []))
}

const saidOf = ({ header }: SheetProfile, fields: ReadonlyMap<string, FieldSource>): readonly string[] =>
  [...fields].map(([field, source]) => `${sourceWords(source, header.names)} = ${fieldWords(field)}`)

const sourceWords = (source: FieldSource, names: readonly string[]): string => {
  switch (source.kind) {
    case 'column':
      return names[source.at] ?? ''
    case 'sum':
      return source.of.map((at) => names[at]).join(' + ')
    case 'less':
      return `${names[source.at]} - ${names[source.less]}`
    case 'value':
      return source.value
    case 'period':
      return `${names[source.at]} (${source.part})`
  }
}

const leftOut = ({ totals, secondTable }: SheetProfile): readonly string[] => [
  ...(totals.length === 0
    ? []
    : [
        `Left out ${totals.length === 1 ? 'a total' : `${totals.length} totals`} on line ${totals.slice(0, 3).join(', ')}.`,
      ]),
  ...(secondTable === null ? [] : [`Left out another table from line ${secondTable} on.`]),
]

const unitColumn = ({ columns }: SheetProfile, fields: ReadonlyMap<string, FieldSource>): number | null => {
  const taken = new Set([...fields.values()].flatMap((source) => (source.kind === 'column' ? source.at : [])))
  const at = columns.findIndex(
    ({ name, numbers, filled }, i) =>
      !taken.has(i) && filled > 0 && numbers === 0 && matchHeader(name).get('unit') === 1,
  )
  return at < 0 ? null : at
}

const choicesFor = (field: string, { today, known }: RecogniseOptions): Question['choices'] => {
  if (field === 'as_of') {
    const day = Temporal.PlainDate.from(today)
    return [0, 1, 2, 3].map((days) => {
      const on = day.subtract({ days }).toString()
      return { value: on, label: days === 0 ? `today, ${on}` : days === 1 ? `yesterday, ${on}` : on }
    })
  }
  if (field === 'calendar') return [{ value: '*', label: 'all suppliers and locations' }]
  return known.firstLocations.map((location) => ({ value: location, label: location }))
}

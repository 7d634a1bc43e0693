import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { kindFields } from './kind-fields.ts'
import type { DateForm, FieldSource, Mapping, Question } from './mapping.ts'
import type { ColumnProfile, SheetProfile } from './profile.ts'
import { dateQuestion, decimalQuestion, yearQuestion } from './questions.ts'

const columnsOf = (
  { columns }: SheetProfile,
  kind: FeedKind,
  fields: ReadonlyMap<string, FieldSource>,
  types: readonly string[],
): readonly ColumnProfile[] =>
  kindFields[kind]
    .filter(({ type }) => types.includes(type))
    .flatMap(({ field }) => {
      const source = fields.get(field)
      if (source === undefined || source.kind === 'value') return []
      const places = source.kind === 'sum' ? source.of : source.kind === 'less' ? [source.at, source.less] : [source.at]
      return places.flatMap((at) => columns[at] ?? [])
    })

/** Finds the order of day and month of a sheet by the columns that are read, or asks for it. */
export const formOfDates = (
  profile: SheetProfile,
  kind: FeedKind,
  fields: ReadonlyMap<string, FieldSource>,
  answers: Readonly<Record<string, string>>,
  kept: Mapping | null,
  isComma: boolean,
): { readonly form: DateForm; readonly asked: readonly Question[] } => {
  const columns = columnsOf(profile, kind, fields, ['date', 'moment'])
  const [dmy, mdy] = [sumOf(columns, 'dmy'), sumOf(columns, 'mdy')]
  const said = answers['date-form']
  if (said === 'dmy' || said === 'mdy') return { form: said, asked: [] }
  const either = columns.find(({ eitherDate }) => eitherDate !== null)?.eitherDate ?? null
  if (dmy > 0 !== mdy > 0) return { form: dmy > 0 ? 'dmy' : 'mdy', asked: [] }
  if (either === null) return { form: dmy > 0 ? 'dmy' : 'ymd', asked: [] }
  // Nobody who writes a decimal comma writes the month first.
  if (isComma && mdy === 0) return { form: 'dmy', asked: [] }
  if (kept !== null && kept.dateForm !== 'ymd' && dmy === 0) return { form: kept.dateForm, asked: [] }
  return { form: 'dmy', asked: [dateQuestion(either)] }
}

/** Finds the decimal sign of a sheet, or asks for it. */
export const decimalOf = (
  profile: SheetProfile,
  kind: FeedKind,
  fields: ReadonlyMap<string, FieldSource>,
  answers: Readonly<Record<string, string>>,
  kept: Mapping | null,
): { readonly mark: '.' | ','; readonly asked: readonly Question[] } => {
  const columns = columnsOf(profile, kind, fields, ['number', 'percent'])
  const said = answers.decimal
  if (said === '.' || said === ',') return { mark: said, asked: [] }
  const own = { comma: sumOf(columns, 'comma'), point: sumOf(columns, 'point') }
  // Numbers of columns that nobody needs tell the form of the file as well.
  const codes = new Set(columnsOf(profile, kind, fields, ['code', 'text', 'date', 'moment']))
  const figures = profile.columns.filter((column) => !codes.has(column))
  const all = { comma: sumOf(figures, 'comma'), point: sumOf(figures, 'point') }
  const either = columns.find(({ eitherNumber }) => eitherNumber !== null)?.eitherNumber ?? null
  // A file that shows both signs tells nothing of a number that can be read with either.
  const isMixed = either !== null && all.comma > 0 && all.point > 0
  for (const { comma, point } of isMixed ? [] : [own, all])
    if (comma > 0 !== point > 0) return { mark: comma > 0 ? ',' : '.', asked: [] }
  if (either === null) return { mark: own.comma > own.point ? ',' : '.', asked: [] }
  if (kept !== null) return { mark: kept.decimal, asked: [] }
  return { mark: '.', asked: [decimalQuestion(either)] }
}

const sumOf = (columns: readonly ColumnProfile[], of: 'dmy' | 'mdy' | 'comma' | 'point'): number =>
  columns.reduce((sum, column) => sum + column[of], 0)

/** Finds the year of weeks and days that say none: what the file says once, or what somebody says. */
export const yearOf = (
  profile: SheetProfile,
  kind: FeedKind,
  fields: ReadonlyMap<string, FieldSource>,
  {
    answers,
    name,
    today,
  }: { readonly answers: Readonly<Record<string, string>>; readonly name: string; readonly today: string },
): { readonly year: number | null; readonly asked: readonly Question[]; readonly note: string | null } => {
  const yearless = columnsOf(profile, kind, fields, ['date', 'moment']).find(
    (column) => column.yearless !== null,
  )?.yearless
  if (yearless === undefined || yearless === null) return { year: null, asked: [], note: null }
  if (/^20\d\d$/.test(answers.year ?? '')) return { year: Number(answers.year), asked: [], note: null }
  const said = new Set([...profile.titles, profile.name, name].flatMap(yearsIn))
  const [only] = said
  if (only !== undefined && said.size === 1)
    return { year: only, asked: [], note: `${yearless} is of ${only}, as the file says.` }
  return { year: null, asked: [yearQuestion(yearless, Number(today.slice(0, 4)))], note: null }
}

/** The years in a text, without those of whole dates: when a file was made says little of what it is about. */
const yearsIn = (text: string): readonly number[] =>
  (text.replaceAll(/\d{1,4}[./_-]\d{1,2}[./_-]\d{1,4}|\d{8,}/g, ' ').match(/(?<!\d)20\d\d(?!\d)/g) ?? []).map(Number)

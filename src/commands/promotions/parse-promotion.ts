import { dateWords } from '../../cards/language/words.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import { farthestStartDays, longestPromotionDays, longestPromotionName, longestTerm } from '../../domain/policy.ts'
import { type Days, readBetween, readDates } from '../../parsing/dates.ts'
import { decimal, positive } from '../../parsing/number-values.ts'
import type { Table } from '../../parsing/pasted-table.ts'
import { discount, extra, uplift } from '../../parsing/promotion-values.ts'
import { inMoney, inUnits } from '../../parsing/quantities.ts'
import { choice } from '../../parsing/values.ts'
import type { PromotionRow } from '../../store/feeds/feed-rows.ts'
import { type Arguments, asWritten, listOf, oneLine, readKeyed, sortArguments, yesOrNo } from '../dispatch/arguments.ts'
import { type Argument, type CommandContext, keysOf } from '../dispatch/command.ts'

/** The arguments that describe a promotion. */
export const promotionArguments = [
  { name: 'sku', value: 'A,B', says: 'the items; or paste a table below with a column sku' },
  { name: 'at', value: 'X,Y', says: 'the locations (default: every location that sells the item)' },
  { name: 'dates', value: '"6-12 Jul"', says: 'first to last day; or use from: and to:' },
  { name: 'from', value: '2026-07-06', says: 'the first day' },
  { name: 'to', value: '2026-07-12', says: 'the last day' },
  { name: 'uplift', value: '+60%', says: 'times normal sales, +60% or 1.6x' },
  { name: 'units', value: '700', says: 'total over all days and locations, normal sales included' },
  { name: 'extra', value: '+300', says: 'units on top of normal sales' },
  { name: 'discount', value: '20%', says: 'off the price' },
  { name: 'price', value: '7.99', says: 'the promotional price of one unit' },
  { name: 'type', value: 'bogo', says: 'the mechanic' },
  { name: 'owner', value: '@ana', says: 'the owner (default: you)' },
  { name: 'hero', value: 'yes', says: 'key items: a single short line makes the promotion not ready' },
  { name: 'priority', value: '1', says: 'which promotion keeps shared stock: the lowest number wins' },
  { name: 'status', value: 'tentative', says: 'tentative: takes no stock from committed promotions' },
] as const satisfies readonly Argument[]

/** The demand and price that a line states. */
type Stated = Pick<PromotionRow, 'uplift' | 'units' | 'extra' | 'discount' | 'price'>

/** An item of a requested promotion. No places mean every location that sells the item. */
export type RequestedLine = Stated & {
  readonly sku: string
  readonly places: readonly string[]
  /** Where it stands in a pasted table, counted from 1. */
  readonly tableRow: number | null
}

/** What is stated for the promotion as a whole; null where nothing is stated. */
export type Terms = {
  readonly type: string | null
  readonly owner: string | null
  readonly hero: 0 | 1 | null
  readonly priority: number | null
  readonly status: 'committed' | 'tentative' | null
}

/** The promotion that a marketer asks for, as far as it could be read. */
export type PromotionRequest = {
  readonly name: string
  readonly days: Days | null
  readonly lines: readonly RequestedLine[]
  /** Demand and price outside a table. */
  readonly stated: Stated
  readonly terms: Terms
  readonly problems: string[]
  /** The sorted words, for the other arguments of the command. */
  readonly given: Arguments
}

/**
 * Reads a promotion from the words and the table of a command. What cannot be read is added to `problems`. `stored` is the
 * window of a promotion that is edited: then one end of it may be typed alone.
 */
export const parsePromotion = (
  context: CommandContext,
  takes: readonly Argument[],
  stored: Days | null = null,
): PromotionRequest => {
  const given = sortArguments(context.words, keysOf({ takes }))
  const { problems } = given
  const stated = readStated(given, context.locale)
  const places = listOf(given.keyed.get('at'))
  const lines =
    context.table === null
      ? listOf(given.keyed.get('sku')).map((sku) => ({ ...stated, sku, places, tableRow: null }))
      : tableLines(context.table, given, stated, places, context.locale)
  return {
    name: readName(given.bare.join(' '), problems),
    days: readWindow(given, context, stored),
    lines,
    stated,
    terms: readTerms(given),
    problems,
    given,
  }
}

/** Reads a name on one line; empty where nothing visible was typed. One that is too long is added to the problems. */
export const readName = (typed: string, problems: string[]): string => {
  const name = oneLine(typed)
  if (!isVisible(name)) return ''
  if (name.length > longestPromotionName)
    problems.push(`The name has ${name.length} characters; the limit is ${longestPromotionName}.`)
  return name
}

/** Tells whether a text has a visible character. */
const isVisible = (text: string) =>
  /[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replaceAll(/[\p{Default_Ignorable_Code_Point}\u2800]/gu, ''))

/** Reads a short text on one line; null where nothing visible was typed. One that is too long is added to the problems. */
const readShort = (what: string, text: string | undefined, problems: string[]): string | null => {
  if (text === undefined || !isVisible(text)) return null
  if (text.length > longestTerm) problems.push(`${what}: has ${text.length} characters; the limit is ${longestTerm}.`)
  return oneLine(text)
}

const readTerms = (given: Arguments): Terms => ({
  type: readShort('type', given.keyed.get('type'), given.problems),
  owner: readShort('owner', given.keyed.get('owner')?.replace(/^@/, ''), given.problems),
  hero: readKeyed(given, 'hero', yesOrNo) as 0 | 1 | null,
  priority: readKeyed(given, 'priority', decimal),
  status: readKeyed(given, 'status', choice('committed', 'tentative')),
})

const readStated = (given: Arguments, locale: string | null): Stated => {
  const stated = {
    uplift: readKeyed(given, 'uplift', asWritten(uplift, locale)),
    units: readKeyed(given, 'units', asWritten(inUnits(positive()), locale)),
    extra: readKeyed(given, 'extra', asWritten(inUnits(extra), locale)),
  }
  if (Object.values(stated).filter((value) => value !== null).length > 1)
    given.problems.push('Use only one of uplift:, units: and extra:.')
  return {
    ...stated,
    discount: readKeyed(given, 'discount', asWritten(discount, locale)),
    price: readKeyed(given, 'price', asWritten(inMoney(positive()), locale)),
  }
}

const columnNames: Readonly<Record<string, string>> = { item: 'sku', location: 'at', place: 'at', shop: 'at' }
const tableColumns = ['sku', 'at', 'uplift', 'units', 'extra', 'discount', 'price']

/** Reads the rows of a pasted table. What is typed in the line above holds for every row that does not state it itself. */
const tableLines = (
  table: Table,
  given: Arguments,
  stated: Stated,
  places: readonly string[],
  locale: string | null,
): readonly RequestedLine[] => {
  const { problems } = given
  const columns = table.columns.map((column) => columnNames[column] ?? column)
  const unknown = columns.filter((column) => column !== '' && !tableColumns.includes(column))
  if (unknown.length > 0)
    problems.push(`The table has columns I do not know: ${unknown.join(', ')}. I know ${tableColumns.join(', ')}.`)
  const twice = columns.find((column, at) => column !== '' && columns.indexOf(column) < at)
  if (twice !== undefined) problems.push(`The table has the column ${twice} twice.`)
  if (given.keyed.has('sku')) problems.push('Name the items with sku: or in a table, not both.')
  if (stated.units !== null || stated.extra !== null) problems.push('Put units: and extra: in the table, one per row.')
  return table.rows.flatMap((cells, i) => {
    const row = {
      bare: [],
      keyed: new Map(
        columns.flatMap((column, at) => (cells[at] === '' ? [] : [[column, cells[at] as string] as const])),
      ),
      problems: [] as string[],
    }
    const own = readStated(row, locale)
    const saysDemand = own.uplift !== null || own.units !== null || own.extra !== null
    const sku = row.keyed.get('sku') ?? ''
    if (sku === '') row.problems.push('the item is missing.')
    problems.push(...row.problems.map((problem) => `Row ${i + 1} of the table: ${problem}`))
    if (sku === '') return []
    return {
      sku,
      tableRow: i + 1,
      places: row.keyed.has('at') ? listOf(row.keyed.get('at')) : places,
      ...own,
      uplift: saysDemand ? own.uplift : stated.uplift,
      discount: own.discount ?? stated.discount,
      price: own.price ?? stated.price,
    }
  })
}

/** Reads a window from `dates:`, or from `from:` and `to:`; with a stored window one of the two is enough. Null where it cannot be read, which is added to the problems. */
export const readWindow = (
  { keyed, problems }: Arguments,
  context: CommandContext,
  stored: Days | null,
): Days | null => {
  const { today } = context
  const dates = keyed.get('dates')
  const isHalf = stored !== null && keyed.has('from') !== keyed.has('to')
  const from = keyed.get('from') ?? (isHalf ? isoOf(stored.start) : undefined)
  const to = keyed.get('to') ?? (isHalf ? isoOf(stored.end) : undefined)
  if (dates !== undefined && (keyed.has('from') || keyed.has('to'))) {
    problems.push('Use either dates: or from: and to:, not both.')
    return null
  }
  if (dates === undefined && (from === undefined || to === undefined)) {
    if (from !== undefined || to !== undefined)
      problems.push(`${from === undefined ? 'from:' : 'to:'} is missing: add from:2026-07-06 to:2026-07-12.`)
    return null
  }
  const since = stored !== null && stored.start < today ? stored.start : null
  const reader = { today, locale: context.locale, since }
  const read = dates === undefined ? readBetween(from as string, to as string, reader) : readDates(dates, reader)
  if (!read.ok) {
    problems.push(dates === undefined ? read.error : `dates: ${read.error}`)
    return null
  }
  problems.push(...windowProblems(read.value, today))
  return read.value
}

const windowProblems = ({ start, end }: Days, today: Day): readonly string[] => {
  if (end < start) return [`The end, ${dateWords(end, today)}, is before the start, ${dateWords(start, today)}.`]
  if (end < today) return [`The window ended ${dateWords(end, today)}; register promotions before they end.`]
  if (end - start >= longestPromotionDays)
    return [`The window has ${end - start + 1} days; the limit is ${longestPromotionDays}.`]
  if (start - today > farthestStartDays)
    return [`The start, ${dateWords(start, today)}, is more than three years away.`]
  return []
}

/** Tells whether a promotion is asked for whose items follow: it has dates, and nothing is said of what it sells. */
const isWithoutItems = ({ lines, days, given }: PromotionRequest): boolean =>
  lines.length === 0 &&
  days !== null &&
  !['sku', 'at', 'uplift', 'units', 'extra', 'discount', 'price', 'hero'].some((key) => given.keyed.has(key)) &&
  given.keyed.get('status') !== 'committed'

/** Says what is missing or ambiguous in a requested promotion; its items are not where they may follow. */
export const missingFields = (request: PromotionRequest, mayFollow = false): readonly string[] => [
  ...(request.lines.length === 0 && !(mayFollow && isWithoutItems(request))
    ? ['No item is named: add sku:SKU-1 or sku:SKU-1,SKU-2, or paste a table.']
    : []),
  ...(request.days === null && !['from', 'to', 'dates'].some((key) => request.given.keyed.has(key))
    ? ['The window is missing: add dates:"6-12 Jul" or from:2026-07-06 to:2026-07-12.']
    : []),
  ...sharedUnits(request),
  ...doubled(request),
]

/** Refuses one total for several items: it can mean each of them or all together. */
const sharedUnits = ({ lines, given }: PromotionRequest): readonly string[] => {
  const typed = (['units', 'extra'] as const).find((key) => given.keyed.has(key))
  return typed === undefined || lines.length < 2
    ? []
    : [
        `${typed}: with ${lines.length} items is unclear: each, or all together? Paste a table with a row for each item, or use uplift:.`,
      ]
}

const doubled = ({ lines }: PromotionRequest): readonly string[] => {
  const seen = new Set<string>()
  for (const { sku, places } of lines)
    for (const place of places.length === 0 ? [''] : places) {
      const key = `${sku}\u0000${place}`
      if (seen.has(key)) return [`${sku}${place === '' ? '' : ` at ${place}`} is in the table twice.`]
      seen.add(key)
    }
  return []
}

import type { FeedKind } from '../../store/feeds/feed-rows.ts'
import { bareHeader, type Concept } from './header-words.ts'
import { type FieldSpec, type FieldType, kindFields } from './kind-fields.ts'
import type { FieldSource } from './mapping.ts'
import { type HeaderMatch, matchHeader } from './match-header.ts'
import type { ColumnProfile, SheetProfile } from './profile.ts'

/** Tells which codes are known. */
export type KnownCodes = {
  readonly items: (code: string) => boolean
  readonly locations: (code: string) => boolean
  /** Finds the code of a location by its code or its name; null where it is not known or two go by it. */
  readonly placeOf: (text: string) => string | null
}

/** The columns of a sheet as one kind reads them, and how well they fit. */
export type Reading = {
  readonly kind: FeedKind
  readonly fields: ReadonlyMap<string, FieldSource>
  /** Needed fields that no column gives. */
  readonly missing: readonly FieldSpec[]
  /** Fields for which several columns are equally good. */
  readonly torn: readonly { readonly spec: FieldSpec; readonly columns: readonly number[] }[]
  readonly score: number
}

/** Said in place of a column where no column is a field. */
export const noColumn = -1

type Candidate = { readonly at: number; readonly score: number }

/** Reads a sheet as one kind; `chosen` names columns by field that somebody said. */
export const readAsKind = (
  kind: FeedKind,
  profile: SheetProfile,
  known: KnownCodes,
  chosen: ReadonlyMap<string, number>,
): Reading => {
  const matches = matchesOf(kind, profile)
  const isOwnFile = isOfOwnColumns(kind, profile)
  const own = Map.groupBy(profile.columns.keys(), (at) => profile.columns[at]?.name.trim().toLowerCase())
  const taken = new Set<number>(chosen.values())
  const fields = new Map<string, FieldSource>()
  const missing: FieldSpec[] = []
  const torn: { spec: FieldSpec; columns: readonly number[] }[] = []
  let score = 0
  for (const spec of kindFields[kind]) {
    const said = chosen.get(spec.field)
    if (said === noColumn) {
      if (spec.isNeeded) missing.push(spec)
      continue
    }
    if (said === undefined && spec.field === 'unusable' && isFreeStock(fields.get('on_hand'), profile)) continue
    const exact = isOwnFile ? (own.get(spec.field) ?? []).filter((at) => !taken.has(at)) : []
    const [best, ...others] =
      said !== undefined
        ? [{ at: said, score: 1 }]
        : exact.length > 0
          ? exact.map((at) => ({ at, score: 1.2 }))
          : candidates(spec, profile, matches, taken, known)
    const sum =
      said === undefined
        ? (computed(spec, profile, matches, best?.score ?? 0) ??
          (best === undefined ? periodFor(kind, spec, profile, fields, taken) : null))
        : null
    if (sum !== null) {
      fields.set(spec.field, sum)
      score += 2 + (spec.tells ? 2 : 0)
      continue
    }
    if (best === undefined) {
      if (spec.isNeeded) missing.push(spec)
      score -= spec.isNeeded && !spec.isAskable ? 4 : 0
      continue
    }
    fields.set(spec.field, { kind: 'column', at: best.at })
    taken.add(best.at)
    const rivals = others.filter(({ at, score }) => score > best.score - 0.08 && differ(profile, best.at, at))
    if (rivals.length > 0) torn.push({ spec, columns: [best.at, ...rivals.map(({ at }) => at)] })
    score += best.score * ((spec.isNeeded ? 2 : 1) + (spec.tells ? 2 : 0))
  }
  const isLost = missing.some(({ field, isAskable }) => !isAskable && field !== 'name' && field !== 'currency')
  const isWide = kind === 'items' && figuresLeft(profile, taken) > mostFigures
  const against =
    unexplained(profile, matches, taken) +
    (isLost ? 4 : 0) +
    (isWide ? 20 : 0) +
    (namesCustomers(kind, profile) ? 12 : 0)
  return { kind, fields, missing, torn, score: score - against }
}

const customer = /^(customer|client|kunde|debitor|sold to|ship to party|cliente|klant|afnemer|bill to)\b/

/** An order that names a customer is one that was sold, not one that is on its way. */
const namesCustomers = (kind: FeedKind, { columns }: SheetProfile): boolean =>
  kind === 'inbound' && columns.some(({ name, filled }) => filled > 0 && customer.test(bareHeader(name)))

/** More columns of numbers that are about nothing known than this make a table of places or weeks, not a list of items. */
const mostFigures = 3

const figuresLeft = ({ columns }: SheetProfile, taken: ReadonlySet<number>): number =>
  columns.filter(
    ({ name, filled, numbers }, at) =>
      !taken.has(at) && filled > 0 && numbers === filled && matchHeader(name).size === 0,
  ).length

/** An order of SAP numbers its lines by tens under "Item", beside the column of the material. */
const matchesOf = (kind: FeedKind, { columns }: SheetProfile): readonly HeaderMatch[] => {
  const matches = columns.map(({ name }) => matchHeader(name))
  const items = matches.filter((match) => match.get('sku') === 1)
  if (kind !== 'inbound' || items.length < 2) return matches
  const isLine = (at: number) => {
    const values = [...(columns[at] as ColumnProfile).distinct]
    return matches[at]?.get('sku') === 1 && values.length > 0 && values.every((text) => /^0*[1-9]\d{0,3}0$/.test(text))
  }
  return matches.map((match, at) => (isLine(at) ? new Map([['orderLine', 1] as const]) : match))
}

const freeStock =
  /unrestricted|frei verw|utilisation libre|libre utilizacion|utilizzo libero|vrij te gebruiken|labst|clabs|available|verfugbar|disponib/

/** Stock that is free to use leaves out what is blocked already. */
const isFreeStock = (source: FieldSource | undefined, { columns }: SheetProfile): boolean =>
  source?.kind === 'column' && freeStock.test(bareHeader(columns[source.at]?.name ?? ''))

/** Two columns that say the same in every row that was looked at are no choice. */
const differ = ({ first }: SheetProfile, one: number, other: number): boolean =>
  first.some(({ cells }) => JSON.stringify(cells[one] ?? null) !== JSON.stringify(cells[other] ?? null))

const candidates = (
  spec: FieldSpec,
  { columns, rows }: SheetProfile,
  matches: readonly HeaderMatch[],
  taken: ReadonlySet<number>,
  known: KnownCodes,
): readonly Candidate[] =>
  columns
    .flatMap((column, at) => {
      if (taken.has(at) || !fits(column, spec.type)) return []
      const named = bestOf(matches[at] as HeaderMatch, spec.concepts)
      const isKnown = knownShare(column, spec, known)
      if (spec.field === 'sku' && rows > 3 && column.distinct.size === 1 && isKnown < 1) return []
      if (spec.field === 'line' && [...column.distinct].some((text) => text.length > 10)) return []
      const like = spec.type === 'code' ? codeLikeness(column) * 0.25 : 0
      const score = named === 0 ? (isKnown > 0.8 && column.distinct.size > 1 ? 0.7 : 0) : named + isKnown * 0.3 + like
      const sparse = column.filled < rows * 0.2 ? 0.2 : 0
      return score - sparse > 0.35 ? [{ at, score: score - sparse }] : []
    })
    .toSorted((a, b) => b.score - a.score || a.at - b.at)

/** Tells how much the values of a column look like codes: short, without blanks, with digits or in capitals. */
const codeLikeness = ({ distinct }: ColumnProfile): number => {
  const values = [...distinct].slice(0, 50)
  if (values.length === 0) return 0
  return (
    values.filter((text) => text.length <= 24 && !/\s/.test(text) && (/\d/.test(text) || text === text.toUpperCase()))
      .length / values.length
  )
}

/** Tells whether most columns of a file are named as the contract names those of a kind. */
const isOfOwnColumns = (kind: FeedKind, { columns }: SheetProfile): boolean => {
  const own = new Set(kindFields[kind].map(({ field }) => field))
  return columns.filter(({ name }) => own.has(name.trim().toLowerCase())).length * 2 > columns.length
}

/** The first of the concepts counts most. */
const bestOf = (match: HeaderMatch, concepts: readonly Concept[]): number =>
  Math.max(0, ...concepts.map((concept, place) => (match.get(concept) ?? 0) * (1 - 0.18 * Math.min(place, 3))))

const knownShare = ({ distinct }: ColumnProfile, { field }: FieldSpec, known: KnownCodes): number => {
  const isKnown = field === 'sku' ? known.items : field === 'location' ? known.locations : null
  if (isKnown === null || distinct.size === 0) return 0
  const values = [...distinct].slice(0, 50)
  return values.filter(isKnown).length / values.length
}

/** Tells whether the values of a column can be those of a field. */
const fits = (column: ColumnProfile, type: FieldType): boolean => {
  const { filled, numbers, dates, serials, periods } = column
  if (filled === 0) return false
  switch (type) {
    case 'number':
      return numbers >= filled * 0.6 && dates < filled * 0.6
    case 'date':
    case 'moment':
      return dates + periods >= filled * 0.5 || serials >= filled * 0.9
    case 'code':
      return dates < filled * 0.8
    case 'percent':
      return numbers >= filled * 0.4 || [...column.distinct].some((text) => /\d\s*[%x]/i.test(text))
    default:
      return true
  }
}

/** What a column of weeks, months or spans of days gives where nothing else does. */
const periodFor = (
  kind: FeedKind,
  { field }: FieldSpec,
  { columns }: SheetProfile,
  fields: ReadonlyMap<string, FieldSource>,
  taken: ReadonlySet<number>,
): FieldSource | null => {
  const date = fields.get('date')
  if (field === 'days')
    return date?.kind === 'column' && (columns[date.at]?.periods ?? 0) > 0
      ? { kind: 'period', at: date.at, part: 'days' }
      : null
  if (kind !== 'promotions') return null
  const start = fields.get('start')
  if (field === 'end') return start?.kind === 'period' ? { ...start, part: 'end' } : null
  if (field !== 'start') return null
  const at = columns.findIndex(({ filled, periods }, i) => !taken.has(i) && filled > 0 && periods >= filled * 0.6)
  return at < 0 ? null : { kind: 'period', at, part: 'start' }
}

/** What has to be worked out of two or more columns, where it is better than the one column there is. */
const computed = (
  { field }: FieldSpec,
  profile: SheetProfile,
  matches: readonly HeaderMatch[],
  best: number,
): FieldSource | null => {
  const at = (concept: Concept): number =>
    matches.findIndex(
      (match, i) => (match.get(concept) ?? 0) >= 0.9 && fits(profile.columns[i] as ColumnProfile, 'number'),
    )
  if (field === 'on_hand' && best < 0.9) {
    const [available, allocated] = [at('available'), at('allocated')]
    if (available >= 0)
      return allocated >= 0 ? { kind: 'sum', of: [available, allocated] } : { kind: 'column', at: available }
  }
  if (field === 'quantity' && at('open') < 0) {
    const [ordered, received] = [at('ordered'), at('received')]
    const generic = ordered >= 0 ? ordered : at('amountOfUnits')
    if (generic >= 0 && received >= 0) return { kind: 'less', at: generic, less: received }
  }
  return null
}

/** Columns that clearly belong to another kind count against one. */
const unexplained = ({ columns }: SheetProfile, matches: readonly HeaderMatch[], taken: ReadonlySet<number>): number =>
  0.8 *
  columns.filter(
    ({ filled }, at) =>
      filled > 0 && !taken.has(at) && telling.some((concept) => (matches[at]?.get(concept) ?? 0) >= 1),
  ).length

const telling: readonly Concept[] = [
  ...([
    'onHand',
    'available',
    'orderId',
    'open',
    'dueDate',
    'leadTime',
    'start',
    'end',
    'uplift',
    'planUnits',
  ] as const),
]

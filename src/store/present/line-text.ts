import { type BoundedMap, boundedMap } from '../../common/bounded-map.ts'
import type { JudgedLine, LineFacts } from '../../domain/assessment/readiness.ts'
import type { PresentTables } from './present-tables.ts'

/** A line as it is stored: what many lines share is text of its own, so that it is read once. */
export type LineText = Pick<
  PresentTables['present_line'],
  'sku' | 'location' | 'view' | 'item' | 'at' | 'lead_time' | 'source'
>

/** Writes a judged line as text. */
export const textOf = ({ facts, ...judged }: JudgedLine): LineText => {
  const { item, location, leadTime, source, ...own } = facts
  return {
    sku: judged.line.sku,
    location: judged.line.location,
    view: JSON.stringify({ ...judged, facts: own }),
    item: JSON.stringify(item),
    at: placeText(location),
    lead_time: supplyText(leadTime),
    source: source === undefined ? null : sourceText(source),
  }
}

type Calendar = LineFacts['location']['receiving']
type Place = LineFacts['location']
type Supply = NonNullable<LineFacts['leadTime']>
type Source = NonNullable<LineFacts['source']>

/** JSON has no sets: their days are written as lists. */
type Days = readonly number[]
type CalendarText = Omit<Calendar, 'closed'> & { readonly closed: Days }
type SupplyText = Omit<Supply, 'holidays' | 'via'> & {
  readonly holidays: Days
  readonly via?: { readonly lead: SupplyText; readonly receiving: CalendarText }
}

const listedCalendar = (calendar: Calendar): CalendarText => ({ ...calendar, closed: [...calendar.closed] })
const readCalendar = (text: CalendarText): Calendar => ({ ...text, closed: new Set(text.closed) })

const listedSupply = ({ holidays, via, ...supply }: Supply): SupplyText => ({
  ...supply,
  holidays: [...holidays],
  ...(via === undefined ? {} : { via: { lead: listedSupply(via.lead), receiving: listedCalendar(via.receiving) } }),
})
const readSupply = ({ holidays, via, ...supply }: SupplyText): Supply => ({
  ...supply,
  holidays: new Set(holidays),
  ...(via === undefined ? {} : { via: { lead: readSupply(via.lead), receiving: readCalendar(via.receiving) } }),
})

const placeText = (place: Place): string => JSON.stringify({ ...place, receiving: listedCalendar(place.receiving) })
const readPlace = (text: string): Place => {
  const place = JSON.parse(text)
  return { ...place, receiving: readCalendar(place.receiving) }
}

const supplyText = (supply: LineFacts['leadTime']): string => JSON.stringify(supply && listedSupply(supply))
const readSupplyText = (text: string): LineFacts['leadTime'] => {
  const supply = JSON.parse(text) as SupplyText | null
  return supply && readSupply(supply)
}

const sourceText = (source: Source): string =>
  JSON.stringify({ ...source, through: source.through && listedSupply(source.through) })
const readSource = (text: string): Source => {
  const source = JSON.parse(text)
  return { ...source, through: source.through && readSupply(source.through) }
}

/** So many texts of each kind are remembered as they were read. */
const mostShared = 5_000

/** Reads a line from text. */
export type LineReader = (text: LineText) => JudgedLine

/** Opens a reader of lines, which reads once what they share. */
export const openLineReader = (): LineReader => {
  const items = boundedMap<string, LineFacts['item']>(mostShared)
  const places = boundedMap<string, LineFacts['location']>(mostShared)
  const leadTimes = boundedMap<string, { readonly leadTime: LineFacts['leadTime'] }>(mostShared)
  return ({ view, item, at, lead_time, source }) => {
    const { facts, ...judged } = JSON.parse(view)
    return {
      ...judged,
      facts: {
        ...facts,
        item: once(items, item, (text) => JSON.parse(text)),
        location: once(places, at, readPlace),
        leadTime: once(leadTimes, lead_time, (text) => ({ leadTime: readSupplyText(text) })).leadTime,
        ...(source === null ? {} : { source: readSource(source) }),
      },
    } as JudgedLine
  }
}

const once = <T>(known: BoundedMap<string, T>, text: string, read: (text: string) => T): T => {
  const found = known.get(text) ?? read(text)
  known.set(text, found)
  return found
}

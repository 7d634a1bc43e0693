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
    at: withSets(location),
    lead_time: withSets(leadTime),
    source: source === undefined ? null : withSets(source),
  }
}

type Sets = { readonly $set: readonly unknown[] }

const withSets = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => (inner instanceof Set ? ({ $set: [...inner] } satisfies Sets) : inner))

const readSets = (text: string): unknown =>
  JSON.parse(text, (_, inner) =>
    typeof inner === 'object' && inner !== null && '$set' in inner ? new Set((inner as Sets).$set) : inner,
  )

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
        location: once(places, at, (text) => readSets(text) as LineFacts['location']),
        leadTime: once(leadTimes, lead_time, (text) => ({ leadTime: readSets(text) as LineFacts['leadTime'] }))
          .leadTime,
        ...(source === null ? {} : { source: readSets(source) }),
      },
    } as JudgedLine
  }
}

const once = <T>(known: BoundedMap<string, T>, text: string, read: (text: string) => T): T => {
  const found = known.get(text) ?? read(text)
  known.set(text, found)
  return found
}

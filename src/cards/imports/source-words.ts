import { dayOf } from '../../domain/day.ts'
import { momentWords, timeOfDayWords } from '../language/words.ts'
import type { Reading } from './file-card.ts'

/** Where a figure comes from: the file and its line, who sent it, and the moment (ISO text) from which it counts. */
export type SourceView = {
  readonly file: string
  readonly line: number | null
  readonly sender: string | null
  readonly at: string | null
}

/** Where the figures of one item at one place come from, and where that is read. */
export type Provenance = {
  readonly stock: (SourceView & { readonly countedOn: number }) | null
  readonly orders: ReadonlyMap<string, SourceView>
  readonly timeZone: string
}

/** Says where a figure comes from, `stock.xlsx, row 12, Ben, today 06:02`. */
export const sourceWords = ({ file, line, sender, at }: SourceView, reading: Reading): string =>
  [
    file,
    ...(line === null ? [] : [`row ${line}`]),
    ...(sender === null || sender === file ? [] : [sender]),
    ...(at === null ? [] : [sinceWords(at, reading)]),
  ].join(', ')

const sinceWords = (at: string, { timeZone, today }: Reading): string => {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone)
  return dayOf(local.toPlainDate().toString()) === today
    ? `today ${timeOfDayWords(local.hour * 60 + local.minute)}`
    : momentWords(at, timeZone, today)
}

/** Says where a count of a day comes from; null where nobody knows, or where it is of another day. */
export const stockSourceWords = (
  provenance: Provenance | null,
  countedOn: number | null,
  today: Reading['today'],
): string | null =>
  provenance?.stock != null && provenance.stock.countedOn === countedOn
    ? sourceWords(provenance.stock, { timeZone: provenance.timeZone, today })
    : null

import { plus, type Row, type Rows, weekdayNames, weekdayOf } from './rows.ts'

/** Whether goods take the lead time that the supplier tells, or the one that allows for its variance. */
export type Pace = 'told' | 'protected'

const find = (rows: Rows, sku: string, location: string) => ({
  item: rows.items?.find((row) => row.sku === sku),
  place: rows.locations?.find((row) => row.location === location),
})

const isEmpty = (value: unknown): boolean => value === undefined || value === ''

/** Gives the lead-time row that says most about an item at a place. */
const leadRow = (rows: Rows, supplier: string, sku: string, location: string): Row | undefined =>
  (rows['lead-times'] ?? [])
    .filter(
      (row) =>
        row.supplier === supplier &&
        (isEmpty(row.sku) || row.sku === sku) &&
        (isEmpty(row.location) || row.location === location),
    )
    .toSorted((a, b) => weight(b) - weight(a))[0]

const weight = (row: Row): number => (isEmpty(row.sku) ? 0 : 2) + (isEmpty(row.location) ? 0 : 1)

const isClosed = (rows: Rows, calendar: string, date: string): boolean =>
  (rows.holidays ?? []).some((row) => (row.calendar === calendar || row.calendar === '*') && row.date === date)

/** Who delivers to a place: its warehouse where that says how long it needs, else the supplier of the item. */
export const supplierOf = (rows: Rows, sku: string, location: string): string | null => {
  const { item, place } = find(rows, sku, location)
  const depot = place?.supplied_by
  if (typeof depot === 'string' && depot !== '' && leadRow(rows, depot, sku, location)) return depot
  return typeof item?.supplier === 'string' && item.supplier !== '' ? item.supplier : null
}

const isWorking = (rows: Rows, supplier: string, date: string): boolean =>
  !['sat', 'sun'].includes(weekdayOf(date)) && !isClosed(rows, supplier, date)

/** Gives the day on which what is ordered on a day comes to the door of a place; null where no lead time is known. */
export const arrivalOf = (
  rows: Rows,
  order: { readonly supplier: string; readonly sku: string; readonly location: string; readonly on: string },
  pace: Pace,
): string | null => {
  const { supplier, sku, location, on } = order
  const lead = leadRow(rows, supplier, sku, location)
  if (lead === undefined) return null
  const told = Number(lead.lead_time_days)
  const days = pace === 'told' ? told : Math.ceil(told + 0.8416 * Number(lead.lead_time_sd_days ?? 0) - 1e-9)
  if (lead.calendar === 'weekdays') {
    let date = on
    for (let worked = 0; ; date = plus(date, 1)) {
      if (isWorking(rows, supplier, date)) worked++
      if (worked >= days) return days === 0 ? on : plus(date, 1)
    }
  }
  let date = plus(on, days)
  while (isClosed(rows, supplier, date)) date = plus(date, 1)
  return date
}

/** Gives the day on which what comes to the door of a place can be sold. */
export const usableOn = (rows: Rows, location: string, due: string): string => {
  const { place } = find(rows, '', location)
  const receives = isEmpty(place?.receiving_days) ? null : daysNamed(`${place?.receiving_days}`)
  const isReceiving = (date: string) =>
    receives === null || (receives.has(weekdayOf(date)) && !isClosed(rows, location, date))
  let date = due
  while (!isReceiving(date)) date = plus(date, 1)
  for (let left = Number(place?.dock_to_stock_days ?? 0); left > 0; left--) {
    do date = plus(date, 1)
    while (!isReceiving(date))
  }
  return date
}

/** Reads `mon-fri` and `mon,thu`. */
const daysNamed = (text: string): ReadonlySet<string> =>
  new Set(
    text.split(',').flatMap((part) => {
      const [first = '', last = first] = part.split('-')
      return weekdayNames.slice(weekdayNames.indexOf(first as never), weekdayNames.indexOf(last as never) + 1)
    }),
  )

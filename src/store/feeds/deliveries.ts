import type { Cell } from '../../domain/cell.ts'

/** A row of an order by which its delivery is told from others, and the batch it came in. */
type DeliveryRow = Cell & { readonly order_id: string; readonly line: string; readonly batch_id: number }

type Deliveries<T> = { readonly current: readonly T[]; readonly replaced: readonly T[] }

/**
 * Tells of the rows of orders, the oldest batch first, which are current. A row with a line replaces the earlier one of its
 * line. A batch that names an order without lines tells of the whole order at that place and replaces all it said before; one
 * that names it with lines replaces what was said without.
 */
export const currentDeliveries = <T extends DeliveryRow>(rows: readonly T[]): Deliveries<T> => {
  const replaced: T[] = []
  const orders = Map.groupBy(rows, (row) => `${row.sku}\u0000${row.location}\u0000${row.order_id}`)
  const current = [...orders.values()].flatMap((own) => {
    if (own.length === 1) return own
    let now: T[] = []
    for (const row of own) {
      const isReplaced = (other: T) =>
        other.batch_id !== row.batch_id && (row.line === '' || other.line === '' || other.line === row.line)
      const kept = now.filter((other) => !isReplaced(other))
      if (kept.length < now.length) replaced.push(...now.filter(isReplaced))
      now = [...kept, row]
    }
    return now
  })
  return { current, replaced }
}

/** A delivery by the date it is due, null where it has none. */
type Due = { readonly due_on: string | null }

/**
 * Pairs the deliveries of an order with those it had before: those of the same date first, then the others by date from the
 * last one backwards, because the earlier ones are those that have come in. Both lists are ascending by date.
 */
export const pairDeliveries = <T extends Due, B extends Due>(
  now: readonly T[],
  before: readonly B[],
): ReadonlyMap<T, B> => {
  const left = [...before]
  const pairs = new Map<T, B>()
  const pair = (row: T, at: number) => {
    const [match] = at < 0 ? [] : left.splice(at, 1)
    if (match !== undefined) pairs.set(row, match)
  }
  for (const row of now)
    pair(
      row,
      left.findIndex((other) => other.due_on === row.due_on),
    )
  for (const row of now.toReversed()) if (!pairs.has(row)) pair(row, left.length - 1)
  return pairs
}

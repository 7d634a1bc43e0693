import { keyOf, trialsOfLine } from './advised-orders.ts'
import type { Situation } from './company.ts'
import { shelfOf } from './judged-shelf.ts'
import { bookOf, type Judged } from './office.ts'
import { plus, type Row, together } from './rows.ts'

/** A morning on which a line that was ordered as asked was not ready. */
export type Fallen = {
  readonly situation: Situation
  readonly line: string
  readonly on: string
  readonly judged: Judged
}

/** Counts are whole units: where few are sold, the half unit that a count is off moves the probability by a few points. */
const edge = 0.05

/** Families of which a morning's feeds say more than a count and what has come. */
const told = ['warehouse', 'overlap', 'running', 'stale', 'allocated', 'shelf life', 'dock to stock', 'receiving days']

/** Buys ordinarily for a shelf, as if nobody promoted anything; `stock` is what would then be there. */
type Buyer = { readonly review: number; readonly leadDays: number; readonly safety: number; stock: number }

/** One shelf on its way through the days. */
type Life = {
  readonly situation: Situation
  readonly line: Judged
  readonly place: Row
  readonly base: readonly number[]
  readonly extra: readonly number[]
  readonly orders: Row[]
  readonly buyer: Buyer | null
  opening: number
  sold: number
}

const lifeOf = (situation: Situation, line: Judged): Life | null => {
  const [asAsked] = trialsOfLine(situation, line)
  const place = situation.rows.inventory?.find((row) => row.sku === line.sku && row.location === line.location)
  if (asAsked === undefined || asAsked.how !== 'told' || place === undefined) return null
  const { base, extra, opening } = shelfOf(situation, line)
  const open = (situation.rows.inbound ?? []).filter((row) => row.sku === line.sku && row.location === line.location)
  return {
    situation,
    line,
    place,
    base,
    extra,
    orders: [...open, ...asAsked.inbound],
    buyer: line.window.ordinary_from === null ? null : buyerOf(situation, place, base, opening),
    opening,
    sold: 0,
  }
}

const buyerOf = ({ rows }: Situation, place: Row, base: readonly number[], stock: number): Buyer => {
  const lead = rows['lead-times']?.[0] as Row
  const review = Number(lead.review_days)
  const leadDays = Math.ceil(Number(lead.lead_time_days) * (lead.calendar === 'weekdays' ? 1.4 : 1)) + 2
  const mean = base.reduce((sum, units) => sum + units, 0) / base.length
  // Chance, and a plan that is wrong by a tenth and by a fifth on a day, over the days until the next order can come.
  const days = leadDays + review
  const error = Math.sqrt(mean * days + 0.04 * mean * mean * days + (0.1 * mean * days) ** 2)
  return { review, leadDays, safety: Math.max(Number(place.safety_stock ?? 0), 1.65 * error), stock }
}

/** Orders what is missing by the day before the next order can come, on each ordering day. */
const buy = ({ situation, line, base, orders }: Life, buyer: Buyer, day: number): readonly Row[] => {
  const today = plus(situation.asOf, day)
  const ordinary = orders.filter((row) => row.promotion_id === undefined && comes(situation, row))
  if (day % buyer.review !== 0) return []
  const until = day + buyer.leadDays + buyer.review - 1
  const coming = ordinary.filter(({ due_date: due }) => `${due}` > today && `${due}` <= plus(situation.asOf, until))
  const sales = Array.from({ length: until - day }, (_, i) => base[day + 1 + i] ?? base.at(-1) ?? 0)
  const balance =
    buyer.stock + coming.reduce((sum, row) => sum + Number(row.quantity), 0) - sales.reduce((sum, of) => sum + of, 0)
  const units = Math.ceil(buyer.safety - balance)
  const at = { sku: line.sku, location: line.location }
  const order_id = `USUAL-${line.sku}-${line.location}-${day}`
  return units <= 0 ? [] : [{ order_id, ...at, quantity: units, due_date: plus(today, buyer.leadDays) }]
}

/** Tells whether an order of the feed has a day on which it comes. */
const comes = ({ asOf }: Situation, row: Row): boolean =>
  row.due_date !== undefined &&
  `${row.due_date}` >= asOf &&
  (row.status === undefined ||
    row.status === 'confirmed' ||
    (row.status === 'delayed' && row.due_date !== row.promised_date))

/** Lets a day pass: what comes is received, what is expected is sold, and the ordinary buyer orders. */
const pass = (life: Life, day: number): readonly Row[] => {
  const { situation, buyer } = life
  const today = plus(situation.asOf, day)
  const received: Row[] = []
  for (const [i, row] of life.orders.entries()) {
    if (row.status === 'received' || !comes(situation, row) || row.due_date !== today) continue
    life.opening += Number(row.quantity)
    const now = {
      ...row,
      quantity: 0,
      status: 'received',
      received_date: today,
      received_quantity: Number(row.quantity),
    }
    life.orders[i] = now
    received.push(now)
  }
  const normal = life.base[day] ?? 0
  life.sold = Math.min(life.sold + normal + (life.extra[day] ?? 0), life.opening)
  if (buyer === null) return received
  const ordinary = received.filter((row) => row.promotion_id === undefined)
  buyer.stock += ordinary.reduce((sum, row) => sum + Number(row.received_quantity), 0)
  buyer.stock = Math.max(0, buyer.stock - normal)
  const bought = buy(life, buyer, day)
  life.orders.push(...bought)
  return [...received, ...bought]
}

/**
 * Orders what is asked for each line at risk, and lets the days go by as expected: stock is counted every morning, orders
 * come on their day, ordinary orders go on. Tells on which mornings one of those lines was not ready.
 */
export const rollMornings = async (
  situations: readonly Situation[],
): Promise<{ readonly lines: number; readonly mornings: number; readonly fallen: readonly Fallen[] }> => {
  const plain = situations.filter(({ traits }) => !traits.some((trait) => told.includes(trait)))
  const [first] = plain
  if (first === undefined) return { lines: 0, mornings: 0, fallen: [] }
  await using office = await bookOf(first.asOf, together(plain.map(({ rows }) => rows))).open()
  const of = (line: Judged) => plain.find(({ rows }) => rows.items?.some(({ sku }) => sku === line.sku)) as Situation
  const lives = (await office.judge(null)).flatMap((line) =>
    line.verdict === 'at-risk' ? (lifeOf(of(line), line) ?? []) : [],
  )
  await office.feed({ inbound: lives.flatMap(({ orders }) => orders) })
  const fallen: Fallen[] = []
  let mornings = 0
  for (let day = 0; ; day++) {
    const today = plus(first.asOf, day)
    const running = lives.filter(({ line }) => today <= line.end)
    if (running.length === 0) break
    office.company.at(today)
    const judged = new Map(
      (await office.judge([...new Set(running.map(({ line }) => line.promotion_id))], today)).map((line) => [
        keyOf(line),
        line,
      ]),
    )
    for (const { situation, line } of running) {
      mornings++
      const now = judged.get(keyOf(line))
      if (now !== undefined && now.verdict !== 'ready' && (now.window.p0 ?? 1) > now.window.policy + edge)
        fallen.push({ situation, line: keyOf(line), on: today, judged: now })
    }
    const news = running.flatMap((life) => pass(life, day))
    const tomorrow = plus(today, 1)
    office.company.at(tomorrow)
    await office.feed({
      inbound: news,
      inventory: running.map(({ place, opening, sold }) => ({
        ...place,
        on_hand: Math.round(opening - sold) + Number(place.unusable ?? 0),
        as_of: tomorrow,
      })),
    })
  }
  return { lines: lives.length, mornings, fallen }
}

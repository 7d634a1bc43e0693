import type { Stock } from '../../domain/assessment/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import type { KitStock } from '../../domain/kits/kit-stock.ts'
import { daysTakenIsTold } from '../../domain/policy.ts'
import type { Position } from '../../domain/promotions/position.ts'
import { type Provenance, sourceWords, stockSourceWords } from '../imports/source-words.ts'
import { type Block, type Card, firstOf } from '../language/card.ts'
import {
  countWords,
  dateWords,
  listWords,
  numberWords,
  unitWords,
  upliftWords,
  windowWords,
} from '../language/words.ts'

const mostPlaces = 15

/** The stock of one item: one location in full, with where its figures come from, several as a table. */
export const stockCard = (
  positions: readonly Position[],
  today: Day,
  kits: ReadonlyMap<string, KitStock> | null = null,
  provenance: Provenance | null = null,
): Card => {
  const item = positions[0]?.facts.item
  const name = item === undefined ? '' : item.name === item.sku ? item.sku : `${item.name} (${item.sku})`
  const one = positions.length === 1 ? positions[0] : undefined
  const title = one ? `${name} @ ${one.facts.location.location}` : `${name} in ${countWords(positions.length, 'place')}`
  return {
    tone: 'plain',
    title: `${title}, ${dateWords(today, today)}`,
    plain: `${title}: ${freeWords(positions)}`,
    blocks: one
      ? [...inFull(one, today, { kits: kits?.get(one.facts.location.location) ?? null, provenance })]
      : [inTable(positions)],
    footer: 'Free to promise: what is left after normal sales and every committed promotion.',
  }
}

const freeWords = (positions: readonly Position[]) => {
  const known = positions.flatMap((position) => position.promisable ?? [])
  return known.length < positions.length
    ? 'I do not know everywhere what is free to promise'
    : `${unitWords(known.reduce((sum, free) => sum + free, 0))} free to promise`
}

const inTable = (positions: readonly Position[]): Block => {
  const { shown, left } = firstOf(positions, mostPlaces)
  return {
    kind: 'table',
    columns: [
      { title: 'Location', align: 'left' },
      { title: 'Free', align: 'right' },
      { title: 'On hand', align: 'right' },
      { title: 'On order', align: 'right' },
      { title: 'Sales a day', align: 'right', isMinor: true },
    ],
    rows: shown.map((position) => [
      position.facts.location.location,
      position.promisable === null ? 'unknown' : numberWords(Math.floor(position.promisable)),
      position.opening === null ? 'unknown' : numberWords(position.opening),
      numberWords(position.receipts.coming.reduce((sum, receipt) => sum + receipt.units, 0)),
      position.perDay === null ? 'unknown' : numberWords(position.perDay),
    ]),
    left,
    where: `/stock ${positions[0]?.facts.item.sku} at LOCATION`,
  }
}

/** "40 until Wed 9 Jun, 60 until Sun 20 Jun": the days are the last ones on which they can be sold. */
const lotWords = (lots: NonNullable<Stock['lots']>, date: (day: Day) => string): string =>
  lots
    .map(({ units, expiresOn }) =>
      expiresOn === null ? `${numberWords(units)} that keep` : `${numberWords(units)} until ${date(expiresOn - 1)}`,
    )
    .join(', ')

/** "13 now; Cola 1.5 l is the scarcest: 26 free, 2 in each". */
const madeWords = ({ made, scarcest: { name, free, quantity } }: KitStock): string =>
  `${countWords(made, 'kit')} now; ${name} is the scarcest: ${numberWords(Math.floor(free))} free, ${numberWords(quantity)} in each`

const inFull = (
  position: Position,
  today: Day,
  { kits, provenance }: { readonly kits: KitStock | null; readonly provenance: Provenance | null },
): Block[] => {
  const { facts, receipts, nextOrder } = position
  const { stock, leadTime } = facts
  const date = (day: Day) => dateWords(day, today)
  const counted = stockSourceWords(provenance, stock?.asOf ?? null, today)
  const again = `/stock ${facts.item.sku} at ${facts.location.location}`
  const orders = [
    ...receipts.coming.map(
      (receipt) => `${receipt.orderId}: ${unitWords(receipt.units)}, usable ${date(receipt.day)}${meantWords(receipt)}`,
    ),
    ...facts.orders.flatMap(({ orderId, receivedQuantity, takenOn }) =>
      takenOn === undefined || takenOn < facts.asOf - daysTakenIsTold
        ? []
        : [
            `${orderId}: ${unitWords(receivedQuantity ?? 0)}, counts as received: the stock of ${date(takenOn)} went up by as much`,
          ],
    ),
    ...receipts.overdue.map(
      (order) =>
        `${order.orderId}: ${unitWords(order.quantity)}, overdue since ${order.due === null ? 'an unknown date' : date(order.due)}, does not count${meantWords(order)}`,
    ),
    ...receipts.unheard.map(
      (order) =>
        `${order.orderId}: ${unitWords(order.quantity)}, due ${order.due === null ? '' : date(order.due)}; ${order.unheard === 'stock' ? 'no count since, so I assume it came' : 'no order feed since, so it does not count'}${meantWords(order)}`,
    ),
    ...receipts.undated.map(
      (order) =>
        `${order.orderId}: ${unitWords(order.quantity)}, no realistic date, does not count${meantWords(order)}`,
    ),
    ...receipts.planned.map(
      (receipt) =>
        `${receipt.orderId}: ${unitWords(receipt.units)}, only planned, for ${date(receipt.day)}${meantWords(receipt)}`,
    ),
  ]
  const lead =
    leadTime === null
      ? 'unknown'
      : `${leadTime.supplier}, ${countWords(leadTime.lead, leadTime.calendar === 'weekdays' ? 'working day' : 'day')}${nextOrder ? `; ordered ${nextOrder.orderOn === facts.asOf ? 'today' : date(nextOrder.orderOn)}, it is usable ${date(nextOrder.usableOn)}` : ''}`
  const blocks: Block[] = [
    {
      kind: 'facts',
      facts: [
        {
          label: 'On hand',
          value:
            stock === null
              ? 'unknown'
              : `${unitWords(position.opening ?? 0)} this morning (${numberWords(stock.onHand)} counted ${date(stock.asOf)})`,
        },
        ...(kits === null ? [] : [{ label: 'Can be made', value: madeWords(kits) }]),
        ...(stock?.lots === undefined ? [] : [{ label: 'Lots', value: lotWords(stock.lots, date) }]),
        ...(counted === null ? [] : [{ label: 'Counted in', value: counted }]),
        ...(stock && stock.unusable > 0 ? [{ label: 'Unusable', value: unitWords(stock.unusable) }] : []),
        ...(stock && stock.allocated > 0 ? [{ label: 'Allocated', value: unitWords(stock.allocated) }] : []),
        ...(stock?.safetyStock ? [{ label: 'Safety stock', value: unitWords(stock.safetyStock) }] : []),
        { label: 'Normal sales', value: position.perDay === null ? 'unknown' : `${unitWords(position.perDay)} a day` },
        { label: 'Lead time', value: lead },
        {
          label: 'Free to promise',
          value:
            position.promisable === null
              ? 'unknown'
              : `${unitWords(Math.floor(position.promisable))} until ${date(position.promisableUntil)}`,
        },
      ],
    },
  ]
  if (orders.length > 0)
    blocks.push({
      kind: 'items',
      title: 'On order',
      items: orders.map((text) => ({ symbol: '·', text, detail: orderSource(text, provenance, today) })),
      left: 0,
      where: again,
    })
  if (position.balances !== null)
    blocks.push({
      kind: 'chart',
      title: 'Expected stock at the end of each day',
      unit: 'units',
      days: position.balances.map((_, i) => ({ label: date(facts.asOf + i), day: isoOf(facts.asOf + i) })),
      series: [{ name: 'Balance', of: 'level', values: position.balances }],
      mark: null,
      spans: spansOf(position.promotions, facts.asOf, position.balances.length),
    })
  if (position.promotions.length > 0)
    blocks.push({
      kind: 'items',
      title: 'Next promotions',
      items: position.promotions.map((line) => ({
        symbol: '·',
        text: `${line.name} (${line.promotionId}), ${windowWords(line.start, line.end, today)}${statedWords(line.stated)}`,
        detail: [],
      })),
      left: 0,
      where: again,
    })
  return blocks
}

/** An order is told of by its id first. */
const orderSource = (text: string, provenance: Provenance | null, today: Day): readonly string[] => {
  const source = provenance?.orders.get(text.slice(0, text.indexOf(': ')))
  return source === undefined || provenance === null
    ? []
    : [sourceWords(source, { timeZone: provenance.timeZone, today })]
}

/** Gives the days of promotions among so many days from today on. */
const spansOf = (promotions: Position['promotions'], today: Day, days: number) =>
  promotions
    .map(({ start, end, promotionId }) => ({
      from: Math.max(0, start - today),
      to: Math.min(days - 1, end - today),
      words: promotionId,
    }))
    .filter(({ from, to }) => from <= to)

/** Says which promotions an order is for, `, for P-12`. */
const meantWords = ({ promotionIds }: { readonly promotionIds: readonly string[] }): string =>
  promotionIds.length === 0 ? '' : `, for ${listWords(promotionIds)}`

const statedWords = (stated: Position['promotions'][number]['stated']): string => {
  switch (stated.kind) {
    case 'uplift':
      return `, ${upliftWords(stated.ratio)}`
    case 'units':
      return `, ${unitWords(stated.units)} in total`
    case 'extra':
      return `, ${unitWords(stated.units)} extra`
    case 'unstated':
      return ''
  }
}

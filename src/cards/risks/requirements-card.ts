import { type Day, isoOf } from '../../domain/day.ts'
import { addMoney } from '../../domain/money.ts'
import type {
  Destination,
  PlannedToPlace,
  RequiredOrder,
  Requirement,
  Requirements,
  Served,
  TooLate,
} from '../../domain/risks/requirement.ts'
import { asking } from '../language/asking.ts'
import { type Action, type Block, type Card, firstOf, type Item } from '../language/card.ts'
import {
  countWords,
  dateWords,
  listWords,
  moneyWords,
  numberWords,
  orderByWords,
  orderUnitWords,
  unitWords,
} from '../language/words.ts'
import { orderSumWords } from '../promotions/order-sum-words.ts'
import { termsWords } from '../promotions/problem-words.ts'
import { unwiseWords } from './action-words.ts'
import { minimumWords } from './minimum-words.ts'
import { sumWords } from './risk-words.ts'

/** Where all of it is as a file. */
const requirementsFile = 'npm run shelfready -- requirements --format csv'

/** How many lines a supplier may have beside others, and alone. */
const mostLines = { several: 12, alone: 100 }
const mostOthers = 12
const mostDestinations = 3
const mostPromotions = 2

/** What has to be ordered: for each supplier a text to paste into an order, then what each line of it is for. */
export const requirementsCard = (
  all: Requirements,
  { today, supplier }: { readonly today: Day; readonly supplier: string | null },
): Card => {
  const bySupplier = [...Map.groupBy(all.orders, (one) => one.supplier as string)]
  const most = bySupplier.length === 1 ? mostLines.alone : mostLines.several
  const title = titleOf(all, today, supplier)
  const others: Block[] = [
    section('Supplier missing', all.withoutSupplier, (one) => [withoutSupplierWords(one, today)]),
    section('Too late for a normal order', all.tooLate, (one) => [
      tooLateWords(one, today),
      one.chase !== null
        ? `Chase ${one.chase.orderId}: it covers the gap${one.chase.by === null ? '' : ` if it comes by ${dateWords(one.chase.by, today)}`}`
        : `Options: ${listWords(one.promotions.slice(0, mostPromotions).map(({ promotionId }) => `/promo options ${promotionId}`))}`,
    ]),
    section('Planned but not placed yet', all.planned, (one) => [plannedWords(one, today)]),
    section('Not worth an order', all.unwise, (one) => [
      `${itemName(one)} at ${one.supplier ?? 'its supplier'}: ${unwiseWords(one)} · ${servedWords(one.promotions, today)}`,
    ]),
    section('Quantity unknown', all.untold, (one) => [
      `${itemName(one)}: add the uplift or units of ${servedWords(one.promotions, today)}`,
    ]),
  ].flat()
  return {
    tone: all.tooLate.length > 0 ? 'warning' : 'plain',
    title,
    plain: title,
    blocks: [
      ...bySupplier.flatMap(([name, own]) => [orderText(name, own, most, today), reasonsOf(name, own, most, today)]),
      ...others,
      ...(all.unjudged === 0
        ? []
        : [
            {
              kind: 'text',
              text: `${countWords(all.unjudged, 'thing')} cannot be judged yet and may need more: /shelfready risks`,
            } as const,
          ]),
    ],
    actions: all.orders.length + all.withoutSupplier.length + all.tooLate.length === 0 ? [] : [asFile(supplier)],
    footer: 'The same quantities and days as /shelfready risks.',
  }
}

const lineOf = (supplier: string | null): string =>
  `shelfready requirements ${supplier === null ? '' : `${/\s/.test(supplier) ? `"${supplier}"` : supplier} `}csv`

/** Offers the rows as a file; who has no buttons makes it from the command line. */
const asFile = (supplier: string | null): Action => ({
  ...asking('Send me the file', lineOf(supplier)),
  words: requirementsFile,
})

const fileName = (supplier: string | null, today: Day): string =>
  ['to-order', ...(supplier === null ? [] : [supplier.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')]), isoOf(today)]
    .join('-')
    .slice(0, longestFileName)

const longestFileName = 80

/** The rows of the file, and as they stand to copy. */
export const requirementsCsvCard = (
  { text, lines }: { readonly text: string; readonly lines: readonly string[] },
  { today, supplier }: { readonly today: Day; readonly supplier: string | null },
): Card => {
  const title = `Orders to place${supplier === null ? '' : ` from ${supplier}`}, ${dateWords(today, today)}, as CSV: ${countWords(Math.max(0, lines.length - 1), 'row')}`
  return {
    tone: 'plain',
    title,
    plain: title,
    blocks: [
      {
        kind: 'items',
        title: null,
        items: lines.map(plainRow),
        isToCopy: true,
        left: 0,
        where: requirementsFile,
      },
    ],
    file: { name: fileName(supplier, today), text, line: lineOf(supplier) },
    actions: [asFile(supplier)],
    footer: null,
  }
}

const titleOf = ({ orders, withoutSupplier, tooLate }: Requirements, today: Day, supplier: string | null): string => {
  const date = dateWords(today, today)
  const placed = [...orders, ...withoutSupplier]
  const where = supplier === null ? '' : ` from ${supplier}`
  if (placed.length === 0)
    return tooLate.length === 0
      ? `Nothing to order${where}, ${date}`
      : `Nothing arrives in time if ordered now${where}, ${date}`
  const names = [...new Set(orders.map((one) => one.supplier as string))]
  const at =
    names.length === 0 ? '' : ` at ${names.length <= 2 ? listWords(names) : countWords(names.length, 'supplier')}`
  const money = sumWords(addMoney(placed.map((one) => one.money)))
  return `${countWords(placed.length, 'item')} to order${at}, ${date}${money === null ? '' : ` · ${money} at risk without ${placed.length === 1 ? 'it' : 'them'}`}`
}

const plainRow = (text: string): Item => ({ symbol: null, text, detail: [] })

/** A text that can be pasted into an order: nothing of what it is for, numbers without separators. */
const orderText = (name: string, own: readonly Requirement[], most: number, today: Day): Block => {
  const lines = own
    .flatMap((one) => one.orders.map((order, i) => ({ one, order, i })))
    .toSorted((a, b) => a.order.orderBy - b.order.orderBy)
  const { shown, left } = firstOf(lines, most)
  const [first] = own as [Requirement]
  const by = orderByWords(first.orders[0]?.orderBy ?? today, first.cutoff, today)
  return {
    kind: 'items',
    title: `${name}: order by ${by}`,
    items: [plainRow('Please deliver:'), ...shown.map(({ one, order }) => plainRow(itemLineWords(one, order, today)))],
    isToCopy: true,
    left,
    where: `/shelfready requirements ${name}`,
  }
}

/** Says one line of an order to a supplier, `350 x SKU-1 Cola 1.5 l, usable at EAST by Mon 6 Jul`. */
const itemLineWords = ({ sku, item }: Requirement, order: RequiredOrder, today: Day): string =>
  `${order.units} x ${item === sku ? sku : `${sku} ${item}`}${destinationWords(order.destinations, today)}${notBeforeWords(order.delivery, today)}`

const notBeforeWords = (delivery: RequiredOrder['delivery'], today: Day): string =>
  delivery === null ? '' : `, not before ${dateWords(delivery.from, today)}`

const destinationWords = (all: readonly Destination[], today: Day): string => {
  const by = (day: Day | null) => (day === null ? 'as soon as possible' : `by ${dateWords(day, today)}`)
  const [first] = all
  if (first === undefined) return ''
  if (all.length === 1) return `, usable at ${first.location} ${by(first.usableOn)}`
  if (all.length > mostDestinations)
    return `, usable at ${countWords(all.length, 'location')}, the first ${by(first.usableOn)}`
  const isOneDay = all.every(({ usableOn }) => usableOn === first.usableOn)
  const places = all.map(
    ({ location, units, usableOn }) => `${location} (at least ${units})${isOneDay ? '' : ` ${by(usableOn)}`}`,
  )
  return `, usable at ${listWords(places)}${isOneDay ? ` ${by(first.usableOn)}` : ''}`
}

/** Says which promotions the lines of an order serve, and how many units they leave over. */
const reasonsOf = (name: string, own: readonly Requirement[], most: number, today: Day): Block => {
  const { shown, left } = firstOf(own, most)
  return {
    kind: 'items',
    title: `Orders for ${name}`,
    items: shown.map((one) => ({
      symbol: '·',
      text: reasonWords(one, today),
      detail: [orderSumWords(one.made, one.rule), one.lacking === undefined ? null : minimumWords(one.lacking)].filter(
        (words) => words !== null,
      ),
    })),
    left,
    where: `/shelfready requirements ${name}`,
  }
}

const reasonWords = (one: Requirement, today: Day): string => {
  const money = sumWords(one.money)
  return [
    `${itemName(one)}: ${ordersWords(one, today)}`,
    `for ${servedWords(one.promotions, today)}`,
    `${numberWords(one.missingUnits)} missing${overWords(one)}`,
    ...(money === null ? [] : [`${money} at risk`]),
  ].join(' · ')
}

const ordersWords = ({ orders, cutoff }: Requirement, today: Day): string =>
  listWords(
    orders.map(({ units, orderBy }, i) => {
      const by = `by ${orderByWords(orderBy, i === 0 ? cutoff : null, today)}`
      return orders.length === 1 ? by : `${numberWords(units)} ${by}`
    }),
  )

const overWords = ({ overUnits, overCost, currency, rule }: Requirement): string =>
  overUnits < 1
    ? ''
    : `, ${numberWords(overUnits)} left over${termsWords(rule)}${overCost === null || overCost < 0.005 ? '' : `, ${moneyWords(overCost, currency)} at cost`}`

const itemName = ({ sku, item }: { readonly sku: string; readonly item: string }): string =>
  item === sku ? sku : `${item} (${sku})`

const servedWords = (all: readonly Served[], today: Day): string => {
  const { shown, left } = firstOf(all, mostPromotions)
  const names = shown.map(({ name, promotionId, start }) => `${name} (${promotionId}), ${dateWords(start, today)}`)
  return listWords([...names, ...(left === 0 ? [] : [`${numberWords(left)} more`])])
}

const withoutSupplierWords = (one: Requirement, today: Day): string =>
  `${one.orders.map((order) => itemLineWords(one, order, today)).join('; ')} · ${reasonWords(one, today)}`

const tooLateWords = (one: TooLate, today: Day): string => {
  const money = sumWords(one.money)
  return [
    `${orderUnitWords(one.units, one.rule)} of ${itemName(one)} at ${one.supplier ?? 'its supplier'}${termsWords(one.rule)} for ${one.locations.length <= mostDestinations ? listWords(one.locations) : countWords(one.locations.length, 'location')}`,
    servedWords(one.promotions, today),
    one.since === null || one.since >= today ? 'too late' : `too late since ${dateWords(one.since, today)}`,
    ...(money === null ? [] : [`${money} at risk`]),
  ].join(' · ')
}

const plannedWords = (one: PlannedToPlace, today: Day): string =>
  `${one.orderId}: ${unitWords(one.units)} of ${itemName(one)} at ${one.supplier ?? 'its supplier'}${one.placeBy === null ? '' : `, to be placed by ${dateWords(one.placeBy, today)}`} · for ${servedWords(one.promotions, today)}`

const section = <T>(title: string, all: readonly T[], words: (one: T) => readonly string[]): readonly Block[] => {
  const { shown, left } = firstOf(all, mostOthers)
  return all.length === 0
    ? []
    : [
        {
          kind: 'items',
          title,
          items: shown.map((one) => {
            const [text = '', ...detail] = words(one)
            return { symbol: '·', text, detail }
          }),
          left,
          where: requirementsFile,
        },
      ]
}

import { formattedForAll } from '../../cards/language/reader-formats.ts'
import { dateWords } from '../../cards/language/words.ts'
import {
  orderReportedWords,
  type VerdictChange,
  verdictChangeWords,
  wrongDayWords,
} from '../../cards/risks/reported-order-card.ts'
import { riskId } from '../../cards/risks/risk-id.ts'
import { byUrgency, type JudgedLine, type Verdict } from '../../domain/assessment/readiness.ts'
import type { Cell } from '../../domain/cell.ts'
import { cellKey } from '../../domain/cell.ts'
import { type Day, isoOf } from '../../domain/day.ts'
import type { PromotionId } from '../../domain/ids.ts'
import { longestOrderReference } from '../../domain/policy.ts'
import type { OrderMark } from '../../domain/promotions/order-mark.ts'
import { failed } from '../../domain/result.ts'
import { dueWindowOf } from '../../domain/risks/due-window.ts'
import { type CellNeed, type FactsOfLine, type JointOrder, jointOrders } from '../../domain/risks/joint-order.ts'
import { type ReportedOrder, shareOut } from '../../domain/risks/reported-order.ts'
import type { RiskRecord } from '../../domain/risks/risk.ts'
import type { DueWindow } from '../../domain/supply/due-days.ts'
import { readDate } from '../../parsing/dates.ts'
import { positive } from '../../parsing/number-values.ts'
import { inUnits } from '../../parsing/quantities.ts'
import { assessmentContext, loadFactsOfLines } from '../../services/assessment/assess-promotions.ts'
import { noTypedInput } from '../../services/assessment/load-cell-facts.ts'
import { reassessWithInput } from '../../services/assessment/reassess-with-input.ts'
import type { Change } from '../../store/changes/change.ts'
import { loadNextNumber } from '../../store/database/counter.ts'
import { loadVisibility } from '../../store/feeds/visibility.ts'
import { loadNewestBatch, loadOrderNamed } from '../../store/promotions/reported-orders.ts'
import { type Arguments, asWritten, readKeyed, sortArguments } from '../dispatch/arguments.ts'
import { answer, type Command, type CommandContext, keysOf } from '../dispatch/command.ts'
import { refused } from '../dispatch/refusals.ts'
import { findRisk, riskNames } from './find-risk.ts'
import { handleFound } from './handle-risks.ts'

/** Reports an order that was placed; it counts until a feed has it. */
export const riskOrdered: Command = {
  name: 'shelfready ordered',
  takes: [
    { name: 'RISK', value: null, says: 'R-1, or P-1 if the promotion has one risk', isNeeded: true },
    { name: 'REFERENCE', value: null, says: "the order's number", isNeeded: true },
    { name: 'due', value: '"24 Jun"', says: 'the day it arrives', isNeeded: true },
    { name: 'units', value: '500', says: 'how many (default: what the risk asks for)' },
    { name: 'sku', value: 'SKU-1', says: 'the item (only if several)' },
    { name: 'at', value: 'EAST', says: 'where it goes (default: shared out by what is missing)' },
  ],
  does: 'record an order you have placed; it counts until a feed reports it',
  examples: ['/shelfready ordered R-1 PO-91 due:"24 Jun" units:500'],
  right: 'handle-risks',
  run: async (context) => {
    const given = sortArguments(context.words, keysOf(riskOrdered))
    const [risk = '', ...references] = given.bare
    const search = await findRisk(context, riskNames(risk === '' ? [] : [risk]), '/shelfready ordered')
    if (!search.ok) return answer(search.error)
    const found = search.value
    const { record, lines } = found
    const order = await readOrder(context, given, references, record, lines)
    if (order === null || given.problems.length > 0) return refused(given.problems)
    const reported = await reportedOrders(context, order, record)
    const promotions = record.subject.promotions.map(({ promotionId }) => promotionId)
    const marks = marksOf(context, reported, promotions)
    const judged = await reassessWithInput(context, promotions, { ...noTypedInput, orders: reported, marks })
    const how = formattedForAll(() => orderReportedWords(order.orderId, order.units, order.due, context.today))
    return handleFound(
      context,
      [record],
      {
        transition: () => ({ kind: 'mitigate', by: context.person, how }),
        announcement: `ordered ${how}, for`,
        detail: {
          order: order.orderId,
          units: order.units,
          due: formattedForAll(() => dateWords(order.due, context.today)),
        },
        title: () => `${orderReportedWords(order.orderId, order.units, order.due, context.today)}, counts from now on.`,
        line: () =>
          [
            verdictChangeWords(judged.promotions, context.today, instead(order, context.today)),
            ...tooLateWords(order, judged.promotions, context.today),
            `It counts until your order feed shows ${order.orderId}.`,
          ].join('. '),
        ...verdictAfter(judged.promotions),
        needsAnswer: () => true,
      },
      {
        changes: [
          ...reported.map((one): Change => ({ kind: 'keep-reported-order', order: one })),
          ...marks.map((mark): Change => ({ kind: 'keep-order-mark', mark })),
          ...judged.changes,
        ],
        undo: { orders: reported.map(({ id }) => id), promotions },
      },
    )
  },
}

/** The worst verdict of promotions; absent where nothing was judged. */
const verdictAfter = (promotions: readonly VerdictChange[]): { readonly verdict?: Verdict } => {
  const [verdict] = promotions.map(({ to }) => to).toSorted(byUrgency)
  return verdict === undefined ? {} : { verdict }
}

/** Says when an order has to come that is large enough and comes on a wrong day. */
const instead = (order: OrderRequest, today: Day): string | null =>
  order.window === null ? null : wrongDayWords(order, order.window, today)

/** Says of an order that comes after all that is short why it changes nothing, where nothing is said of the day. */
const tooLateWords = (
  { orderId, due, window }: OrderRequest,
  promotions: readonly VerdictChange[],
  today: Day,
): readonly string[] => {
  const short = promotions.filter(({ to }) => to !== 'ready').flatMap(({ problems }) => problems)
  const last = Math.max(...short.map(({ line }) => line.end))
  return window === null && short.length > 0 && due > last
    ? [`${orderId} arrives too late; the last useful day is ${dateWords(last, today)}`]
    : []
}

/** An order that is told of for a risk is for the promotions of the risk, wherever a feed will say that it goes. */
const marksOf = (
  { person, today }: CommandContext,
  reported: readonly ReportedOrder[],
  promotionIds: readonly PromotionId[],
): readonly OrderMark[] => {
  const [first] = reported
  if (first === undefined || promotionIds.length === 0) return []
  return [{ orderId: first.orderId, sku: first.sku, location: null, promotionIds, by: person, on: today }]
}

type OrderRequest = {
  readonly orderId: string
  readonly units: number
  readonly due: Day
  readonly supplier: string | null
  /** The days on which it is enough; null where that depends on more than its day. */
  readonly window: DueWindow | null
  /** Where the order goes, with the units that each location needs. */
  readonly places: readonly (Cell & { readonly need: number })[]
}

const readOrder = async (
  context: CommandContext,
  given: Arguments,
  references: readonly string[],
  record: RiskRecord,
  lines: readonly JudgedLine[],
): Promise<OrderRequest | null> => {
  const { problems, keyed } = given
  const orderId = references.join(' ').trim()
  if (orderId === '') problems.push(`Which order? For example: ${example(record)}.`)
  if (orderId.length > longestOrderReference)
    problems.push(`An order number has at most ${longestOrderReference} characters.`)
  const due = readDue(context, given, record)
  const units = readKeyed(given, 'units', asWritten(inUnits(positive()), context.locale)) ?? record.subject.orderUnits
  if (units === null && !keyed.has('units')) problems.push('units: is missing. How many did you order?')
  const own = linesMeant(given, lines)
  if (own === null || due === null || units === null || problems.length > 0) return null
  const [first] = own as [JudgedLine]
  const { inFeed, told: reported } = await loadOrderNamed(context.workspace, orderId, first.line.sku)
  if (inFeed)
    problems.push(
      `${orderId} with ${first.line.sku} is already in your order feed, so it counts. If the feed is wrong: /shelfready correct ${riskId(record)} order:${orderId} due:"..."`,
    )
  else if (reported !== null)
    problems.push(
      `${reported.by.id === context.person.id ? 'You have' : `${reported.by.name} has`} already recorded ${orderId}, due ${dateWords(reported.due, context.today)}. Remove it: /shelfready withdraw ${orderId}.`,
    )
  const [asked = null] = jointOrders(own, await factsOf(context, own))
  return {
    orderId,
    units,
    due,
    supplier: supplierOf(first),
    window: asked === null || units < asked.units ? null : dueWindowOf(asked),
    places: placesOf(own, asked, keyed.get('at')?.trim().toUpperCase()),
  }
}

const factsOf = async (context: CommandContext, lines: readonly JudgedLine[]): Promise<FactsOfLine> => {
  const visibility = await loadVisibility(context.workspace, isoOf(context.today))
  return loadFactsOfLines(assessmentContext(context, visibility), lines)
}

const example = (record: RiskRecord) => `/shelfready ordered ${riskId(record)} PO-91 due:"24 Jun"`

const readDue = (context: CommandContext, { keyed, problems }: Arguments, record: RiskRecord): Day | null => {
  const typed = keyed.get('due')?.trim() ?? ''
  const due =
    typed === ''
      ? failed(`due: is missing. When does it arrive? For example: ${example(record)}.`)
      : readDate(typed, context)
  if (!due.ok) {
    problems.push(due.error.startsWith('due:') ? due.error : `due: ${due.error}`)
    return null
  }
  if (due.value < context.today) problems.push(`due: ${dateWords(due.value, context.today)} is in the past.`)
  return due.value
}

/** Finds the lines of the one item that is meant, by `sku:` and `at:`; null where it is none or several, which is added to the problems. */
export const linesMeant = (
  { keyed, problems }: Arguments,
  lines: readonly JudgedLine[],
): readonly JudgedLine[] | null => {
  const [sku, at] = [keyed.get('sku')?.trim().toUpperCase(), keyed.get('at')?.trim().toUpperCase()]
  const fits = lines.filter(
    ({ line, facts }) =>
      (sku === undefined || line.sku.toUpperCase() === sku) &&
      (at === undefined || [line.location, facts.source?.location].some((place) => place?.toUpperCase() === at)),
  )
  const items = [...new Set(fits.map(({ line }) => line.sku))]
  if (items.length === 1) return fits
  problems.push(
    items.length === 0
      ? `The risk is not about ${[sku, at].filter(Boolean).join(' at ') || 'an item that can be ordered'}.`
      : `Which item: ${items.slice(0, 5).join(', ')}${items.length > 5 ? ' or others' : ''}? For example: sku:${items[0]}.`,
  )
  return null
}

/** Gives the item and location that an order for a line goes to: the supplying location of our own where the units are missing there. */
const orderedFor = ({ line, facts }: JudgedLine): Cell => ({
  sku: line.sku,
  location: facts.source !== undefined && facts.source.lacks > 0 ? facts.source.location : line.location,
})

const supplierOf = ({ facts }: JudgedLine): string | null => facts.leadTime?.via?.lead.supplier ?? facts.item.supplier

/** Gives where an order for a line goes: the typed location if it is the line's or its source, else where units are missing. */
const goesTo = (line: JudgedLine, at: string | undefined): Cell => {
  const typed = [line.line.location, line.facts.source?.location].find((place) => place?.toUpperCase() === at)
  return typed === undefined ? orderedFor(line) : { sku: line.line.sku, location: typed }
}

/** Where the first order of a risk goes, as it is asked for; where none is in time, wherever units are missing. */
const placesOf = (
  lines: readonly JudgedLine[],
  order: JointOrder | null,
  at: string | undefined,
): OrderRequest['places'] => {
  const asked = order?.needs ?? []
  type Need = Pick<CellNeed, 'lines' | 'units'>
  const needs: readonly Need[] =
    asked.length > 0 ? asked : lines.map((line) => ({ lines: [line], units: line.window.needUnits ?? 0 }))
  const goes = ({ lines: [line] }: Need) => goesTo(line as JudgedLine, at)
  return [...Map.groupBy(needs, (need) => cellKey(goes(need))).values()].map((own) => ({
    ...goes(own[0] as Need),
    need: own.reduce((sum, { units }) => sum + units, 0),
  }))
}

const reportedOrders = async (
  { workspace, person, today }: CommandContext,
  { orderId, units, due, supplier, places }: OrderRequest,
  record: RiskRecord,
): Promise<readonly ReportedOrder[]> => {
  const id = await loadNextNumber(workspace, 'reported-order')
  const afterBatch = await loadNewestBatch(workspace)
  const shares = shareOut(
    units,
    places.map(({ need }) => need),
  )
  return places
    .map(({ sku, location }, i) => ({ sku, location, quantity: shares[i] as number }))
    .filter(({ quantity }) => quantity > 0)
    .map((part, i) => ({
      ...part,
      id: id + i,
      orderId,
      supplier,
      due,
      riskId: record.id,
      by: person,
      on: today,
      afterBatch,
      state: 'counts',
    }))
}

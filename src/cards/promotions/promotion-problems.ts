import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import { reasonOf } from '../../domain/assessment/reason.ts'
import { cellKey } from '../../domain/cell.ts'
import type { Day } from '../../domain/day.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import type { SharedOrder, SharedOrders } from '../../domain/risks/shared-order.ts'
import { shownUnits } from '../language/adding-up.ts'
import { type Block, firstOf, type Item, moreWords } from '../language/card.ts'
import { capital, dateWords, listWords, numberWords, unitWords, verdictSymbol, verdictWord } from '../language/words.ts'
import { overrideWords } from './override-words.ts'
import { paceWords, soldSoFarWords } from './pace-words.ts'
import {
  cellWords,
  draftId,
  gapWords,
  lateOrderWords,
  missingDataWords,
  offerWords,
  orderWords,
  overlapWords,
  oversoldWords,
  ownOrderWords,
  plannedWords,
  problemWords,
  sharedOrderWords,
  sharedPartWords,
  unmarkedWords,
} from './problem-words.ts'
import { reasonText } from './reason-text.ts'
import { windowSumWords } from './window-sum-words.ts'

const whyWords = ({ promotionId }: JudgedPromotion) => `/promo why ${promotionId}`

/** The most lines named in the details of a promotion. */
export const mostProblems = 5

/** Draws the lines of a promotion that are the problem, at most so many, the orders it rests on, and what can be promised instead. */
export const problemBlocks = (view: JudgedPromotion, most: number = mostProblems): readonly Block[] => [
  ...overrideBlock(view),
  ...problemBlock(view, most),
  ...firstNotes(unheardWords(view), mostOrders, whyWords(view)),
  ...firstNotes(refusedRowWords(silentLines(view), view.asOf), mostRefused, whyWords(view)),
  ...firstNotes(punctualityWords(view), mostOrders, whyWords(view)),
  ...paceBlock(view),
  ...offerBlock(view),
]

const overrideBlock = ({ override, asOf }: JudgedPromotion): readonly Block[] =>
  override === null ? [] : [{ kind: 'text', text: overrideWords(override, asOf) }]

const problemBlock = (view: JudgedPromotion, most: number) => {
  const { problems } = view.readiness
  if (problems.length === 0) return []
  const where =
    view.promotionId === draftId ? 'register it to see them all' : `/promo check ${view.promotionId} all:yes`
  const { shown, left } = firstOf(togetherWhereUnknown(problems), most)
  const shared = sharedBy(view.shared, shown.flat())
  return [{ kind: 'items' as const, title: null, items: shown.map((lines) => problemItem(lines, shared)), left, where }]
}

/** Puts the lines together of which the same is unknown, so that it is said once: the places of an item, the items of a place. */
const togetherWhereUnknown = (problems: readonly JudgedLine[]): readonly (readonly JudgedLine[])[] => [
  ...Map.groupBy(problems, (line) =>
    line.verdict === 'unknown' ? [missingDataWords(line), ...rangeWords(line)].join('\n') : line,
  ).values(),
]

const mostCells = 3

/** The orders that lines share, and whether a line is the first that tells of its own. */
type Shared = {
  readonly of: (line: JudgedLine) => SharedOrder | undefined
  readonly isFirst: (line: JudgedLine) => boolean
}

const sharedBy = (orders: SharedOrders, shown: readonly JudgedLine[]): Shared => {
  const of = ({ line }: JudgedLine) => orders.get(cellKey(line))
  return { of, isFirst: (line) => shown.find((other) => of(other)?.order === of(line)?.order) === line }
}

const problemItem = (lines: readonly JudgedLine[], shared: Shared): Item => {
  const [line] = lines as readonly [JudgedLine]
  if (lines.length === 1) return oneProblem(line, shared)
  const { shown, left } = firstOf(lines.map(cellWords), mostCells)
  const cells = listWords([...shown, ...(left === 0 ? [] : [`${numberWords(left)} more`])])
  return {
    symbol: verdictSymbol(line.verdict),
    text: `${cells}: ${missingDataWords(line)}`,
    detail: [...rangeWords(line), ...lines.slice(0, mostCells).flatMap((one) => figureWords(one, shared))],
  }
}

/** Writes the figures of one of several lines in one line, `Cola @ EAST: 94 = 62 normal + 31 extra`. */
const figureWords = (line: JudgedLine, shared: Shared): readonly string[] => {
  const figures = detailWords(line, shared)
  return figures.length === 0 ? [] : [`${cellWords(line)}: ${figures.join(' · ')}`]
}

const oneProblem = (line: JudgedLine, shared: Shared): Item => ({
  symbol: verdictSymbol(line.verdict),
  text: problemWords(line),
  detail: [...(line.verdict === 'unknown' ? rangeWords(line) : []), ...detailWords(line, shared)],
})

const detailWords = (line: JudgedLine, shared: Shared): readonly string[] => [
  ...new Set(
    [
      windowSumWords(line),
      overlapWords(line),
      gapWords(line),
      oversoldWords(line),
      ...lateOrderWords(line),
      unmarkedWords([line]),
      ...advisedWords(line, shared),
      ...plannedWords(line),
      extraWords(line),
    ].filter((words) => words !== null),
  ),
]

const advisedWords = (line: JudgedLine, { of, isFirst }: Shared): readonly (string | null)[] => {
  const shared = of(line)
  if (shared === undefined) return [orderWords(line), ownOrderWords(line)]
  const order = isFirst(line)
    ? sharedOrderWords(line, shared)
    : `${numberWords(shared.need.units)} of the same ${unitWords(shared.order.units)}`
  return [order, sharedPartWords(line, shared)]
}

const rangeWords = (line: JudgedLine): string[] =>
  line.between
    ? [`somewhere between ${line.between.map((verdict) => verdictWord(verdict).toLowerCase()).join(' and ')}`]
    : []

const extraWords = (line: JudgedLine): string | null => {
  const { demand, baselineUnits } = line
  if (demand === null || baselineUnits === null || demand.mean - baselineUnits < 1) return null
  const mean = shownUnits(demand.mean)
  const normal = Number.isInteger(mean) ? Math.round(baselineUnits) : shownUnits(baselineUnits)
  return `${numberWords(mean)} = ${numberWords(normal)} normal + ${numberWords(mean - normal)} extra; likely ${numberWords(demand.p10)} to ${numberWords(demand.p90)}`
}

const mostRefused = 2

/** Lists the lines of which no problem says already what is missing. */
const silentLines = ({ readiness }: JudgedPromotion): readonly JudgedLine[] =>
  readiness.lines.filter((line) => line.verdict !== 'unknown' || !readiness.problems.includes(line))

/** Says which rows of feeds about some lines were refused. */
export const refusedRowWords = (lines: readonly JudgedLine[], asOf: Day): readonly string[] => {
  const words = lines.flatMap(({ reasons }) =>
    reasons.filter((reason) => reason.code === 'ROW_REFUSED').map((reason) => reasonText(reason, asOf)),
  )
  return [...new Set(words)]
}

/** Shows the first of some lines in small letters, and where all of them are. */
const firstNotes = (words: readonly string[], most: number, where: string): readonly Block[] => {
  const { shown, left } = firstOf(words, most)
  const more = moreWords(left, where)
  return words.length === 0 ? [] : [{ kind: 'notes', notes: more === null ? shown : [...shown, more] }]
}

const mostOrders = 2

/** Names the orders that ready lines count on though no count shows yet whether they came. */
export const unheardWords = ({ readiness, asOf }: JudgedPromotion): readonly string[] =>
  readiness.lines.flatMap((line) => {
    const reason = line.verdict === 'ready' ? reasonOf(line, 'UNHEARD_ORDER', ({ silent }) => silent === 'stock') : null
    return reason === null ? [] : [`${cellWords(line)}: ${reasonText(reason, asOf)}`]
  })

/** Names the orders that must not be late, where deliveries often were. */
export const punctualityWords = ({ readiness, asOf }: JudgedPromotion): readonly string[] =>
  readiness.lines.flatMap((line) => {
    const reason = reasonOf(line, 'MAY_COME_LATE')
    if (reason === null) return []
    const order = `${reason.orderId} (${unitWords(reason.units)}, ${dateWords(reason.on, asOf)})`
    return [
      `${cellWords(line)} depends on ${order} being on time: ${numberWords(reason.late)} of the last ${numberWords(reason.deliveries)} deliveries were late`,
    ]
  })

/** Says how a running promotion sells, as far as its sales have come in. */
const paceBlock = ({ pace, asOf }: JudgedPromotion): readonly Block[] =>
  pace === null ? [] : [{ kind: 'notes', notes: [`${capital(paceWords(pace))}: ${soldSoFarWords(pace, asOf)}`] }]

const offerBlock = (view: JudgedPromotion): readonly Block[] => {
  const words = offerWords(view.readiness, view.asOf)
  return words === null ? [] : [{ kind: 'text', text: words }]
}

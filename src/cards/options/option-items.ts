import { isOwed } from '../../domain/assessment/cell.ts'
import type { JudgedLine } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import type { Option, OptionKind, Step } from '../../domain/options/option.ts'
import type { JudgedPromotion } from '../../domain/promotions/judged-promotion.ts'
import { type Block, firstOf, type Item, moreWords } from '../language/card.ts'
import { countWords, numberWords, unitWords } from '../language/words.ts'
import { ownOrderWords } from '../promotions/problem-words.ts'
import { optionName, stepWords, unpricedWords, whyNotWords } from './option-words.ts'

const mostSteps = 4

/** Lists every option; those that are not possible with the reason. */
export const optionItems = (options: readonly Option[], { promotionId, readiness, asOf }: JudgedPromotion): Block => ({
  kind: 'items',
  title: 'How',
  items: options.map((option) => itemOf(option, readiness.lines, promotionId, asOf)),
  left: 0,
  where: `/promo options ${promotionId}`,
})

const itemOf = (option: Option, lines: readonly JudgedLine[], promotionId: string, today: Day): Item => {
  const name = optionName(option.kind)
  if (option.whyNot !== null)
    return { symbol: '–', text: `${name}: not possible, ${whyNotWords(option.whyNot, today)}`, detail: [] }
  const symbol = option.isBest ? '★' : '·'
  const { steps, total } = option
  const untold = unpricedWords(option)
  const left =
    option.left === null
      ? null
      : `${countWords(option.left.lines, 'line')} still short: ${whyNotWords(option.left.whyNot, today)}`
  const notes = [untold, left].filter((words) => words !== null)
  const more = notes.length === 0 ? '' : ` (${notes.join('; ')})`
  const [only] = steps
  if (only === undefined)
    return {
      symbol,
      text: `${name}: accept ${acceptedWords(total, lines)} and the leftover`,
      detail: [],
    }
  if (steps.length === 1)
    return {
      symbol,
      text: `${name}: ${stepWords(option.kind, only, today)}${more}`,
      detail: [madeWords(option.kind, only, lines)].filter((words) => words !== null),
    }
  const { shown, left: hidden } = firstOf(steps, mostSteps)
  const rest = moreWords(hidden, `/promo check ${promotionId} all:yes lists them`)
  const units =
    option.kind !== 'date' && steps.every((step) => step.units !== null)
      ? `${unitWords(steps.reduce((sum, step) => sum + (step.units ?? 0), 0))} in ${countWords(steps.length, 'step')}`
      : countWords(steps.length, 'line')
  return {
    symbol,
    text: `${name}: ${units}${more}`,
    detail: [...shown.map((step) => stepWords(option.kind, step, today)), ...(rest === null ? [] : [rest])],
  }
}

/** Says what an ordered or expedited quantity is made of, where it is the one that the line is asked for. */
const madeWords = (kind: OptionKind, { sku, location, units }: Step, lines: readonly JudgedLine[]): string | null => {
  const line = lines.find((one) => one.line.sku === sku && one.line.location === location)
  if (line === undefined || (kind !== 'order' && kind !== 'expedite')) return null
  const { orderUnits, laterOrders } = line.window
  const asked = laterOrders.reduce((sum, later) => sum + later.units, orderUnits ?? 0)
  return asked === units ? ownOrderWords(line) : null
}

/** Says what doing nothing lacks: at the lines that are short, and apart what strong sales may take at the others. */
const acceptedWords = (total: Option['total'], lines: readonly JudgedLine[]): string => {
  const problems = lines.filter(({ verdict, shortageUnits }) => verdict !== 'ready' && shortageUnits !== null)
  const sum = (own: readonly JudgedLine[]) => own.reduce((all, line) => all + (line.shortageUnits ?? 0), 0)
  const late = sum(problems.filter(({ facts }) => isOwed(facts)))
  const short = sum(problems) - late
  const elsewhere = (total?.shortage ?? 0) - late - short
  return [
    ...(short >= 0.5 || late < 0.5 ? [`${unitWords(short)} short`] : []),
    ...(late >= 0.5 ? [`${unitWords(late)} late`] : []),
    ...(elsewhere >= 0.5 ? [`${numberWords(elsewhere)} more at the ready locations`] : []),
  ].join(', ')
}

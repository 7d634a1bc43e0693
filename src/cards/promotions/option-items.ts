import type { Day } from '../../domain/day.ts'
import type { Option } from '../../domain/options/option.ts'
import { type Block, firstOf, type Item, moreWords } from '../language/card.ts'
import { countWords, unitWords } from '../language/words.ts'
import { optionName, stepWords, unpricedWords, whyNotWords } from './option-words.ts'

const mostSteps = 4

/** Lists every option; those that are not possible with the reason. */
export const optionItems = (options: readonly Option[], promotionId: string, today: Day): Block => ({
  kind: 'items',
  title: 'In words',
  items: options.map((option) => itemOf(option, promotionId, today)),
  left: 0,
  where: `/promo options ${promotionId}`,
})

const itemOf = (option: Option, promotionId: string, today: Day): Item => {
  const name = optionName(option.kind)
  if (option.whyNot !== null)
    return { symbol: '–', text: `${name}: not possible, ${whyNotWords(option.whyNot, today)}`, detail: [] }
  const symbol = option.isBest ? '★' : '·'
  const { steps, total } = option
  const untold = unpricedWords(option)
  const left =
    option.left === null
      ? null
      : `${countWords(option.left.lines, 'line')} stay${option.left.lines === 1 ? 's' : ''} short: ${whyNotWords(option.left.whyNot, today)}`
  const notes = [untold, left].filter((words) => words !== null)
  const more = notes.length === 0 ? '' : ` (${notes.join('; ')})`
  const [only] = steps
  if (only === undefined)
    return {
      symbol,
      text: `${name}: accept ${acceptedWords(total)}, and what is left over`,
      detail: [],
    }
  if (steps.length === 1) return { symbol, text: `${name}: ${stepWords(option.kind, only, today)}${more}`, detail: [] }
  const { shown, left: hidden } = firstOf(steps, mostSteps)
  const rest = moreWords(hidden, `/promo check ${promotionId} all:yes names the lines`)
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

const acceptedWords = (total: Option['total']): string => {
  const { shortage, late } = total ?? { shortage: 0, late: 0 }
  if (late < 0.5) return `${unitWords(shortage)} short`
  return shortage - late < 0.5
    ? `${unitWords(late)} late`
    : `${unitWords(shortage - late)} short, ${unitWords(late)} late`
}

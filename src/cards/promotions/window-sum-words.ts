import { isOwed } from '../../domain/assessment/cell.ts'
import type { LineView, WindowSum } from '../../domain/assessment/readiness.ts'

import { addingUp, downToStep, shownUnits, toStep } from '../language/adding-up.ts'
import { large } from '../language/formats.ts'
import { dateWords, numberWords } from '../language/words.ts'

const termKeys = ['onHand', 'kept', 'ordered', 'ordinary', 'expired', 'normal', 'own', 'others', 'oversold'] as const
type Terms = Pick<WindowSum, (typeof termKeys)[number]>
type Shown = Terms & Pick<WindowSum, 'balance' | 'strong' | 'besides' | 'normalLost' | 'othersLost'>

const signs: Readonly<Record<keyof Terms, 1 | -1>> = {
  onHand: 1,
  kept: -1,
  ordered: 1,
  ordinary: 1,
  expired: -1,
  normal: -1,
  own: -1,
  others: -1,
  oversold: -1,
}

/** Terms that other words beside the sum repeat. */
const told: ReadonlySet<keyof Terms> = new Set(['onHand', 'own'])

/** Rounds a sum as it is shown: whole units, tenths where all of it is small, so that it leads to the shortage as that is shown. */
const shownSum = (sum: WindowSum): Shown => {
  const step = [...termKeys, 'balance' as const].every((key) => Math.abs(sum[key]) < large) ? 0.1 : 1
  const short = shownUnits(sum.short)
  const besides = toStep(sum.besides, step)
  const lacking = Math.min(toStep(Math.max(0, -sum.balance), step), downToStep(short + besides, step))
  const signed = termKeys.map((key) => ({ value: signs[key] * sum[key], isTold: told.has(key) }))
  // What is left over is told nowhere else, so that it can follow from the rounded terms.
  const left = signed.reduce((all, { value }) => all + toStep(value, step), 0)
  const balance = lacking > 0 ? -lacking : Math.max(0, toStep(left, step))
  const shown = addingUp(signed, balance, step)
  const terms = Object.fromEntries(termKeys.map((key, i) => [key, Math.abs(shown[i] as number)])) as Terms
  const strong = short + besides - lacking
  const both = downToStep(Math.min(strong, besides), step)
  return {
    ...terms,
    balance,
    strong: toStep(strong - both, 0.1),
    besides: toStep(besides - both, step),
    normalLost: toStep(sum.normalLost, step),
    othersLost: toStep(sum.othersLost, step),
  }
}

/**
 * Writes the stock of a line against what is wanted of it, so that it leads to the shortage that is told beside it:
 * `on hand 38 + ordered 32 - normal sales until then 44 - promotion 26 = 0; 5 more for a strong week`. Null where stock or
 * demand is unknown.
 */
export const windowSumWords = (line: LineView): string | null => {
  const { sum } = line
  if (sum === null) return null
  const shown = shownSum(sum)
  const isOwn = sum.window === 'own'
  const byThen = sum.until === null || !isOwn ? '' : ' by then'
  const late = isOwed(line.facts) ? 'late' : 'lost'
  const more = (units: number) => (units > 0 ? `, ${numberWords(units)} more ${late}` : '')
  const terms = [
    `on hand ${numberWords(shown.onHand)}`,
    counted(shown.kept, 'kept for other promotions'),
    term(shown.ordered, '+ ordered'),
    term(shown.ordinary, '+ ordinary orders'),
    counted(shown.expired, 'past their shelf life'),
    term(shown.normal, `- normal sales${isOwn ? ' until then' : ''}`, more(shown.normalLost)),
    term(shown.own, `- ${isOwn ? '' : 'this '}promotion${byThen}`),
    counted(shown.others, `for ${firstWords(sum)}${more(shown.othersLost)}`),
    counted(shown.oversold, 'more sold already'),
  ]
  const day = sum.until === null ? '' : ` on ${dateWords(sum.until, line.facts.asOf)}`
  return `${terms.filter((words) => words !== null).join(' ')} = ${numberWords(shown.balance)}${day}${restWords(shown, isOwn)}`
}

const term = (units: number, name: string, rest = ''): string | null =>
  units === 0 ? null : `${name} ${numberWords(units)}${rest}`

const counted = (units: number, what: string): string | null => (units === 0 ? null : `- ${numberWords(units)} ${what}`)

const firstWords = ({ first }: WindowSum): string => {
  const [one, ...others] = first
  return one === undefined ? 'other promotions' : `${one.name}${others.length === 0 ? '' : ' and others'}`
}

/** Says what the shortage has beside the balance: what strong sales add, and what of the missing units is not its own. */
const restWords = ({ balance, strong, besides }: Shown, isOwn: boolean): string => {
  const parts = [
    ...(strong === 0
      ? []
      : [
          balance > 0
            ? `${numberWords(strong)} short on average, as a strong week sells more`
            : `${numberWords(strong)} more for a strong week`,
        ]),
    ...(besides === 0
      ? []
      : [`${numberWords(besides)} of that ${isOwn ? 'owed to others' : 'without this promotion too'}`]),
  ]
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`
}

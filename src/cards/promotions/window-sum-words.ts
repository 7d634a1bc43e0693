import { isOwed } from '../../domain/assessment/cell.ts'
import type { LineView, WindowSum } from '../../domain/assessment/readiness.ts'
import type { Day } from '../../domain/day.ts'
import { addingUp, downToStep, shownUnits, toStep } from '../language/adding-up.ts'
import { large } from '../language/formats.ts'
import { fitting, shortName } from '../language/line-budget.ts'
import { dateWords, numberWords } from '../language/words.ts'

const termKeys = [
  'onHand',
  'kept',
  'ordered',
  'ordinary',
  'expired',
  'normal',
  'own',
  'others',
  'noted',
  'oversold',
] as const
type Terms = Required<Pick<WindowSum, (typeof termKeys)[number]>>
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
  noted: -1,
  oversold: -1,
}

/** Terms that other words beside the sum repeat. */
const told: ReadonlySet<keyof Terms> = new Set(['onHand', 'own'])

/** Rounds a sum as it is shown: whole units, tenths where all of it is small, so that it leads to the shortage as that is shown. */
const shownSum = (sum: WindowSum): Shown => {
  const step = [...termKeys, 'balance' as const].every((key) => Math.abs(sum[key] ?? 0) < large) ? 0.1 : 1
  const short = shownUnits(sum.short)
  const besides = toStep(sum.besides, step)
  const lacking = Math.min(toStep(Math.max(0, -sum.balance), step), downToStep(short + besides, step))
  const signed = termKeys.map((key) => ({ value: signs[key] * (sum[key] ?? 0), isTold: told.has(key) }))
  // What is left over is told nowhere else, so that it can follow from the rounded terms.
  const left = signed.reduce((all, { value }) => all + toStep(value, step), 0)
  const balance = lacking > 0 ? -lacking : Math.max(0, toStep(left, step))
  const shown = addingUp(signed, balance, step)
  const terms = Object.fromEntries(termKeys.map((key, i) => [key, Math.abs(shown[i] as number)])) as Terms
  const strong = short + besides - lacking
  const both = downToStep(Math.min(strong, besides), step)
  return {
    ...terms,
    noted: -(shown[termKeys.indexOf('noted')] as number),
    balance,
    strong: toStep(strong - both, 0.1),
    besides: toStep(besides - both, step),
    normalLost: toStep(sum.normalLost, step),
    othersLost: toStep(sum.othersLost, step),
  }
}

/**
 * Writes the stock of a line against what is wanted of it, so that it leads to the shortage that is told beside it:
 * `38 on hand + 32 ordered - 44 normal sales until then - 26 promotion = 0; 5 more for a strong week`. Null where stock or
 * demand is unknown.
 */
export const windowSumWords = (line: LineView): string | null =>
  line.sum === null ? null : sumWords(line.sum, isOwed(line.facts), line.facts.asOf)

/**
 * Writes the stock of several places of an item as one sum, where each lacks units on mean demand, so that no place's rest
 * hides another's shortage; `short` is the shortage that is told beside it. Null where they make no such sum.
 */
export const togetherSumWords = (lines: readonly LineView[], short: number): string | null => {
  const [first] = lines
  const sums = lines.flatMap(({ sum }) => sum ?? [])
  if (first === undefined || sums.length < lines.length) return null
  const [like] = sums as [WindowSum]
  const isAlike = sums.every((sum) => sum.window === like.window && sum.first.length === 0 && sum.balance <= 0)
  if (!isAlike || lines.some(({ facts }) => isOwed(facts) !== isOwed(first.facts))) return null
  return sumWords(added(sums, short), isOwed(first.facts), first.facts.asOf)
}

/** Adds sums of places; what strong sales lack makes the difference to the shortage that is told. */
const added = (sums: readonly WindowSum[], short: number): WindowSum => {
  const [like] = sums as [WindowSum]
  const of = (key: (typeof termKeys)[number] | 'balance' | 'besides' | 'normalLost' | 'othersLost') =>
    sums.reduce((all, sum) => all + (sum[key] ?? 0), 0)
  const terms = Object.fromEntries(termKeys.map((key) => [key, of(key)])) as Terms
  const [balance, besides] = [of('balance'), of('besides')]
  return {
    ...like,
    ...terms,
    until: sums.every(({ until }) => until === like.until) ? like.until : null,
    balance,
    besides,
    normalLost: of('normalLost'),
    othersLost: of('othersLost'),
    strong: Math.max(0, short + besides - Math.max(0, -balance)),
    short,
  }
}

/** Says until when sales are taken off only where there is room for it. */
const sumWords = (sum: WindowSum, isLate: boolean, today: Day): string =>
  fitting([termsWords(sum, isLate, today, 'full'), termsWords(sum, isLate, today, 'short')])

const termsWords = (sum: WindowSum, isLate: boolean, today: Day, length: 'full' | 'short'): string => {
  const shown = shownSum(sum)
  const isOwn = sum.window === 'own'
  const isFull = length === 'full'
  const byThen = sum.until === null || !isOwn || !isFull ? '' : ' by then'
  const more = (units: number) => (units > 0 ? `, ${numberWords(units)} more ${isLate ? 'late' : 'lost'}` : '')
  const terms = [
    `${numberWords(shown.onHand)} on hand`,
    term('-', shown.kept, isFull ? 'kept for other promotions' : 'kept'),
    term('+', shown.ordered, 'ordered'),
    term('+', shown.ordinary, 'ordinary orders'),
    term('-', shown.expired, 'past their shelf life'),
    term('-', shown.normal, `normal sales${isOwn && isFull ? ' until then' : ''}${more(shown.normalLost)}`),
    term('-', shown.own, `${isOwn ? '' : 'this '}promotion${byThen}`),
    term('-', shown.others, `for ${firstWords(sum)}${more(shown.othersLost)}`),
    term(shown.noted < 0 ? '+' : '-', Math.abs(shown.noted), 'from notes'),
    term('-', shown.oversold, 'more sold already'),
  ]
  const day = sum.until === null ? '' : ` on ${dateWords(sum.until, today)}`
  return `${terms.filter((words) => words !== null).join(' ')} = ${numberWords(shown.balance)}${day}${restWords(shown, isOwn)}`
}

const term = (sign: '+' | '-', units: number, what: string): string | null =>
  units === 0 ? null : `${sign} ${numberWords(units)} ${what}`

const firstWords = ({ first }: WindowSum): string => {
  const [one, ...others] = first
  return one === undefined
    ? 'other promotions'
    : `${shortName(one.name, 20)}${others.length === 0 ? '' : ' and others'}`
}

/** Says what the shortage has beside the balance: what strong sales add, and what of the missing units is not its own. */
const restWords = ({ balance, strong, besides }: Shown, isOwn: boolean): string => {
  const parts = [
    ...(strong === 0
      ? []
      : [
          balance > 0
            ? `${numberWords(strong)} short in a strong week`
            : `${numberWords(strong)} more for a strong week`,
        ]),
    ...(besides === 0 ? [] : [`${numberWords(besides)} of that ${isOwn ? 'caused by others' : 'even without it'}`]),
  ]
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`
}

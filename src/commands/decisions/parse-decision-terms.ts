import { dateWords, listWords, unitWords } from '../../cards/language/words.ts'
import { optionName, whyNotWords } from '../../cards/options/option-words.ts'
import type { Day } from '../../domain/day.ts'
import type { DecisionTerms } from '../../domain/decisions/decision.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import type { Option, OptionKind } from '../../domain/options/option.ts'
import { longestShiftDays } from '../../domain/policy.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { readDate } from '../../parsing/dates.ts'
import { positive } from '../../parsing/number-values.ts'
import { inUnits } from '../../parsing/quantities.ts'
import { andThen, Unfit } from '../../parsing/values.ts'
import type { PromotionAssessment } from '../../services/assessment/assess-promotions.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { type Arguments, asWritten, listOf, readKeyed } from '../dispatch/arguments.ts'
import type { Argument, CommandContext } from '../dispatch/command.ts'

/** The arguments of an option. */
export const termArguments = [
  { name: 'start', value: '"10 Aug"', says: 'with date: the new start (default: the safe date)' },
  { name: 'cap', value: '200', says: 'with cap: total units, normal sales included (default: the safe volume)' },
  { name: 'at', value: 'EAST,WEST', says: 'with places: the locations that launch (default: those that are ready)' },
  {
    name: 'units',
    value: '500',
    says: 'with order, expedite, transfer or substitute: how many (default: what is missing)',
  },
] as const satisfies readonly Argument[]

/** The words by which each option can be typed; the first one is shown. */
export const optionWords: Readonly<Record<OptionKind, readonly [string, ...string[]]>> = {
  date: ['date', 'later', 'start', 'start-later', 'move'],
  volume: ['cap', 'volume', 'cap-volume', 'cap-the-volume', 'less'],
  'ready-places': ['places', 'locations', 'ready-places', 'only-where-it-is-ready'],
  expedite: ['expedite', 'expedite-all', 'expedite-all-of-it', 'speed'],
  'expedite-part': ['part', 'expedite-part', 'expedite-what-pays'],
  'pull-in': ['sooner', 'pull-in', 'get-an-order-sooner'],
  order: ['order', 'order-normally'],
  'second-supplier': ['elsewhere', 'second-supplier', 'other-supplier', 'order-at-another-supplier'],
  transfer: ['transfer'],
  substitute: ['substitute', 'offer-a-substitute'],
  'pull-back': ['cut', 'pull-back', 'pull-the-order-back', 'cancel-order'],
  nothing: ['accept', 'accept-the-loss', 'go-ahead', 'nothing', 'do-nothing'],
}

/** An option and its figures as somebody typed them; null where nothing was typed. */
export type ParsedTerms = {
  readonly kind: OptionKind | 'best' | null
  readonly start: Day | null
  readonly cap: number | null
  readonly at: readonly string[]
  readonly units: number | null
}

const optionsTaking: Readonly<Record<'start' | 'cap' | 'at' | 'units', readonly OptionKind[]>> = {
  start: ['date'],
  cap: ['volume'],
  at: ['ready-places'],
  units: ['order', 'second-supplier', 'expedite', 'expedite-part', 'transfer', 'substitute'],
}

const wholeUnits = andThen(positive(), (value) =>
  Number.isInteger(value) ? value : new Unfit('is not a whole number of units'),
)

/** Reads an option and its figures. What cannot be read, or belongs to another option, is added to the problems. */
export const parseTerms = (given: Arguments, typed: readonly string[], context: CommandContext): ParsedTerms => {
  const { problems, keyed } = given
  const start = readKeyed(given, 'start', (text) => {
    const date = readDate(text, context)
    return date.ok ? date.value : new Unfit(`is not clear: ${date.error}`)
  })
  const cap = readKeyed(given, 'cap', asWritten(inUnits(wholeUnits), context.locale))
  const units = readKeyed(given, 'units', asWritten(inUnits(wholeUnits), context.locale))
  const at = listOf(keyed.get('at')).map((place) => place.toUpperCase())
  if (keyed.has('at') && at.length === 0) problems.push('at: needs the locations that launch.')
  const keys = (Object.keys(optionsTaking) as (keyof typeof optionsTaking)[]).filter((key) => keyed.has(key))
  const named = readKind(typed, problems)
  const implied = keys.find((key) => optionsTaking[key].length === 1)
  const kind = named ?? (typed.length === 0 && implied !== undefined ? (optionsTaking[implied][0] as OptionKind) : null)
  for (const key of keys)
    if (kind === null || kind === 'best' || !optionsTaking[key].includes(kind)) {
      const of = listWords(optionsTaking[key].map((one) => optionWords[one][0]))
      if (kind !== null || named === null) problems.push(`${key}: only goes with ${of}.`)
    }
  return { kind, start, cap, at, units }
}

const readKind = (typed: readonly string[], problems: string[]): OptionKind | 'best' | null => {
  if (typed.length === 0) return null
  const wanted = typed.join('-').toLowerCase()
  if (wanted === 'best') return 'best'
  const all = Object.entries(optionWords).flatMap(([kind, words]) =>
    words.map((word) => ({ kind: kind as OptionKind, word })),
  )
  const found = all.find(({ word }) => word === wanted)
  if (found !== undefined) return found.kind
  const meant = nearest(wanted, all, ({ word }) => word)
  const known = listWords(Object.values(optionWords).map(([first]) => first))
  problems.push(
    `"${typed.join(' ')}" is not an option.${meant === null ? ` The options are ${known}.` : ` Did you mean ${optionWords[meant.kind][0]}?`}`,
  )
  return null
}

/** Completes what was typed with the figures of the option; or says why that cannot be proposed. Throws for an option that was not priced. */
export const termsOf = (
  context: CommandContext,
  assessed: PromotionAssessment,
  options: readonly Option[],
  typed: ParsedTerms & { readonly kind: OptionKind | 'best' },
): Result<DecisionTerms, string> => {
  const kind = typed.kind === 'best' ? options.find(({ isBest }) => isBest)?.kind : typed.kind
  if (kind === undefined)
    return failed('I cannot say which option is best: I need price and unit cost, in one currency.')
  const option = options.find((one) => one.kind === kind)
  if (option === undefined && kind === 'second-supplier')
    return failed(
      `"${optionName(kind)}" is not possible: ${whyNotWords({ code: 'no-second-supplier' }, context.today)}.`,
    )
  if (option === undefined) throw new Error(`An option was not priced: ${kind}`)
  const impossible = `"${optionName(kind)}" is not possible: ${option.whyNot === null ? '' : whyNotWords(option.whyNot, context.today)}.`
  const { readiness } = assessed
  const { start: from } = judgedPromotion(assessed)
  const hasBegun = from < context.today
  switch (kind) {
    case 'nothing':
      return ok({ kind })
    case 'date': {
      const own = option.steps.flatMap(({ day }) => day ?? [])
      const start = typed.start ?? (own.length === 0 ? null : Math.min(...own))
      if (hasBegun) return failed('It has already started, so the start cannot move.')
      if (start === null) return failed(impossible)
      if (start <= from) return failed(`It already starts on ${dateWords(from, context.today)}. Choose a later start.`)
      if (start - from > longestShiftDays)
        return failed(`${dateWords(start, context.today)} is more than a year later. Choose an earlier start.`)
      return ok({ kind, from, start })
    }
    case 'volume': {
      const override = overrideInTheWay(assessed, kind)
      if (override !== null) return failed(override)
      return volumeOf(typed.cap, option, { lines: readiness.lines, impossible, hasBegun })
    }
    case 'ready-places': {
      const all = [...new Set(readiness.lines.map(({ line }) => line.location))].sort()
      const without = new Set(option.steps.map(({ location }) => location))
      const kept =
        typed.at.length > 0
          ? all.filter((place) => typed.at.includes(place.toUpperCase()))
          : all.filter((place) => !without.has(place))
      const unknown = typed.at.find((place) => !all.some((one) => one.toUpperCase() === place))
      if (unknown !== undefined) return failed(`It does not run at ${unknown}. It runs at ${listWords(all)}.`)
      if (hasBegun) return failed('It has already started, so its locations cannot change.')
      if (typed.at.length === 0 && option.whyNot !== null) return failed(impossible)
      if (kept.length === all.length) return failed(`It already runs at ${listWords(all)}. Name fewer locations.`)
      return ok({ kind, kept, dropped: all.filter((place) => !kept.includes(place)) })
    }
    default: {
      const total = option.steps.reduce(
        (sum, step) => sum + (step.units ?? 0) + (kind === 'pull-back' ? 0 : step.rest),
        0,
      )
      if (option.whyNot !== null && typed.units === null)
        return failed(
          optionsTaking.units.includes(kind)
            ? `${impossible} If you know better, say how many with units:.`
            : impossible,
        )
      const isOwn = typed.units === null || typed.units === total
      return ok({ kind, units: isOwn ? total : typed.units, steps: isOwn ? option.steps : [] })
    }
  }
}

/** Says that a planner's own uplift is in force, which a cap would not change; null for other options or without one. */
export const overrideInTheWay = (
  { override, promotion }: PromotionAssessment,
  kind: DecisionTerms['kind'],
): string | null =>
  kind !== 'volume' || override === null
    ? null
    : `A cap has no effect while ${override.by.name}'s own uplift is used. Remove that first: /promo override ${promotion.promotionId} none.`

const volumeOf = (
  cap: number | null,
  option: Option,
  {
    lines,
    impossible,
    hasBegun,
  }: {
    readonly lines: PromotionAssessment['readiness']['lines']
    readonly impossible: string
    readonly hasBegun: boolean
  },
): Result<DecisionTerms, string> => {
  if (hasBegun)
    return failed(
      'It has already started, and its stock is in the shops. Change the expected sales instead: /promo edit.',
    )
  if (lines.some(({ line }) => line.kits !== undefined))
    return failed('It sells kits, so I cannot share out a cap. Change how many it sells instead: /promo edit.')
  if (lines.some(({ demand }) => demand === null))
    return failed('Some of its lines have no expected sales, so I cannot share out a cap.')
  const demandOf = (line: (typeof lines)[number]) => line.demand?.mean ?? 0
  const of = Math.round(lines.reduce((sum, line) => sum + demandOf(line), 0))
  const capped = new Map(option.steps.map((step) => [`${step.sku} ${step.location}`, step.units ?? 0]))
  const safe = lines.map((line) => capped.get(`${line.line.sku} ${line.line.location}`) ?? demandOf(line))
  const safeTotal = Math.floor(safe.reduce((sum, units) => sum + units, 0))
  if (cap === null && option.whyNot !== null) return failed(impossible)
  const normal = Math.floor(lines.reduce((sum, line) => sum + (line.baselineUnits ?? 0), 0))
  if (cap !== null && cap < normal)
    return failed(
      `Normal sales alone are ${unitWords(normal)} in those days, so a lower cap cannot be kept. Nothing was saved.`,
    )
  if (cap !== null && cap >= of) return failed(`It is expected to sell ${unitWords(of)}. Name a lower cap.`)
  if (cap !== null && lines.some((line) => demandOf(line) >= 0.5 && (cap * demandOf(line)) / of < 1))
    return failed(`A cap of ${unitWords(cap)} leaves less than one unit per line.`)
  const own = option.whyNot === null && (cap === null || cap === safeTotal)
  return ok({
    kind: 'volume',
    units: own ? safeTotal : (cap as number),
    of,
    lines: own ? option.steps.map(({ sku, location, units }) => ({ sku, location, units: units ?? 0 })) : null,
  })
}

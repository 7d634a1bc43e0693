import { dateWords, listWords, unitWords } from '../../cards/language/words.ts'
import { optionName, whyNotWords } from '../../cards/promotions/option-words.ts'
import type { Day } from '../../domain/day.ts'
import type { DecisionTerms } from '../../domain/decisions/decision.ts'
import { nearest } from '../../domain/did-you-mean.ts'
import type { Option, OptionKind } from '../../domain/options/option.ts'
import { longestShiftDays } from '../../domain/policy.ts'
import { failed, ok, type Result } from '../../domain/result.ts'
import { readDate } from '../../parsing/dates.ts'
import { positive } from '../../parsing/number-values.ts'
import { andThen, Unfit } from '../../parsing/values.ts'
import type { PromotionAssessment } from '../../services/assessment/assess-promotions.ts'
import { judgedPromotion } from '../../services/assessment/judged-promotion.ts'
import { type Arguments, asWritten, listOf, readKeyed } from '../dispatch/arguments.ts'
import type { Argument, CommandContext } from '../dispatch/command.ts'

/** The arguments of an option. */
export const termArguments = [
  { name: 'start', value: '"10 Aug"', says: 'date: the new start; the safe date, unless you say' },
  { name: 'cap', value: '200', says: 'cap: units in all, normal sales included; the safe volume, unless you say' },
  { name: 'at', value: 'EAST,WEST', says: 'places: the locations that launch; those that are ready, unless you say' },
  {
    name: 'units',
    value: '500',
    says: 'order, expedite, transfer, substitute: how many; what is missing, unless you say',
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
  transfer: ['transfer'],
  substitute: ['substitute', 'offer-a-substitute'],
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
  units: ['order', 'expedite', 'expedite-part', 'transfer', 'substitute'],
}

const wholeUnits = andThen(positive(), (value) =>
  Number.isInteger(value) ? value : new Unfit('is not a whole number of units'),
)

/** Reads an option and its figures. What cannot be read, or belongs to another option, is added to the problems. */
export const parseTerms = (given: Arguments, typed: readonly string[], context: CommandContext): ParsedTerms => {
  const { problems, keyed } = given
  const start = readKeyed(given, 'start', (text) => {
    const date = readDate(text, context)
    return date.ok ? date.value : new Unfit(`cannot be read: ${date.error}`)
  })
  const cap = readKeyed(given, 'cap', asWritten(wholeUnits, context.locale))
  const units = readKeyed(given, 'units', asWritten(wholeUnits, context.locale))
  const at = listOf(keyed.get('at')).map((place) => place.toUpperCase())
  if (keyed.has('at') && at.length === 0) problems.push('at: is missing; name the locations.')
  const keys = (Object.keys(optionsTaking) as (keyof typeof optionsTaking)[]).filter((key) => keyed.has(key))
  const named = readKind(typed, problems)
  const implied = keys.find((key) => optionsTaking[key].length === 1)
  const kind = named ?? (typed.length === 0 && implied !== undefined ? (optionsTaking[implied][0] as OptionKind) : null)
  for (const key of keys)
    if (kind === null || kind === 'best' || !optionsTaking[key].includes(kind)) {
      const of = listWords(optionsTaking[key].map((one) => optionWords[one][0]))
      if (kind !== null || named === null) problems.push(`${key}: goes with ${of}.`)
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
    `"${typed.join(' ')}" is no option.${meant === null ? ` There are ${known}.` : ` Did you mean ${optionWords[meant.kind][0]}?`}`,
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
  if (kind === undefined) return failed('None is marked best: price and unit cost must be known, in one currency.')
  const option = options.find((one) => one.kind === kind)
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
      if (hasBegun) return failed('It has begun, so its start stays as it is.')
      if (start === null) return failed(impossible)
      if (start <= from) return failed(`It starts on ${dateWords(from, context.today)}; say a later start.`)
      if (start - from > longestShiftDays)
        return failed(`${dateWords(start, context.today)} is more than a year later.`)
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
      if (unknown !== undefined) return failed(`It does not run at ${unknown}; it runs at ${listWords(all)}.`)
      if (hasBegun) return failed('It has begun, so its locations stay as they are.')
      if (typed.at.length === 0 && option.whyNot !== null) return failed(impossible)
      if (kept.length === all.length) return failed(`It runs at ${listWords(all)} already; name fewer.`)
      return ok({ kind, kept, dropped: all.filter((place) => !kept.includes(place)) })
    }
    default: {
      const total = option.steps.reduce((sum, step) => sum + (step.units ?? 0) + step.rest, 0)
      if (option.whyNot !== null && typed.units === null)
        return failed(`${impossible} Say units: where you know better.`)
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
    : `It is judged with ${override.by.name}'s own uplift, which a cap does not change; take that back first: /promo override ${promotion.promotionId} none.`

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
    return failed('It has begun: what is left is shared out in the shops. Say what it will sell: /promo edit.')
  if (lines.some(({ demand }) => demand === null))
    return failed('Nobody has stated what some of its lines sell, so no cap can be shared out.')
  const demandOf = (line: (typeof lines)[number]) => line.demand?.mean ?? 0
  const of = Math.round(lines.reduce((sum, line) => sum + demandOf(line), 0))
  const capped = new Map(option.steps.map((step) => [`${step.sku} ${step.location}`, step.units ?? 0]))
  const safe = lines.map((line) => capped.get(`${line.line.sku} ${line.line.location}`) ?? demandOf(line))
  const safeTotal = Math.floor(safe.reduce((sum, units) => sum + units, 0))
  if (cap === null && option.whyNot !== null) return failed(impossible)
  const normal = Math.floor(lines.reduce((sum, line) => sum + (line.baselineUnits ?? 0), 0))
  if (cap !== null && cap < normal)
    return failed(`Those days sell ${unitWords(normal)} anyway, so no cap below that can be kept. Nothing was saved.`)
  if (cap !== null && cap >= of) return failed(`It is expected to sell ${unitWords(of)}; say fewer.`)
  if (cap !== null && lines.some((line) => demandOf(line) >= 0.5 && (cap * demandOf(line)) / of < 1))
    return failed(`A cap of ${unitWords(cap)} leaves less than a unit a line.`)
  const own = option.whyNot === null && (cap === null || cap === safeTotal)
  return ok({
    kind: 'volume',
    units: own ? safeTotal : (cap as number),
    of,
    lines: own ? option.steps.map(({ sku, location, units }) => ({ sku, location, units: units ?? 0 })) : null,
  })
}

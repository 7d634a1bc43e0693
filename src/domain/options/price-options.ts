import type { CellFacts } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import { cellKey } from '../cell.ts'
import type { Day } from '../day.ts'
import { pullBack } from '../drops/pull-back.ts'
import type { SharedOrder } from '../risks/shared-order.ts'
import type { Expediting } from '../supply/lead-time.ts'
import { withBestMarked } from './best-option.ts'
import { expeditePart, expediteTogether, expediteWhole } from './expediting.ts'
import type { Effect, Move, Option, OptionKind, Step, Total } from './option.ts'
import { effectOf, isShort, type OptionCandidate, withSourceSupply } from './option-candidate.ts'
import { totalOf } from './option-total.ts'
import { orderElsewhere, orderShared, orderToday, type SecondSupplier } from './order.ts'
import { orderSooner } from './pull-in.ts'
import { launchWhereReady } from './ready-places.ts'
import { startLater } from './safe-date.ts'
import { capVolume } from './safe-volume.ts'
import { offerSubstitute } from './substitute.ts'
import { surplusUnits } from './surplus.ts'
import { type SurplusLocation, transfers } from './transfer.ts'

/** What the options of a promotion are priced with, besides its own lines. */
export type OptionInputs = {
  readonly expediting: (candidate: OptionCandidate) => Expediting | null
  /** A supplier besides the item's own; null where there is none. */
  readonly second: (candidate: OptionCandidate) => SecondSupplier | null
  /** The order that a line shares with others of the promotion; null where it has one of its own. */
  readonly shared: (candidate: OptionCandidate) => SharedOrder | null
  /** Every cell that has one of the short items, the promotion's own included. */
  readonly others: readonly CellFacts[]
  /** The substitute's cell at the line's location, or null where the item has none. */
  readonly substitute: (candidate: OptionCandidate) => CellFacts | null
  readonly policy: Policy
}

/** What one option does for each line. */
type Moves = ReadonlyMap<OptionCandidate, Move>

/**
 * Prices everything that can be done about a promotion on one basis: expected contribution over its own days. Doing
 * nothing is first and always there. The best option whose costs are all known is marked where all money is in one
 * currency; nothing is chosen.
 */
export const priceOptions = (candidates: readonly OptionCandidate[], inputs: OptionInputs): readonly Option[] => {
  const short = candidates.filter(isShort)
  const forEach = (move: (candidate: OptionCandidate) => Move): Moves =>
    new Map(short.map((candidate) => [candidate, move(candidate)]))
  const unhelped = new Map(candidates.map((candidate) => [candidate, effectOf(candidate)]))
  const base = totalOf(unhelped, new Map(), null)
  const priced = (kind: OptionKind, moves: Moves, steps?: readonly Step[]) =>
    pricedOption(kind, moves, { unhelped, base }, steps)
  const transferred = [...transfers(short, surplusLocations(short, inputs))]
  return withBestMarked([
    doingNothing(base),
    priced('pull-in', forEach(orderSooner)),
    priced('order', forEach(orderNormally(inputs))),
    ...elsewhere(short, inputs).map((moves) => priced('second-supplier', moves)),
    ...expeditingOptions(short, inputs).map(([kind, moves]) => priced(kind, moves)),
    priced('date', short.length === 0 ? new Map() : startLater(candidates)),
    priced('volume', forEach(capVolume)),
    priced('ready-places', short.length === 0 ? new Map() : launchWhereReady(candidates)),
    priced(
      'transfer',
      new Map(transferred.map(([candidate, { move }]) => [candidate, move])),
      transferred.flatMap(([, { steps }]) => steps),
    ),
    priced(
      'substitute',
      forEach((candidate) => offerSubstitute(candidate, inputs.substitute(candidate), inputs.policy)),
    ),
    { ...priced('pull-back', new Map(candidates.map((candidate) => [candidate, pullBack(candidate)]))), left: null },
  ])
}

/** Ordering at a second supplier, where any of the lines has one. */
const elsewhere = (short: readonly OptionCandidate[], { second }: Pick<OptionInputs, 'second'>): readonly Moves[] =>
  short.every((candidate) => second(candidate) === null)
    ? []
    : [new Map(short.map((candidate) => [candidate, orderElsewhere(candidate, second(candidate))] as const))]

/** Orders normally what a line lacks besides what the location that supplies it sends, together with other lines where it is shared. */
const orderNormally =
  ({ shared }: Pick<OptionInputs, 'shared'>) =>
  (candidate: OptionCandidate): Move => {
    const order = shared(candidate)
    const supplied = withSourceSupply(candidate)
    return order === null ? orderToday(supplied) : orderShared(supplied, order)
  }

/** Expediting all that is missing, and only the part that pays; the second says so where it is the same. */
const expeditingOptions = (
  short: readonly OptionCandidate[],
  { expediting, shared }: OptionInputs,
): readonly (readonly [OptionKind, Moves])[] => {
  const besidesSource =
    (move: typeof expediteWhole): typeof expediteWhole =>
    (candidate, terms) =>
      move(withSourceSupply(candidate), terms)
  const whole = expediteTogether(short, expediting, besidesSource(expediteWhole))
  const part = withNormalOrders(
    expediteTogether(short, expediting, besidesSource(expeditePart)),
    orderNormally({ shared }),
  )
  const wholeIsBest = () =>
    new Map(short.map((candidate) => [candidate, { whyNot: { code: 'whole-is-best' } }] as const))
  return [
    ['expedite', whole],
    ['expedite-part', isSame(whole, part) ? wholeIsBest() : part],
  ]
}

/** Orders normally, beside what is expedited, for lines that a normal order reaches in time. */
const withNormalOrders = (moves: Moves, normally: (candidate: OptionCandidate) => Move): Moves => {
  if ([...moves.values()].every((move) => 'whyNot' in move)) return moves
  return new Map(
    [...moves].map(([candidate, move]): [OptionCandidate, Move] => {
      if (!('whyNot' in move) || move.whyNot.code !== 'normal-in-time') return [candidate, move]
      const order = normally(candidate)
      if ('whyNot' in order) return [candidate, move]
      const { units, day } = order.step
      return [
        candidate,
        { ...order, step: { ...order.step, units: 0, deliveries: [], rest: units ?? 0, restDay: day } },
      ]
    }),
  )
}

/** Tells whether the part that pays is all of it, on every line. */
const isSame = (whole: Moves, part: Moves): boolean =>
  part.size > 0 &&
  [...part].every(([candidate, some]) => {
    const all = whole.get(candidate)
    return (
      all !== undefined && 'step' in all && 'step' in some && all.step.units === some.step.units && some.step.rest === 0
    )
  })

/**
 * Lists the locations that may have units to spare: neither short themselves, nor sources whose stock is allocated already. While a
 * promotion runs they keep what they need until its end.
 */
export const surplusLocations = (
  short: readonly OptionCandidate[],
  { others, policy }: Pick<OptionInputs, 'others' | 'policy'>,
): readonly SurplusLocation[] => {
  const skus = new Set(short.map(({ lineCase }) => lineCase.line.sku))
  const sources = short.flatMap(({ lineCase: { line, facts } }) =>
    facts.source === undefined ? [] : [cellKey({ sku: line.sku, location: facts.source.location })],
  )
  const excluded = new Set([...short.map(({ lineCase }) => cellKey(lineCase.line)), ...sources])
  return others
    .filter(({ item, location }) => skus.has(item.sku) && !excluded.has(cellKey({ sku: item.sku, ...location })))
    .map((facts) => ({ facts, spare: surplusUnits(facts, policy, keptUntil(short, facts.asOf)) ?? 0 }))
}

const keptUntil = (short: readonly OptionCandidate[], asOf: Day): Day =>
  Math.max(asOf, ...short.flatMap(({ lineCase: { line } }) => (line.start <= asOf ? line.end : [])))

/** Every line with nothing done, and their sum. */
type Unhelped = { readonly unhelped: ReadonlyMap<OptionCandidate, Effect>; readonly base: Total }

const doingNothing = (base: Total): Option => ({
  kind: 'nothing',
  steps: [],
  total: base,
  whyNot: null,
  untold: [],
  left: null,
  isBest: false,
  mayCost: null,
})

const notPriced = (kind: OptionKind) => ({
  kind,
  steps: [],
  total: null,
  untold: [],
  left: null,
  isBest: false,
  mayCost: null,
})

/** Sums up what an option does for each line; without any line that it helps it has the first line's reason why not. */
const pricedOption = (
  kind: OptionKind,
  moves: Moves,
  { unhelped, base }: Unhelped,
  steps?: readonly Step[],
): Option => {
  const done = [...moves].flatMap(([candidate, move]) => ('step' in move ? [{ candidate, ...move }] : []))
  const refusals = [...moves.values()].flatMap((move) => ('whyNot' in move ? [move.whyNot] : []))
  const [whyNot] = refusals
  if (done.length === 0) return { ...notPriced(kind), whyNot: whyNot ?? { code: 'not-short' } }
  const effects = new Map(done.map(({ candidate, effect }) => [candidate, effect]))
  return {
    ...notPriced(kind),
    steps: steps ?? done.map(({ step }) => step),
    total: totalOf(unhelped, effects, base),
    whyNot: null,
    untold: [...new Set(done.flatMap(({ untold }) => (untold === undefined ? [] : [untold])))],
    left: whyNot === undefined ? null : { lines: refusals.length, whyNot },
  }
}

import { type CellFacts, cellKey } from '../assessment/cell.ts'
import type { Policy } from '../assessment/readiness.ts'
import { type Money, sumMoney } from '../money.ts'
import { leastGain } from '../policy.ts'
import { type Expediting, expeditePart, expediteTogether, expediteWhole } from './expediting.ts'
import type { Effect, Move, Option, OptionKind, Step, Total, Unpriced } from './option.ts'
import { effectOf, isShort, type OptionCandidate, withSent } from './option-candidate.ts'
import { orderToday } from './order.ts'
import { launchWhereReady } from './ready-places.ts'
import { startLater } from './safe-date.ts'
import { capVolume } from './safe-volume.ts'
import { spareUnits } from './spare.ts'
import { offerSubstitute } from './substitute.ts'
import { transfers } from './transfer.ts'

/** What the options of a promotion are made of, besides its own lines. */
export type Means = {
  readonly expediting: (stake: OptionCandidate) => Expediting | null
  /** Every cell that has one of the short items, the promotion's own included. */
  readonly others: readonly CellFacts[]
  /** The substitute's cell at the line's location, or null where the item has none. */
  readonly substitute: (stake: OptionCandidate) => CellFacts | null
  readonly policy: Policy
}

type Moves = ReadonlyMap<OptionCandidate, Move>

/**
 * Prices everything that can be done about a promotion, doing nothing first and always, on one basis: expected
 * contribution over its own days. The best one whose costs are all told is marked where all money is in one currency;
 * nothing is chosen.
 */
export const optionsOf = (stakes: readonly OptionCandidate[], means: Means): readonly Option[] => {
  const short = stakes.filter(isShort)
  const nothing = new Map(stakes.map((stake) => [stake, effectOf(stake)]))
  const base = totalOf(nothing, new Map(), null)
  const each = (move: (stake: OptionCandidate) => Move): Moves => new Map(short.map((stake) => [stake, move(stake)]))
  const option = (kind: OptionKind, moves: Moves, steps?: readonly Step[]) => priced(kind, moves, nothing, base, steps)
  const sent = transfers(short, donorsOf(short, means))
  const helped =
    (move: (stake: OptionCandidate, terms: Expediting | null) => Move) =>
    (stake: OptionCandidate, terms: Expediting | null) =>
      move(withSent(stake), terms)
  const fast = expediteTogether(short, means.expediting, helped(expediteWhole))
  const partly = withNormalOrders(expediteTogether(short, means.expediting, helped(expeditePart)))
  const later: Moves = short.length === 0 ? new Map() : startLater(stakes)
  const options = [
    {
      kind: 'nothing' as const,
      steps: [],
      total: base,
      whyNot: null,
      untold: [],
      left: null,
      isBest: false,
      mayCost: null,
    },
    option(
      'order',
      each((stake) => orderToday(withSent(stake))),
    ),
    option('expedite', fast),
    option('expedite-part', isSameAs(fast, partly) ? each(() => ({ whyNot: { code: 'whole-is-best' } })) : partly),
    option('date', later),
    option('volume', each(capVolume)),
    option('ready-places', short.length === 0 ? new Map() : launchWhereReady(stakes)),
    option(
      'transfer',
      new Map([...sent].map(([stake, { move }]) => [stake, move])),
      [...sent.values()].flatMap(({ steps }) => steps),
    ),
    option(
      'substitute',
      each((stake) => offerSubstitute(stake, means.substitute(stake), means.policy)),
    ),
  ]
  return withBest(options)
}

/** Orders normally, beside what is expedited, where that is in time. */
const withNormalOrders = (moves: Moves): Moves => {
  if ([...moves.values()].every((move) => 'whyNot' in move)) return moves
  return new Map(
    [...moves].map(([stake, move]): [OptionCandidate, Move] => {
      if (!('whyNot' in move) || move.whyNot.code !== 'normal-in-time') return [stake, move]
      const order = orderToday(withSent(stake))
      if ('whyNot' in order) return [stake, move]
      const { units, day } = order.step
      return [stake, { ...order, step: { ...order.step, units: 0, deliveries: [], rest: units ?? 0, restDay: day } }]
    }),
  )
}

/** Tells whether the part that pays is all of it, on every line. */
const isSameAs = (whole: Moves, partly: Moves): boolean =>
  partly.size > 0 &&
  [...partly].every(([stake, part]) => {
    const all = whole.get(stake)
    return (
      all !== undefined && 'step' in all && 'step' in part && all.step.units === part.step.units && part.step.rest === 0
    )
  })

const donorsOf = (short: readonly OptionCandidate[], { others, policy }: Means) => {
  const skus = new Set(short.map(({ lineCase }) => lineCase.line.sku))
  // What a location that supplies short lines can send them is shared out already.
  const supplying = short.flatMap(({ lineCase: { line, facts } }) =>
    facts.source === undefined ? [] : [cellKey({ sku: line.sku, location: facts.source.location })],
  )
  const lacking = new Set([...short.map(({ lineCase }) => cellKey(lineCase.line)), ...supplying])
  return others
    .filter(({ item, location }) => skus.has(item.sku) && !lacking.has(cellKey({ sku: item.sku, ...location })))
    .map((facts) => ({ facts, spare: spareUnits(facts, policy) ?? 0 }))
}

const priced = (
  kind: OptionKind,
  moves: Moves,
  nothing: ReadonlyMap<OptionCandidate, Effect>,
  base: Total,
  steps?: readonly Step[],
): Option => {
  const done = [...moves].flatMap(([stake, move]) => ('step' in move ? [{ stake, ...move }] : []))
  const untold = [
    ...new Set(done.flatMap(({ untold: cost }): readonly Unpriced[] => (cost === undefined ? [] : [cost]))),
  ]
  const refusals = [...moves].flatMap(([, move]) => ('whyNot' in move ? [move.whyNot] : []))
  const [whyNot] = refusals
  const none = { kind, steps: [], total: null, untold: [], left: null, isBest: false, mayCost: null }
  if (done.length === 0) return { ...none, whyNot: whyNot ?? { code: 'not-short' } }
  return {
    ...none,
    steps: steps ?? done.map(({ step }) => step),
    total: totalOf(nothing, new Map(done.map(({ stake, effect }) => [stake, effect])), base),
    whyNot: null,
    untold,
    left: whyNot === undefined ? null : { lines: refusals.length, whyNot },
  }
}

/** Adds up what is done with what is left as it is; a line whose price or cost is not known is in no sum of money. */
const totalOf = (
  nothing: ReadonlyMap<OptionCandidate, Effect>,
  done: ReadonlyMap<OptionCandidate, Effect>,
  base: Total | null,
): Total => {
  const lines = [...nothing].map(([stake, left]) => ({ stake, left, effect: done.get(stake) ?? left }))
  const sum = (of: (effect: Effect) => number) => lines.reduce((all, { effect }) => all + of(effect), 0)
  const money = (of: (effect: Effect) => number | null): Money =>
    sumMoney(lines.map(({ stake, effect }) => ({ amount: of(effect), currency: stake.lineCase.facts.item.currency })))
  const isTold = lines.every(({ effect }) => effect.extraCost !== null)
  const isValued = lines.every(({ left, effect }) => left.contribution === null || effect.contribution !== null)
  const values = money((effect) => effect.contribution)
  const contribution = isTold && isValued && Object.keys(values).length > 0 ? values : null
  return {
    sales: sum((effect) => effect.sales),
    demand: sum((effect) => effect.sales + effect.shortage),
    shortage: sum((effect) => effect.shortage),
    stockout: lines.reduce((most, { effect }) => Math.max(most, effect.stockout), 0),
    leftover: sum((effect) => effect.leftover),
    extraCost: isTold ? money((effect) => effect.extraCost) : null,
    leftoverCost: money((effect) => effect.leftoverCost),
    contribution,
    gain: base === null ? {} : gainOf(contribution, base.contribution),
  }
}

const gainOf = (contribution: Money | null, base: Money | null): Money | null =>
  contribution === null || base === null
    ? null
    : Object.fromEntries(Object.entries(contribution).map(([currency, of]) => [currency, of - (base[currency] ?? 0)]))

/** Marks the best of what is wholly priced; of the others it says how much their untold cost may be before they are no better. */
const withBest = (options: readonly Option[]): readonly Option[] => {
  const currencies = new Set(options.flatMap(({ total }) => Object.keys(total?.contribution ?? {})))
  const [currency] = currencies
  if (currency === undefined || currencies.size > 1) return options
  const worthOf = ({ total }: Option) => total?.contribution?.[currency] ?? null
  let best: Option | null = null
  let most = Number.NEGATIVE_INFINITY
  for (const option of options) {
    const value = option.untold.length > 0 ? null : worthOf(option)
    if (value === null || value <= most + leastGain) continue
    best = option
    most = value
  }
  return options.map((option) => {
    const value = option.untold.length > 0 ? worthOf(option) : null
    const isCheaper = best !== null && value !== null && value > most + leastGain
    return { ...option, isBest: option === best, mayCost: isCheaper ? { [currency]: (value as number) - most } : null }
  })
}

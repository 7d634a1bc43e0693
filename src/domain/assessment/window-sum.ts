import { splitStock } from '../supply/dedicated-units.ts'
import type { DemandCoverage } from '../supply/demand-coverage.ts'
import { expectedShortage } from '../supply/expected-shortage.ts'
import { expiredOn, indexesOf, type Window } from '../supply/outlook.ts'
import type { WindowSum } from './readiness.ts'
import type { LineCase, ScenarioResult } from './scenario.ts'

/** Works out the sum behind a line's shortage. */
export const windowSum = (lineCase: LineCase, { coverage, shortage }: ScenarioResult): WindowSum => {
  const senior = shortedMost(coverage)
  const window = senior === null ? coverage.window : senior.window
  const sum = balanceUntilLowest(lineCase, coverage, window)
  const lacking = Math.max(0, -sum.balance)
  const rest = {
    ...sum,
    ...{ normalLost: sum.normalLost, othersLost: 0, strong: 0, besides: 0, short: shortage },
    window: senior === null ? ('own' as const) : ('other' as const),
  }
  if (senior !== null) {
    const expected = senior.shortage + senior.more
    const strong = Math.max(0, expected - lacking)
    return { ...rest, strong, besides: lacking + strong - shortage }
  }
  if (shortage >= lacking) return { ...rest, strong: shortage - lacking }
  return withoutUnserved(rest, lacking - shortage, lineCase)
}

/** The promotion that the line leaves shorter by more units than it lacks itself; null where there is none. */
const shortedMost = ({ cumulative, window, shortedLines }: DemandCoverage) => {
  const most = shortedLines.reduce<(typeof shortedLines)[number] | null>(
    (worst, one) => (one.more > (worst?.more ?? 0) ? one : worst),
    null,
  )
  return most !== null && most.more > expectedShortage(cumulative, window) ? most : null
}

/**
 * Takes units that are not expected to be missing in the window off what is sold beside the promotion: they are lost there.
 * Where they are owed, they stay in the balance.
 */
const withoutUnserved = (sum: WindowSum, units: number, { facts }: LineCase): WindowSum => {
  const oversold = Math.min(units, sum.oversold)
  const left = units - oversold
  if (facts.location.unmet !== 'lost')
    return { ...sum, oversold: sum.oversold - oversold, balance: sum.balance + oversold, besides: left }
  const others = Math.min(left, sum.others)
  const normal = Math.min(left - others, sum.normal)
  return {
    ...sum,
    oversold: sum.oversold - oversold,
    others: sum.others - others,
    othersLost: others,
    normal: sum.normal - normal,
    normalLost: sum.normalLost + normal,
    balance: sum.balance + oversold + others + normal,
    besides: left - others - normal,
  }
}

/** Sums of daily floats drift by far less than this. */
const dust = 1e-6

type Balance = Pick<
  WindowSum,
  | 'until'
  | 'onHand'
  | 'kept'
  | 'ordered'
  | 'ordinary'
  | 'expired'
  | 'normal'
  | 'normalLost'
  | 'own'
  | 'others'
  | 'first'
  | 'oversold'
  | 'noted'
> & { readonly balance: number }

/** Goes through the days on mean demand, and stops at the one of the window that leaves least. */
const balanceUntilLowest = (lineCase: LineCase, coverage: DemandCoverage, window: Window): Balance => {
  const { facts, line, demand } = lineCase
  const { asOf, opening, receipts, base, extra, allocated } = coverage.cumulative.daily
  const { first, last } = indexesOf(coverage.cumulative.daily, window)
  const isLost = facts.location.unmet === 'lost'
  let [stock, wanted, received, ordinary, expired, unserved] = [opening, 0, 0, 0, 0, 0]
  let [normal, own, others, normalLost, noted] = [0, 0, 0, 0, 0]
  let lowest: (Balance & { readonly at: number }) | null = null
  for (let i = 0; i <= last; i++) {
    const isOwn = asOf + i >= line.start && asOf + i <= line.end
    const mean = Math.max(0, (base[i] as number) + (extra[i] as number))
    const ours = isOwn ? Math.min(mean, Math.max(0, (base[i] as number) + (demand.own[i] as number))) : 0
    const theirs = isOwn ? mean - ours : Math.min(mean, Math.max(0, extra[i] as number))
    received += receipts[i] as number
    ordinary += coverage.ordinary?.receipts[i] ?? 0
    const gone = Math.max(0, Math.min(stock, expiredOn(coverage.cumulative, i)))
    expired += gone
    stock += (receipts[i] as number) - gone
    wanted += mean
    const served = isLost ? Math.min(mean, Math.max(0, stock)) : mean
    // In the window everything is taken off, as what cannot be served there is the shortage.
    const share = i >= first || mean <= 0 ? 1 : served / mean
    stock -= served
    if (i >= first) unserved += mean - served
    // Notes move whatever is sold in the same proportion: that part is a term of its own.
    const planned = share / (1 + (demand.moved?.[i] ?? 0))
    own += planned * ours
    others += planned * theirs
    normal += planned * (mean - ours - theirs)
    noted += (share - planned) * mean
    normalLost += (1 - share) * mean
    if (i < first) continue
    const oversold = Math.max(0, allocated - wanted)
    const balance = stock - unserved - oversold
    if (lowest !== null && balance > lowest.balance + dust) continue
    lowest = {
      ...{
        until: i === last ? null : asOf + i,
        at: i,
        onHand: 0,
        kept: 0,
        ordered: received - ordinary,
        ordinary,
        expired,
      },
      ...{ normal, normalLost, own, others, oversold, balance, first: [] },
      ...(demand.moved === undefined ? {} : { noted }),
    }
  }
  const { at, ...found } = lowest as Balance & { readonly at: number }
  const onShelf = (lineCase.opening ?? 0) - opening
  const usable = onShelf > 0 ? usableOnShelf(lineCase, at) : 0
  return {
    ...found,
    onHand: lineCase.opening ?? 0,
    kept: onShelf - usable,
    ordered: found.ordered - usable,
    first: found.others > 0 ? firstOf(lineCase, at) : [],
  }
}

/** Units on the shelf that were ordered for promotions and that the line can use up to a day (an index). */
const usableOnShelf = ({ facts, line, opening, receipts }: LineCase, at: number): number =>
  splitStock(facts, line, { opening: opening ?? 0, coming: [], received: receipts.forPromotions })
    .dedicated.filter(({ day }) => day <= facts.asOf + at)
    .reduce((sum, { units }) => sum + units, 0)

/** The promotions of higher precedence that sell up to a day (an index). */
const firstOf = ({ facts, demand }: LineCase, at: number): WindowSum['first'] =>
  demand.seniors
    .filter(({ start, end }) => start <= facts.asOf + at && end >= facts.asOf)
    .map(({ promotionId, name }) => ({ promotionId, name }))
